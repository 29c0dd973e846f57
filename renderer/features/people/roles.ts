import type { z } from 'zod';
import type { role } from '../../../core/contract/scalars.ts';

export type Role = z.infer<typeof role>;

/** What each role may do, in a line. The desk decides; these words only explain. */
export const roles: readonly {
  readonly role: Role;
  readonly name: string;
  readonly may: string;
  readonly officeOnly?: boolean;
}[] = [
  {
    role: 'principal',
    name: 'Principal',
    may: 'Everything: people and keys, accounts, signing, approving, restoring',
  },
  { role: 'adviser', name: 'Adviser', may: 'Sees clients, refers them, signs handshakes, exports packs' },
  { role: 'operations', name: 'Operations', may: 'Imports contacts, prepares payouts, keeps the settings' },
  { role: 'approver', name: 'Approver', may: 'Prepares and approves payouts; at the office also rules' },
  { role: 'auditor', name: 'Auditor', may: 'Sees money and exports packs; no client lists' },
  { role: 'registrar', name: 'Registrar', may: 'Answers requests of practices', officeOnly: true },
];

/** "Principal and approver". */
export const roleWords = (held: readonly Role[]): string => {
  const names = held
    .map((one) => roles.find((known) => known.role === one)?.name ?? one)
    .map((name, index) => (index === 0 ? name : name.toLocaleLowerCase('en-AU')));
  return names.length < 2 ? (names[0] ?? 'No role') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
};
