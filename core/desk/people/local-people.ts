import type { z } from 'zod';
import type { localPerson } from '../../contract/status.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { rolesOf } from '../api.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { openPersonKey } from '../keys/person-keys.ts';
import { type LocalPersonTable, peopleSql } from '../keys/tables.ts';
import type { Refusal } from '../refusal.ts';

export type LocalPerson = z.infer<typeof localPerson>;

/** Free tries before waiting begins; then one minute, doubling with each further failure up to an hour. */
export const FREE_TRIES = 10;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/** The person as the sign-in page shows them. Before the register answers, the first person waits, but may sign in. */
export const localPersonOf = (desk: DeskContext, row: { readonly person: string; readonly name: string }): LocalPerson => {
  const register = desk.ledger.register();
  const facts = register?.people.get(row.person);
  const roles = [...rolesOf(desk, row.person)];
  return {
    person: row.person,
    name: facts?.name ?? row.name,
    roles,
    state: facts === undefined ? 'waiting' : roles.length > 0 ? 'active' : 'left',
  };
};

/** People with a key at this desk, those who left included, by name. */
export const localPeople = (desk: DeskContext): readonly LocalPerson[] =>
  desk.db
    .all(peopleSql.selectFrom('local_person').select(['person', 'name']).orderBy('added_at').orderBy('person'))
    .map((row) => localPersonOf(desk, row));

/** Milliseconds until the next try is allowed. A clock that was set back never makes the wait longer than one full wait. */
export const waitBeforeTry = (row: Pick<LocalPersonTable, 'failed' | 'last_failed_at'>, now: string): number => {
  if (row.failed < FREE_TRIES || row.last_failed_at === null) return 0;
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(row.failed - FREE_TRIES, 10), LONGEST_WAIT_MS);
  const since = Math.max(0, Date.parse(now) - Date.parse(row.last_failed_at));
  return Math.max(0, wait - since);
};

const wrongPin = (left: number): Refusal => ({
  status: 401,
  code: 'wrong-pin',
  title: 'That is not the PIN',
  detail: left > 0 ? `${left} more ${left === 1 ? 'try' : 'tries'} before you have to wait.` : 'The next try is possible after a pause.',
  kept: 'Nothing was changed.',
  next: 'Try again, or have a principal of your practice reset it.',
});

const tooMany = (ms: number): Refusal => ({
  status: 423,
  code: 'pin-wait',
  title: 'Too many wrong PINs',
  detail: `The next try is possible in ${Math.ceil(ms / 60_000)} minutes.`,
  kept: 'Nothing was changed.',
  next: 'Wait, or have a principal of your practice reset the PIN.',
});

const nobody: Refusal = {
  status: 404,
  code: 'no-such-person',
  title: 'This person has no key at this desk',
  detail: 'Keys are made at each desk.',
  next: 'Choose a name from the list.',
};

const gone: Refusal = {
  status: 403,
  code: 'person-left',
  title: 'This person does not sign here any more',
  detail: 'The register says that they left or have no role.',
  kept: 'What they signed stays as it is.',
  next: 'Ask a principal of your practice.',
};

/**
 * Unwraps a person's key with their PIN. Each try is counted before it is judged, so ending the program does not give it back. Errors:
 * `wrong-pin`, `pin-wait`, `person-left`, `no-such-person`.
 */
export const unlockPerson = async (
  desk: DeskContext,
  input: { readonly person: string; readonly pin: string },
): Promise<Result<SignedInPerson, Refusal>> => {
  const { db } = desk;
  const row = db.get(peopleSql.selectFrom('local_person').selectAll().where('person', '=', input.person));
  if (row === undefined) return err(nobody);
  const local = localPersonOf(desk, row);
  if (local.roles.length === 0) return err(gone);
  const now = desk.clock.now();
  const wait = waitBeforeTry(row, now);
  if (wait > 0) return err(tooMany(wait));
  const failed = row.failed + 1;
  db.run(peopleSql.updateTable('local_person').set({ failed, last_failed_at: now }).where('person', '=', input.person));
  const keys = db.all(
    peopleSql
      .selectFrom('person_key')
      .selectAll()
      .where('person', '=', input.person)
      .where('state', 'in', desk.recovery === null ? ['current'] : ['fresh', 'current'])
      .orderBy('state', 'desc')
      .orderBy('added_at', 'desc'),
  );
  for (const key of keys) {
    const signer = await openPersonKey({ primitives: desk.primitives, vault: desk.vault }, key, input.pin);
    if (signer === undefined) continue;
    db.run(peopleSql.updateTable('local_person').set({ failed: 0, last_failed_at: null }).where('person', '=', input.person));
    return ok({ person: input.person, name: local.name, signer });
  }
  return err(wrongPin(Math.max(0, FREE_TRIES - failed)));
};
