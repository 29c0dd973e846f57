import type { RetentionDone, RetentionPreview } from '../../contract/privacy.ts';
import { addDays, type LocalDate } from '../../domain/time/local-date.ts';
import { retentionOf, type RetentionPeriods, yearsAfter } from '../../domain/privacy/retention.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import { notPermitted } from '../permitted.ts';
import { commitRecords } from '../records/commit.ts';
import { dateIn } from '../referrals/calendar.ts';
import type { Refusal } from '../refusal.ts';
import { erasePerson } from '../rights/erase.ts';
import { blank, clear } from '../rights/source.ts';
import { subjectOf } from '../rights/subject.ts';
import { settingOf } from '../settings/store.ts';
import { retentionSetting } from './privacy-settings.ts';

type Candidate = { readonly contact: string; readonly name: string; readonly last: string; readonly removed: string | null };
type Due = { readonly contact: string; readonly name: string; readonly act: 'remove' | 'erase'; readonly since: LocalDate };
type Weighed = { readonly due: readonly Due[]; readonly held: number; readonly openReferral: number; readonly inTime: number };

/** Entries that a preview names; the numbers count all. */
const SHOWN = 200;

/**
 * Contacts whose own last change is old enough to be looked at: what else happened about them is read for these alone. A removed contact waits in
 * `record`; one that was merged is part of the contact that remained, and goes with it.
 */
const CANDIDATES = `
select id as contact, name, updated_at as last, null as removed from contact where updated_at < ?
union all
select id, json_extract(document, '$.displayName'), updated_at, removed_at from record where kind = 'contact' and removed_at is not null and removed_at < ?
  and id not in (select merged from contact_redirect)`;

const lastActivity = (desk: DeskContext, contact: string, own: string): string =>
  desk.db
    .statement<[string, string], { readonly at: string | null }>(
      'select max(at) as at from (select at from operation where subject = ? union all select at from client_link where contact = ?)',
    )
    .get(contact, contact)?.at ?? own;

const weigh = (desk: DeskContext, periods: RetentionPeriods, today: LocalDate): Weighed => {
  const latest = (days: LocalDate): string => `${days}T23:59:59.999Z`;
  const candidates = desk.db
    .statement<[string, string], Candidate>(CANDIDATES)
    .all(latest(yearsAfter(today, -periods.recordYears)), latest(addDays(today, -periods.removedDays)));
  const due: Due[] = [];
  const kept = { 'legal-hold': 0, 'open-referral': 0, 'in-time': 0, waiting: 0 };
  for (const { contact, name, last, removed } of candidates) {
    const subject = subjectOf(desk, contact);
    const decision = retentionOf(
      {
        lastActivity: dateIn(desk.zone, lastActivity(desk, contact, last)),
        removedOn: removed === null ? null : dateIn(desk.zone, removed),
        hold: subject.held,
        openReferral: subject.openIntents.length > 0,
      },
      periods,
      today,
    );
    if (decision.act === 'keep') kept[decision.why] += 1;
    else due.push({ contact, name, act: decision.act, since: decision.since });
  }
  const all = desk.db.statement<[], { readonly n: number }>('select count(*) as n from contact').get()?.n ?? 0;
  const removing = due.filter((one) => one.act === 'remove').length;
  return {
    due,
    held: kept['legal-hold'],
    openReferral: kept['open-referral'],
    inTime: Math.max(all - removing - kept['legal-hold'] - kept['open-referral'], 0) + kept.waiting,
  };
};

const AUDITS = ['disclosure_check', 'exit_log', 'contact_export'] as const;

const logs = (desk: DeskContext, act: boolean, before: string): number =>
  AUDITS.reduce((sum, table) => sum + clear(desk.db, act, table, 'at < ?', [before]), 0);

const importFiles = (desk: DeskContext, act: boolean, before: string): number =>
  blank(desk.db, act, 'import_batch', "original = null, original_kind = 'removed'", 'original is not null and at < ?', [before]);

const limitsOf = (periods: RetentionPeriods, today: LocalDate) => ({
  logs: `${yearsAfter(today, -periods.auditYears)}T00:00:00.000Z`,
  imports: `${addDays(today, -periods.importDays)}T00:00:00.000Z`,
});

/** What retention would do today, and to whom first. Reads only. */
export const retentionPreview = (desk: DeskContext): RetentionPreview => {
  const periods = settingOf(desk, retentionSetting);
  const today = dateIn(desk.zone, desk.clock.now());
  const { due, held, openReferral, inTime } = weigh(desk, periods, today);
  const limits = limitsOf(periods, today);
  return {
    today,
    periods,
    remove: due.filter((one) => one.act === 'remove').length,
    erase: due.filter((one) => one.act === 'erase').length,
    held,
    openReferral,
    inTime,
    imports: importFiles(desk, false, limits.imports),
    logs: logs(desk, false, limits.logs),
    first: due.slice(0, SHOWN),
  };
};

/**
 * Applies retention as a job: contacts past their time leave the book and can return for the window; what waited out the window is erased for good; old
 * files and logs go. Cancelling keeps what is done, each contact whole. Errors: `not-permitted`, `recovery`.
 */
export const applyRetention = async (
  desk: DeskContext,
  person: SignedInPerson,
  control: JobControl,
): Promise<Result<RetentionDone, Refusal>> => {
  const refused = notPermitted(desk, person.person, 'manage-privacy');
  if (refused !== null) return err(refused);
  const periods = settingOf(desk, retentionSetting);
  const today = dateIn(desk.zone, desk.clock.now());
  const { due } = weigh(desk, periods, today);
  const done = { remove: 0, erase: 0, kept: 0 };
  for (const [at, one] of due.entries()) {
    if (control.cancelled()) break;
    const applied =
      one.act === 'erase'
        ? erasePerson(desk, person, one.contact, 'retention')
        : commitRecords(desk, person, { words: 'Removed by retention', program: true }, [
            { act: 'remove', kind: 'contact', id: one.contact },
          ]);
    if (!applied.ok && applied.error.code === 'recovery') return err(applied.error);
    done[applied.ok ? one.act : 'kept'] += 1;
    control.progress(at + 1, due.length, one.act === 'erase' ? 'Erasing' : 'Removing');
    await control.breathe();
  }
  const limits = limitsOf(periods, today);
  const cleared = desk.db.transaction(() => ({
    imports: importFiles(desk, true, limits.imports),
    logs: logs(desk, true, limits.logs),
  }));
  return ok({ ...done, ...cleared });
};
