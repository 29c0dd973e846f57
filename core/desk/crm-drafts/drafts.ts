import type { z } from 'zod';
import type { CrmDraft, crmDraftAnswers } from '../../contract/crm-drafts.ts';
import { referralDraft, type ReferralDraft } from '../../contract/network/crm.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { createContact } from '../contacts/book.ts';
import type { Refusal } from '../refusal.ts';
import { purposes } from '../verticals.ts';
import { crmDraftSql, type CrmDraftTables } from './tables.ts';

type Row = CrmDraftTables['crm_draft'];

const unknown: Refusal = {
  status: 404,
  code: 'draft-unknown',
  title: 'This draft is not here',
  detail: 'It was used or dismissed before, or never arrived.',
  next: 'Open the drafts again.',
};

const contentOf = ({ content }: Row): ReferralDraft | null => (content === null ? null : referralDraft.parse(JSON.parse(content)));

const nameOf = ({ kind, givenName, familyName, organisation }: ReferralDraft['client']): string =>
  (kind === 'person' ? `${givenName} ${familyName}`.trim() : organisation) || organisation || 'Somebody without a name';

const viewOf = (desk: DeskContext, row: Row): CrmDraft => {
  const draft = contentOf(row);
  const purpose = purposes(desk).find(({ code }) => code === draft?.purpose)?.name ?? '';
  return {
    id: row.id,
    at: row.at,
    name: draft === null ? 'A draft that cannot be read' : nameOf(draft.client),
    purpose: [purpose, draft?.purposeWords ?? ''].filter((part) => part !== '').join(': '),
    reference: draft?.reference ?? '',
    problem: row.problem,
    client: draft === null ? null : { emails: draft.client.emails, phones: draft.client.phones },
  };
};

const waitingRow = (desk: DeskContext, id: string): Row | undefined =>
  desk.db.get(crmDraftSql.selectFrom('crm_draft').selectAll().where('id', '=', id).where('state', '=', 'waiting'));

/** Drafts that nobody has dealt with, oldest first. */
export const waitingDrafts = (desk: DeskContext): readonly CrmDraft[] =>
  desk.db
    .all(crmDraftSql.selectFrom('crm_draft').selectAll().where('state', '=', 'waiting').orderBy('at').limit(500))
    .map((row) => viewOf(desk, row));

const handled = (desk: DeskContext, person: SignedInPerson, id: string, to: Pick<Row, 'state' | 'content' | 'contact'>): void => {
  desk.db.run(
    crmDraftSql
      .updateTable('crm_draft')
      .set({ ...to, handled_at: desk.clock.now(), handled_by: person.person })
      .where('id', '=', id),
  );
};

/**
 * Makes a contact of a draft, as if the person had typed it, and keeps of the draft only what the wizard begins with, in one transaction: no draft becomes
 * two contacts. Nothing is signed. Errors: not waiting, unreadable, or what the contact book refuses.
 */
export const useDraft = (desk: DeskContext, person: SignedInPerson, id: string): Result<{ readonly contact: string }, Refusal> => {
  const row = waitingRow(desk, id);
  const draft = row === undefined ? null : contentOf(row);
  if (draft === null) return err(unknown);
  const { client, ...rest } = draft;
  return desk.db.transaction(() => {
    const made = createContact(desk, person, { ...client, assuranceClient: false, doNotContact: false });
    if (!made.ok) return made;
    const bare = referralDraft.parse({ ...rest, client: {} });
    handled(desk, person, id, { state: 'used', content: JSON.stringify(bare), contact: made.value.id });
    return ok({ contact: made.value.id });
  });
};

/** Takes a draft away with what it said. Error: not waiting. */
export const dismissDraft = (desk: DeskContext, person: SignedInPerson, id: string): Result<{ readonly id: string }, Refusal> => {
  if (waitingRow(desk, id) === undefined) return err(unknown);
  handled(desk, person, id, { state: 'dismissed', content: null, contact: null });
  return ok({ id });
};

/** What the wizard begins with for a draft that was used. A purpose that the network does not know is left open. Error: no such draft. */
export const draftAnswers = (desk: DeskContext, id: string): Result<z.infer<typeof crmDraftAnswers>, Refusal> => {
  const row = desk.db.get(crmDraftSql.selectFrom('crm_draft').selectAll().where('id', '=', id).where('state', '=', 'used'));
  const draft = row === undefined ? null : contentOf(row);
  if (draft === null) return err(unknown);
  const purpose = purposes(desk).some(({ code }) => code === draft.purpose) ? (draft.purpose ?? '') : '';
  return ok({ purpose, purposeWords: draft.purposeWords, estimate: draft.estimate });
};
