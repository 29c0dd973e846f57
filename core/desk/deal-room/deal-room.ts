import type { z } from 'zod';
import type { Changed } from '../../contract/crm.ts';
import type { DealRoom, dealFileInput, roomQuestion } from '../../contract/deal-room.ts';
import { activityWords } from '../../domain/crm/contact-work/activity.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { ok, type Result } from '../../domain/result.ts';
import { personHistory } from '../consents/person.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { commitSteps, heldRecord, newId } from '../crm/changes.ts';
import { nowOf } from '../crm/clocks.ts';
import { dealsOf } from '../crm/deal-board.ts';
import { ownersFor } from '../crm/owners.ts';
import { activityDefinition } from '../crm/records/activity-record.ts';
import { dealDefinition } from '../crm/records/deal-record.ts';
import { noteDefinition } from '../crm/records/note-record.ts';
import { peekGate, REFUSED_WORDS } from '../exits/gate-log.ts';
import { keepFile, keptFileName } from '../files/private-files.ts';
import { notPermitted } from '../permitted.ts';
import { recordUnknown } from '../records/refusals.ts';
import { recordsOf } from '../records/stored-record.ts';
import { dateIn } from '../referrals/calendar.ts';
import type { Refusal } from '../refusal.ts';
import { purposes } from '../verticals.ts';
import { dealFileDefinition } from './deal-file-record.ts';

/** The category of data that papers are; a consent has to name it before one may leave. */
const PAPERS = ['documents'] as const;

type Leaving = DealRoom['files'][number]['leaving'];

const NOT_ASKED: Leaving = { leaves: false, why: 'Choose a practice and a purpose first' };
const STAYS: Leaving = { leaves: false, why: 'What we wrote ourselves stays in the practice.' };

/** What the gate says about passing papers of this client; nothing is passed and nothing is logged by looking. */
const answerOf = (desk: DeskContext, contact: string, question: z.output<typeof roomQuestion>): DealRoom['answer'] => {
  const { recipient, purpose } = question;
  if (recipient === undefined || purpose === undefined) return null;
  const answer = peekGate(desk, { person: personHistory(desk, contact), recipient, purpose, fields: PAPERS });
  return answer.may
    ? {
        recipient,
        purpose,
        may: true,
        words: `Papers may be passed until ${formatDate(dateIn(desk.zone, answer.until))}.`,
        until: answer.until,
      }
    : { recipient, purpose, may: false, words: REFUSED_WORDS[answer.why], until: null };
};

const leavingOf = (answer: DealRoom['answer']): Leaving =>
  answer === null ? NOT_ASKED : { leaves: answer.may, why: answer.may ? answer.words : `Stays: ${answer.words}` };

/** Notes, activities and papers of a deal, and what of them may leave. Errors: `record-unknown`, `record-removed`. */
export const dealRoomOf = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  question: z.output<typeof roomQuestion>,
): Result<DealRoom, Refusal> => {
  const held = heldRecord(desk, dealDefinition, id);
  if (!held.ok) return held;
  const { contact } = held.value.document;
  const owners = ownersFor(desk, person);
  const deal = dealsOf(desk, owners, contact).find((one) => one.id === id);
  if (deal === undefined) return { ok: false, error: recordUnknown(dealDefinition) };
  const register = desk.ledger.register();
  const nameOf = (by: string): string => owners.nameOf(by) ?? 'Not recorded';
  const answer = answerOf(desk, contact, question);
  const ofDeal = <T extends { readonly document: { readonly deal: string | null } }>(records: readonly T[]): readonly T[] =>
    records.filter((record) => record.document.deal === id);
  return ok({
    deal,
    mayEdit: notPermitted(desk, person.person, 'work-deals') === null,
    notes: ofDeal(recordsOf(desk.db, noteDefinition, { subject: contact })).map((note) => ({
      id: note.id,
      revision: note.revision,
      text: note.document.text,
      at: note.document.at,
      by: nameOf(note.createdBy),
      leaving: STAYS,
    })),
    activities: ofDeal(recordsOf(desk.db, activityDefinition, { subject: contact })).map((activity) => ({
      id: activity.id,
      words: activityWords(activity.document),
      detail: activity.document.text,
      at: activity.document.at,
      leaving: STAYS,
    })),
    files: ofDeal(recordsOf(desk.db, dealFileDefinition, { subject: contact })).flatMap((paper) => {
      const file = keptFileName(desk, paper.document.file);
      if (file === undefined) return [];
      return [
        {
          id: paper.id,
          file: file.id,
          name: file.name,
          bytes: file.bytes,
          sha256: file.sha256,
          where: file.where,
          at: paper.document.at,
          by: nameOf(paper.createdBy),
          leaving: leavingOf(answer),
        },
      ];
    }),
    answer,
    practices: [...(register?.practices.values() ?? [])]
      .filter((practice) => practice.kind === 'member' && practice.practice !== desk.profile.practice)
      .map(({ practice, legalName }) => ({ practice, name: legalName })),
    purposes: purposes(desk).map(({ code, name }) => ({ code, name })),
  });
};

/** Keeps a paper of a deal. Errors: `record-unknown`, those of `keepFile` and `commitRecords`. */
export const addDealFile = (
  desk: DeskContext,
  person: SignedInPerson,
  deal: string,
  input: z.output<typeof dealFileInput>,
): Result<Changed, Refusal> => {
  const held = heldRecord(desk, dealDefinition, deal);
  if (!held.ok) return held;
  const refused = notPermitted(desk, person.person, 'work-deals');
  if (refused !== null) return { ok: false, error: refused };
  const { contact } = held.value.document;
  const kept = keepFile(desk, person, input.file, contact);
  if (!kept.ok) return kept;
  const document = { deal, contact, file: kept.value.id, name: kept.value.name, at: nowOf(desk) };
  return commitSteps(desk, person, `Kept the paper ${kept.value.name}`, [{ act: 'create', kind: 'deal-file', id: newId(desk), document }]);
};
