import type { Role } from '../../protocol/event/catalogue.ts';

const WORDS: Readonly<Record<Role, string>> = {
  principal: 'principal',
  adviser: 'adviser',
  operations: 'operations',
  approver: 'approver',
  auditor: 'auditor',
  registrar: 'registrar',
};

/** "principal and approver". */
export const roleWords = (roles: readonly Role[]): string => {
  const words = roles.map((role) => WORDS[role]);
  return words.length < 2 ? (words[0] ?? 'no role') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
};
