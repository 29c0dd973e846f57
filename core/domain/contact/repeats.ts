import type { ContactFields } from './contact.ts';
import { nameKey } from './name.ts';

/** Rows of one file that share an e-mail address, telephone number or ABN. A hint for a person: nothing is merged. */
export type Repeat = {
  readonly reason: 'email' | 'phone' | 'abn';
  readonly value: string;
  /** Row numbers, ascending, at least two. */
  readonly rows: readonly number[];
  /** All of these rows carry the same name; where not, they may be a couple, a family or a business and its owner. */
  readonly sameName: boolean;
};

/** Finds rows that may be the same contact, with the reason. Order: by reason, then by first row. */
export const findRepeats = (rows: readonly { readonly row: number; readonly contact: ContactFields | null }[]): readonly Repeat[] => {
  const groups = {
    email: new Map<string, number[]>(),
    phone: new Map<string, number[]>(),
    abn: new Map<string, number[]>(),
  };
  const names = new Map<number, string>();
  for (const { row, contact } of rows) {
    if (contact === null) continue;
    names.set(row, nameKey(contact.displayName));
    const note = (reason: Repeat['reason'], value: string): void => {
      const seen = groups[reason].get(value);
      if (seen === undefined) groups[reason].set(value, [row]);
      else if (seen.at(-1) !== row) seen.push(row);
    };
    for (const email of contact.emails) note('email', email.address.toLowerCase());
    for (const phone of contact.phones) if (phone.e164 !== null) note('phone', phone.e164);
    if (contact.abn !== null) note('abn', contact.abn);
  }
  return (['email', 'phone', 'abn'] as const).flatMap((reason) =>
    [...groups[reason]]
      .filter(([, members]) => members.length > 1)
      .map(([value, members]): Repeat => ({
        reason,
        value,
        rows: members,
        sameName: new Set(members.map((row) => names.get(row))).size === 1,
      }))
      .sort((left, right) => (left.rows[0] ?? 0) - (right.rows[0] ?? 0)),
  );
};
