import { z } from 'zod';
import { base64urlToBytes, utf8Encode } from '../../protocol/bytes.ts';
import { ed25519KeyOfSpki } from '../../protocol/ed25519.ts';
import { HEX64 } from '../../protocol/event/fields.ts';
import { noblePrimitives } from '../../protocol/noble-primitives.ts';
import { makeVerifierKey } from '../../protocol/note.ts';
import { formatTrustFile, MAX_AUTHORITIES, rootKeyName } from '../../protocol/pack/trust-file.ts';
import type { Register } from '../../protocol/register/state.ts';
import { parsePolicy, type TlogPolicy } from '../../protocol/tlog-policy.ts';
import { needsNoWitness } from '../../protocol/tlog-policy-text.ts';
import type { DeskContext } from '../context.ts';
import { settingOf, type SettingDefinition } from '../settings/store.ts';

const policyOf = (text: string) => parsePolicy(noblePrimitives, utf8Encode(text));

const networkTrustSchema = z.object({
  /** The lines of a policy file (protocol §11); empty while there is no server. */
  policy: z
    .string()
    .max(64 * 1024)
    .superRefine((text, context) => {
      if (text === '') return;
      const problem = (message: string): void => {
        context.addIssue({ code: 'custom', message });
      };
      const policy = policyOf(text);
      if (!policy.ok) {
        problem(
          `Line ${'line' in policy.error ? String(policy.error.line) : '1'} of the policy is not as it has to be (${policy.error.code}).`,
        );
        return;
      }
      if (!policy.value.logs.some(({ url }) => url !== undefined && /^https?:\/\/[^\s]+$/u.test(url)))
        problem('The policy names no log with an address: members could not find the server.');
      if (needsNoWitness(policy.value.quorum))
        problem('The policy asks for no witness. Members refuse such a network, since nobody would see that all are shown the same log.');
    }),
  authorities: z
    .array(z.string().regex(new RegExp(HEX64, 'u'), 'An authority is the SHA-256 of its certificate: 64 hex digits.'))
    .max(MAX_AUTHORITIES),
});
export type NetworkTrust = z.infer<typeof networkTrustSchema>;

const wordsOf = ({ policy, authorities }: NetworkTrust): string => {
  if (policy === '') return 'no server: members exchange files';
  const read = policyOf(policy);
  if (!read.ok) return 'not readable';
  const { logs, witnesses } = read.value;
  const stamps = authorities.length === 0 ? 'no time-stamp authority' : `${String(authorities.length)} time-stamp authority certificates`;
  return `${logs.map(({ key, url }) => `log ${key.name} at ${url ?? 'no address'}`).join(', ')}; ${String(witnesses.length)} witnesses; ${stamps}`;
};

/** Which logs, witnesses and time-stamp authorities the office states in the trust file (protocol §11). */
export const networkTrustSetting: SettingDefinition<NetworkTrust> = {
  name: 'network-trust',
  title: 'Server, witnesses and time-stamps',
  touches: 'The trust file states them: members believe a log only as far as it says.',
  schema: networkTrustSchema,
  permission: 'manage-settings',
  initial: () => ({ policy: '', authorities: [] }),
  words: wordsOf,
};

const NO_POLICY: TlogPolicy = { logs: [], witnesses: [], quorum: { kind: 'none' } };

const rootsOf = (desk: Pick<DeskContext, 'primitives'>, register: Register) =>
  register.roots.map((root, position) => {
    const spki = base64urlToBytes(root.spki);
    const publicKey = spki.ok ? ed25519KeyOfSpki(spki.value) : spki;
    const key = publicKey.ok ? makeVerifierKey(desk.primitives, rootKeyName(position + 1), 'ed25519', publicKey.value) : publicKey;
    if (!key.ok) throw new Error(`root ${position + 1} of the register is no key: ${key.error.code}`);
    return key.value;
  });

/** A trust file with the network's name, number and roots, and no log: what every desk can say by its register alone. */
export const trustFileOfRegister = (desk: Pick<DeskContext, 'primitives'>, register: Register): string => {
  const { network, test, net } = register;
  return formatTrustFile({ network, test, net, roots: rootsOf(desk, register), authorities: [], policy: NO_POLICY });
};

/** The trust file of the network (protocol §11), to be compared out of band: at the office with the server and witnesses that are set there, or that would be. */
export const trustFileText = (
  desk: DeskContext,
  register: Register,
  { policy: text, authorities }: NetworkTrust = settingOf(desk, networkTrustSetting),
): string => {
  const policy = text === '' ? undefined : policyOf(text);
  const { network, test, net } = register;
  return formatTrustFile({
    network,
    test,
    net,
    roots: rootsOf(desk, register),
    authorities: [...new Set(authorities)].toSorted(),
    policy: policy?.ok === true ? policy.value : NO_POLICY,
  });
};
