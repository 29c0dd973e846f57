import { erasedRows, type ErasureLine, KEPT_WORDS } from '../../domain/privacy/erasure.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { DeskContext } from '../context.ts';
import { kindOf } from '../records/definition.ts';
import type { Refusal } from '../refusal.ts';
import { marks, type ErasureRun } from './source.ts';
import { PERSONAL_SOURCES } from './sources.ts';
import { subjectOf, type Subject } from './subject.ts';
import { erasureSql } from './tables.ts';

export type ErasureReason = 'request' | 'retention' | 'after-restore' | 'after-referral';

/** A record of another contact, or of nobody, that names the person: its kind in words, and whom it is about. */
export type Mention = { readonly kind: string; readonly record: string; readonly subject: string | null; readonly name: string | null };

/** What an erasure would do, said before it is done. */
export type ErasurePlan = {
  readonly contact: string;
  /** Null for a contact that is no longer in the book. */
  readonly name: string | null;
  readonly lines: readonly ErasureLine[];
  readonly openReferrals: number;
  readonly held: boolean;
  /** Records of others whose words name the person: a person has to look at them. */
  readonly mentions: readonly Mention[];
};

/** What an erasure did. `complete`: nothing waits for the end of a referral. */
export type ErasureDone = {
  readonly contact: string;
  readonly at: string;
  readonly reason: ErasureReason;
  readonly complete: boolean;
  readonly lines: readonly ErasureLine[];
};

const MENTIONS = 50;

const linesOf = (desk: DeskContext, subject: Subject, run: ErasureRun): readonly ErasureLine[] =>
  PERSONAL_SOURCES.toReversed()
    .map((source) => {
      const { erased, kept, why } = source.erase(desk, subject, run);
      return { code: source.code, title: source.title, erased, kept, why, words: why === null ? null : KEPT_WORDS[why] };
    })
    .toReversed();

const mentionsOf = (desk: DeskContext, { ids, identifiers }: Subject): ErasurePlan['mentions'] => {
  const found = new Map<string, { readonly kind: string; readonly record: string; readonly subject: string | null }>();
  const records = desk.db.statement<string[], { readonly kind: string; readonly record: string; readonly subject: string | null }>(
    `select kind, id as record, subject from record where instr(lower(document), lower(?)) > 0 and (subject is null or subject not in (${marks(ids)})) limit ${String(MENTIONS)}`,
  );
  const contacts = desk.db.statement<[string], { readonly id: string }>(
    `select id from contact where instr(lower(fields), lower(?)) > 0 limit ${String(MENTIONS)}`,
  );
  for (const words of identifiers) {
    for (const row of records.all(words, ...ids)) found.set(row.record, row);
    for (const { id } of contacts.all(words)) if (!ids.includes(id)) found.set(id, { kind: 'contact', record: id, subject: id });
  }
  return [...found.values()].slice(0, MENTIONS).map((one) => ({
    ...one,
    kind: kindOf(desk.kinds, one.kind).name,
    name: one.subject === null ? null : (contactById(desk.db, one.subject)?.fields.displayName ?? null),
  }));
};

/** What an erasure of a person would take away and leave, without doing it. */
export const planErasure = (desk: DeskContext, contact: string): ErasurePlan => {
  const subject = subjectOf(desk, contact);
  return {
    contact,
    name: contactById(desk.db, contact)?.fields.displayName ?? null,
    lines: linesOf(desk, subject, { act: false, by: '', byName: '', at: desk.clock.now() }),
    openReferrals: subject.openIntents.length,
    held: subject.held,
    mentions: mentionsOf(desk, subject),
  };
};

const onHold: Refusal = {
  status: 409,
  code: 'legal-hold',
  title: 'A legal hold is set for this person',
  detail: 'While it is set nothing about the person may be erased.',
  kept: 'Everything was kept.',
  next: 'Tell the person why. Lift the hold on the Privacy page when its reason has ended, then erase.',
};
const nothingThere: Refusal = {
  status: 404,
  code: 'nothing-held',
  title: 'Nothing is held about this person',
  detail: 'No record, consent or referral leads to this contact.',
  next: 'Search the contact book for the person by another name.',
};

/**
 * Erases what is held about a person, in one transaction: salt and body of every operation, rows, search words, openings, copies that wait to be
 * sent, original files of imports. Headers and signed events stay and still verify. The list outside the database learns the ids first, so that
 * a crash or a restore leads to the same end. Errors: `legal-hold`, `nothing-held`.
 */
export const erasePerson = (
  desk: DeskContext,
  by: { readonly person: string; readonly name: string },
  contact: string,
  reason: ErasureReason,
): Result<ErasureDone, Refusal> => {
  const subject = subjectOf(desk, contact);
  if (subject.held && reason !== 'after-restore') return err(onHold);
  const again = reason === 'after-restore' || reason === 'after-referral';
  const at = desk.clock.now();
  const run = { by: by.person, byName: by.name, at };
  if (!again && erasedRows(linesOf(desk, subject, { ...run, act: false })) === 0) return err(nothingThere);
  desk.erasures.add(subject.ids);
  const lines = desk.db.transaction(() => {
    const done = linesOf(desk, subject, { ...run, act: true });
    const complete = subject.openIntents.length === 0;
    for (const id of subject.ids)
      desk.db.run(
        erasureSql
          .insertInto('erasure')
          .values({ contact: id, at, by: by.person, by_name: by.name, reason, complete: complete ? 1 : 0, lines: JSON.stringify(done) }),
      );
    return done;
  });
  // The journal holds pages as they were before; secure_delete has overwritten them in the file only.
  desk.db.pragma('wal_checkpoint(TRUNCATE)');
  return ok({ contact, at, reason, complete: subject.openIntents.length === 0, lines });
};

/** Erasures of this file, newest first. */
export const erasuresOf = (desk: Pick<DeskContext, 'db'>, limit = 200) =>
  desk.db.all(erasureSql.selectFrom('erasure').selectAll().orderBy('at', 'desc').limit(limit));

/**
 * Carries out again what a restored database has forgotten, and finishes what waited for a referral to end. Runs when a desk opens, before
 * anybody reads it, in recovery too. Answers how many.
 */
export const reapplyErasures = (desk: DeskContext): number => {
  const last = desk.db.statement<[string], { readonly complete: number }>(
    'select complete from erasure where contact = ? order by at desc limit 1',
  );
  const desktop = { person: desk.profile.desk, name: 'This desk' };
  let done = 0;
  for (const contact of desk.erasures.read()) {
    const row = last.get(contact);
    if (row?.complete === 1) continue;
    if (row !== undefined && subjectOf(desk, contact).openIntents.length > 0) continue;
    const erased = erasePerson(desk, desktop, contact, row === undefined ? 'after-restore' : 'after-referral');
    if (erased.ok) done += 1;
  }
  return done;
};
