import type { z } from 'zod';
import type { stateNetworkInput } from '../../contract/network/desk.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { parseVerifierKey } from '../../protocol/note.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { networkTrustSetting, trustFileText } from '../office/network-trust.ts';
import type { Refusal } from '../refusal.ts';
import { changeSetting, settingOf } from '../settings/store.ts';

type Input = z.infer<typeof stateNetworkInput>;

/** The lines of a policy: one log, its witnesses, and that more than half of them must have cosigned. */
export const policyLines = ({ url, vkey, witnesses }: Input): string => {
  const names = witnesses.map((_, position) => `witness-${position + 1}`);
  const quorum =
    names.length === 1
      ? `quorum ${names[0] ?? ''}`
      : `group witnesses ${Math.floor(names.length / 2) + 1} ${names.join(' ')}\nquorum witnesses`;
  return [
    `log ${vkey} ${url.replace(/\/+$/u, '')}`,
    ...witnesses.map((key, position) => `witness ${names[position] ?? ''} ${key}`),
    quorum,
    '',
  ].join('\n');
};

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
  const { authorities } = settingOf(desk, networkTrustSetting);
  const value = { policy: policyLines(input), authorities };
  const changed = changeSetting(desk, person, networkTrustSetting, value, {
    takesEffect: null,
    note: 'Server and witnesses of the network',
  });
  return changed.ok ? ok(trustFileText(desk, registerOf(desk))) : changed;
};
