import type { z } from 'zod';
import type { suppressionList, unsubscribed, unsubscribeInput } from '../../contract/campaigns.ts';
import { addressKey } from '../../domain/marketing/audience.ts';
import { codeIn } from '../../domain/marketing/message.ts';
import { parseEmail } from '../../domain/identity/email.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { contactSql } from '../contacts/tables.ts';
import type { Changed } from '../../contract/crm.ts';
import type { SuppressionDocument } from '../../domain/marketing/records.ts';
import { heldRecord, removeRecord } from '../crm/changes.ts';
import { commitRecords, type Step } from '../records/commit.ts';
import { readRecord, recordsOf } from '../records/stored-record.ts';
import { businessDue, dateIn } from '../referrals/calendar.ts';
import type { Refusal } from '../refusal.ts';
import { campaignMessageDefinition, campaignSql, suppressionDefinition } from './campaign-records.ts';

/** Business days within which a withdrawal has to count (Spam Act 2003 Sch 2 cl 6). */
const WITHDRAWAL_DAYS = 5;

/** True when an address is on the suppression list. */
export const isSuppressed = (desk: Pick<DeskContext, 'db'>, address: string): boolean =>
  desk.db.get(campaignSql.selectFrom('marketing_suppression').select('id').where('address', '=', addressKey(address)).limit(1)) !==
  undefined;

/** Every suppressed address. */
export const suppressedAddresses = (desk: Pick<DeskContext, 'db'>): ReadonlySet<string> =>
  new Set(desk.db.all(campaignSql.selectFrom('marketing_suppression').select('address')).map((row) => row.address));

const isLate = (desk: DeskContext, receivedAt: string, recordedAt: string): boolean => {
  const due = businessDue(desk, receivedAt, WITHDRAWAL_DAYS);
  return due !== null && dateIn(desk.zone, recordedAt) > due;
};

/** The suppression list, newest first. */
export const suppressions = (desk: DeskContext): z.infer<typeof suppressionList> => ({
  rows: recordsOf(desk.db, suppressionDefinition).map(({ id, document }) => ({
    id,
    address: document.address,
    reason: document.reason,
    receivedAt: document.receivedAt,
    recordedAt: document.recordedAt,
    late: isLate(desk, document.receivedAt, document.recordedAt),
  })),
});

const nobodyMeant: Refusal = {
  status: 404,
  code: 'unsubscribe-unknown',
  title: 'Nobody can be found by this',
  detail: 'It is neither the code of a message of this practice nor an e-mail address.',
  where: 'said',
  kept: 'Nothing was changed; whoever asked still gets messages.',
  next: 'Enter the address that the request came from.',
};
const notYet: Refusal = {
  status: 422,
  code: 'unsubscribe-later',
  title: 'The request cannot have come later than now',
  detail: 'The time it was received lies in the future.',
  where: 'receivedAt',
  kept: 'Nothing was changed.',
  next: 'Correct the time and save again.',
};

type Meant = { readonly address: string; readonly campaign: string | null; readonly contact: string | null };

const meantBy = (desk: DeskContext, said: string): Meant | null => {
  const code = codeIn(said);
  const row =
    code === null ? undefined : desk.db.get(campaignSql.selectFrom('campaign_message').selectAll().where('code', '=', code).limit(1));
  const message = row === undefined ? undefined : readRecord(desk.db, campaignMessageDefinition, row.id);
  if (message !== undefined)
    return { address: addressKey(message.document.address), campaign: message.document.campaign, contact: message.document.contact };
  const address = parseEmail(said);
  return address.ok ? { address: addressKey(address.value), campaign: null, contact: null } : null;
};

/** Contacts that have an address among their e-mails. */
const contactsWith = (desk: DeskContext, address: string): readonly string[] =>
  desk.db
    .all(
      contactSql
        .selectFrom('contact_key')
        .innerJoin('contact', 'contact.no', 'contact_key.contact')
        .select('contact.id')
        .where('contact_key.kind', '=', 'email')
        .where('contact_key.value', '=', address),
    )
    .map((row) => row.id);

const withdrawals = (desk: DeskContext, contacts: readonly string[], at: string): readonly Step[] =>
  contacts.length === 0
    ? []
    : desk.db
        .all(campaignSql.selectFrom('marketing_opt_in').select('id').where('contact', 'in', contacts).where('withdrawn', '=', 0))
        .map(({ id }): Step => ({ act: 'change', kind: 'marketing-consent', id, set: { withdrawnAt: at }, revision: null }));

/**
 * Records that somebody wants no more messages: the address goes on the suppression list and every consent to marketing of the contacts who
 * use it is withdrawn, at once. Saying it again changes nothing. Errors: `unsubscribe-unknown`, `unsubscribe-later`, those of `commitRecords`.
 */
export const unsubscribe = (
  desk: DeskContext,
  person: SignedInPerson,
  input: z.output<typeof unsubscribeInput>,
): Result<z.infer<typeof unsubscribed>, Refusal> => {
  const meant = meantBy(desk, input.said);
  if (meant === null) return err(nobodyMeant);
  const now = desk.clock.now();
  const receivedAt = input.receivedAt ?? now;
  if (receivedAt > now) return err(notYet);
  const contacts = contactsWith(desk, meant.address);
  const steps: Step[] = [
    ...(isSuppressed(desk, meant.address)
      ? []
      : [
          {
            act: 'create',
            kind: 'suppression',
            id: uuidV7(desk.entropy, now),
            document: {
              address: meant.address,
              reason: input.reason,
              receivedAt,
              recordedAt: now,
              contact: meant.contact,
              campaign: meant.campaign,
            },
          } as const,
        ]),
    ...withdrawals(desk, contacts, receivedAt),
  ];
  const done = commitRecords(desk, person, { words: 'Recorded an unsubscribe request' }, steps);
  if (!done.ok) return done;
  return ok({
    undo: done.value.operations === 0 ? null : done.value.undo,
    address: meant.address,
    contacts: contacts.length,
    due: businessDue(desk, receivedAt, WITHDRAWAL_DAYS),
    late: isLate(desk, receivedAt, now),
  });
};

const stillAsked: Refusal = {
  status: 409,
  code: 'suppression-stands',
  title: 'This address stays on the list',
  detail: 'Nobody who uses it has agreed to marketing again since the request came.',
  kept: 'Nothing was changed; the address gets no message.',
  next: 'When the person agrees again, record express consent on their page and say how; then take the address off.',
};

const agreedAgain = (desk: DeskContext, { address, receivedAt }: SuppressionDocument): boolean => {
  const contacts = contactsWith(desk, address);
  return (
    contacts.length > 0 &&
    desk.db.get(
      campaignSql
        .selectFrom('marketing_opt_in')
        .select('id')
        .where('contact', 'in', contacts)
        .where('basis', '=', 'express')
        .where('withdrawn', '=', 0)
        .where('at', '>', receivedAt)
        .limit(1),
    ) !== undefined
  );
};

/**
 * Takes an address off the suppression list, once somebody who uses it has agreed expressly after the request. Errors: `record-unknown`,
 * `suppression-stands`, those of `commitRecords`.
 */
export const liftSuppression = (desk: DeskContext, person: SignedInPerson, id: string): Result<Changed, Refusal> => {
  const held = heldRecord(desk, suppressionDefinition, id);
  if (!held.ok) return held;
  return agreedAgain(desk, held.value.document) ? removeRecord(desk, person, suppressionDefinition, id) : err(stillAsked);
};
