import type { PrivacyView } from '../../contract/privacy.ts';
import { dueAfter } from '../../domain/privacy/due.ts';
import { keptLines, type ErasureLine } from '../../domain/privacy/erasure.ts';
import type { RecordDocument } from '../../domain/record/operation.ts';
import { type LocalDate, parseLocalDate } from '../../domain/time/local-date.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { DeskContext } from '../context.ts';
import { keptFileName } from '../files/private-files.ts';
import { automatedDecisionsOn, limitOn, limitsOn, regimesOn } from '../legal/law.ts';
import type { RecordDefinition } from '../records/definition.ts';
import { recordsOf } from '../records/stored-record.ts';
import { dateIn } from '../referrals/calendar.ts';
import { erasuresOf } from '../rights/erase.ts';
import { classesOfContact } from './data-classes.ts';
import { documentVersions } from './documents.ts';
import {
  agreementFileDefinition,
  breachDefinition,
  legalHoldDefinition,
  overseasDefinition,
  referrerDefinition,
} from './privacy-records.ts';

const REASONS = {
  request: 'at the person’s request',
  retention: 'by retention',
  'after-restore': 'again, after a restore',
  'after-referral': 'the rest, after a referral ended',
} as const;

/** A date of a record. Throws for one that its schema did not take: a bug. */
export const dayOf = (text: string): LocalDate => {
  const day = parseLocalDate(text);
  if (!day.ok) throw new Error(`not a date: ${text}`);
  return day.value;
};

const entries = <T extends RecordDocument>(desk: DeskContext, definition: RecordDefinition<T>) =>
  recordsOf(desk.db, definition).map(({ id, revision, document }) => ({ ...document, id, revision }));

/** Breaches with the clock of their assessment. */
export const breachesOf = (desk: DeskContext): PrivacyView['breaches'] => {
  const today = dateIn(desk.zone, desk.clock.now());
  return entries(desk, breachDefinition).map((breach) => {
    const limit = limitOn(desk, 'breach-assess', breach.suspectedOn).value;
    return {
      ...breach,
      clock: dueAfter(dayOf(breach.suspectedOn), limit, today, breach.assessedOn === null ? null : dayOf(breach.assessedOn)),
    };
  });
};

/** The page Privacy: registers with their clocks, holds, erasures, automated decisions, documents, limits and texts of the law. */
export const privacyView = (desk: DeskContext): PrivacyView => {
  const today = dateIn(desk.zone, desk.clock.now());
  return {
    today,
    breaches: breachesOf(desk),
    overseas: entries(desk, overseasDefinition),
    referrers: entries(desk, referrerDefinition),
    agreements: entries(desk, agreementFileDefinition).map((one) => ({ ...one, where: keptFileName(desk, one.file)?.where ?? 'coming' })),
    holds: entries(desk, legalHoldDefinition).map((hold) => ({
      ...hold,
      name: contactById(desk.db, hold.contact)?.fields.displayName ?? 'a contact that is no longer in the book',
    })),
    erasures: erasuresOf(desk).map((row) => ({
      at: row.at,
      by: row.by_name,
      reason: REASONS[row.reason],
      complete: row.complete === 1,
      kept: keptLines(JSON.parse(row.lines) as readonly ErasureLine[]).map((line) => `${line.title}: ${line.words ?? ''}`),
    })),
    decisions: automatedDecisionsOn(desk, today).decisions.map((decision) => ({ ...decision, uses: [...decision.uses] })),
    limits: limitsOn(desk, today).map(({ code, words, value, unit, sources, confidence, review, effectiveFrom }) => ({
      code,
      words,
      value,
      unit,
      sources: [...sources],
      confidence,
      review,
      effectiveFrom,
    })),
    regimes: regimesOn(desk, today).map(({ regime, current }) => ({
      code: regime.code,
      name: regime.name,
      regulator: regime.regulator,
      version: current.version,
      effectiveFrom: current.effectiveFrom,
      confidence: current.confidence,
      review: current.review,
      texts: Object.fromEntries(Object.entries(current.texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]))),
    })),
    documents: documentVersions(desk),
    classes: classesOfContact().map((one) => ({ ...one, fields: [...one.fields] })),
  };
};
