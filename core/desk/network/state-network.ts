import type { z } from 'zod';
import type { stateNetworkInput } from '../../contract/network-view.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { earlierLogs } from '../../protocol/network/log-origin.ts';
import { parseVerifierKey } from '../../protocol/note.ts';

import { policyOfOneLog } from '../../protocol/tlog-policy-text.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { networkTrustSetting, trustFileText } from '../office/network-trust.ts';
import type { Refusal } from '../refusal.ts';
import { changeSetting, settingOf } from '../settings/store.ts';

type Input = z.infer<typeof stateNetworkInput>;

/**
 * States the server and the witnesses of the network in the trust file. Answers the trust file that members connect with. Errors: not the office,
 * a key that is none, or what the setting refuses.
 */
export const stateNetwork = (desk: DeskContext, person: SignedInPerson, input: Input): Result<string, Refusal> => {
  const refuse = (code: string, title: string, detail: string, next: string): { readonly ok: false; readonly error: Refusal } =>
    err({ status: 422, code, title, detail, kept: 'Nothing was changed.', next });
  if (desk.profile.practice !== registerOf(desk).office)
    return refuse('not-office', 'Only the network office states the server', 'This desk is a member’s.', 'Ask the network office.');
  for (const text of input.witnesses) {
    const key = parseVerifierKey(desk.primitives, text);
    if (!key.ok || key.value.type !== 'cosignature/v1')
      return refuse(
        'witness-key',
        'This is not the key of a witness',
        `“${text.slice(0, 60)}” is no verifier key for cosignatures.`,
        'Copy the line that the witness prints when it starts, without “vkey”.',
      );
  }
  const { authorities, policy } = settingOf(desk, networkTrustSetting);
  const value = { policy: policyOfOneLog({ ...input, earlier: earlierLogs(desk.primitives, policy, input.vkey) }), authorities };
  const changed = changeSetting(desk, person, networkTrustSetting, value, {
    takesEffect: null,
    note: 'Server and witnesses of the network',
  });
  return changed.ok ? ok(trustFileText(desk, registerOf(desk))) : changed;
};
