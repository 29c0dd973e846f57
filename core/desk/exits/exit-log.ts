import { consentSql } from '../consents/tables.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';

/** Something that leaves for a person themselves, or stays within the practice as a file. */
export type LoggedExit =
  | {
      readonly exit: 'to-person';
      readonly what: string;
      /** Null where the program did not look the person up, for example a page opened by an invitation. */
      readonly contact: string | null;
      readonly detail: string;
      /** How the practice made sure who the person is. */
      readonly identity: string;
    }
  | { readonly exit: 'inside'; readonly what: string; readonly contact: string | null; readonly detail: string };

/** Keeps that something left through one of the declared exits: who let it out, when, what, to whom. Runs inside the caller's transaction. */
export const logExit = (desk: DeskContext, by: Pick<SignedInPerson, 'person' | 'name'>, left: LoggedExit): void => {
  const last = desk.db.get(consentSql.selectFrom('exit_log').select(({ fn }) => fn.max('seq').as('seq')))?.seq ?? 0;
  desk.db.run(
    consentSql.insertInto('exit_log').values({
      seq: last + 1,
      at: desk.clock.now(),
      by: by.person,
      by_name: by.name,
      exit: left.exit,
      what: left.what,
      contact: left.contact,
      detail: left.detail,
      identity: left.exit === 'to-person' ? left.identity : null,
    }),
  );
};
