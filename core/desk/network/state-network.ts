import type { z } from 'zod';
import type { stateNetworkInput } from '../../contract/network-view.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { earlierLogs } from '../../protocol/network/log-origin.ts';
import { parseVerifierKey } from '../../protocol/note.ts';
import { policyOfOneLog } from '../../protocol/tlog-policy-text.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { type NetworkTrust, networkTrustSetting, trustFileText } from '../office/network-trust.ts';
import type { Refusal } from '../refusal.ts';
import { changeSetting, settingOf } from '../settings/store.ts';

type Input = z.infer<typeof stateNetworkInput>;

/** What the office is about to state, and the trust file that it makes. */
export type DraftNetwork = { readonly value: NetworkTrust; readonly trust: string };

/** Drafts the trust file with a server and its witnesses; nothing is stated yet. Errors: not the office, a key that is none. */
export const draftNetwork = (desk: DeskContext, input: Input): Result<DraftNetwork, Refusal> => {
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
  const read = networkTrustSetting.schema.safeParse(value);
  if (!read.success)
    return refuse(
      'network-form',
      'This cannot be stated in the trust file',
      read.error.issues[0]?.message ?? 'The policy is not as it has to be.',
      'Look at the address, the key and the witnesses again.',
    );
  return ok({ value: read.data, trust: trustFileText(desk, registerOf(desk), read.data) });
};

/** States what was drafted, as a new version of the setting. Errors: what the setting refuses. */
export const stateNetwork = (desk: DeskContext, person: SignedInPerson, { value }: DraftNetwork): Result<unknown, Refusal> =>
  changeSetting(desk, person, networkTrustSetting, value, { takesEffect: null, note: 'Server and witnesses of the network' });
