import type { z } from 'zod';
import type { requestAnswer, requestInput, RequestView } from '../../contract/rights.ts';
import type { LimitCode } from '../../domain/legal/law-files.ts';
import { dueAfter } from '../../domain/privacy/due.ts';
import { err, type Result } from '../../domain/result.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { limitOn } from '../legal/law.ts';
import { dayOf } from '../privacy/privacy-view.ts';
import { type RightsRequest, rightsRequestDefinition } from '../privacy/privacy-records.ts';
import { addEntry, changeEntry, type Saved } from '../privacy/registers.ts';
import type { StoredRecord } from '../records/definition.ts';
import { recordUnknown } from '../records/refusals.ts';
import { readRecord, recordsOf } from '../records/stored-record.ts';
import { dateIn } from '../referrals/calendar.ts';
import type { Refusal } from '../refusal.ts';
import { recipientsOf } from './access.ts';
import { subjectOf } from './subject.ts';

const LIMITS: Readonly<Record<RightsRequest['right'], LimitCode>> = {
  access: 'access-answer',
  correction: 'correction-answer',
  erasure: 'erasure-answer',
};

const viewOf = (desk: DeskContext, { id, document }: StoredRecord<RightsRequest>): RequestView => {
  const { answeredAt, receivedOn } = document;
  const limit = limitOn(desk, LIMITS[document.right], receivedOn).value;
  const answered = answeredAt === null ? null : dateIn(desk.zone, answeredAt);
  return {
    ...document,
    downstream: [...document.downstream],
    id,
    name: contactById(desk.db, document.contact)?.fields.displayName ?? 'a contact that is no longer in the book',
    due: dueAfter(dayOf(receivedOn), limit, dateIn(desk.zone, desk.clock.now()), answered),
  };
};

/** Requests of people, of everybody or of one contact, with their clocks: open ones first, the most urgent at the top. */
export const requestsOf = (desk: DeskContext, contact?: string): readonly RequestView[] =>
  recordsOf(desk.db, rightsRequestDefinition, contact === undefined ? {} : { subject: contact })
    .map((stored) => viewOf(desk, stored))
    .toSorted((a, b) => ((a.state === 'open') === (b.state === 'open') ? (a.due.due < b.due.due ? -1 : 1) : a.state === 'open' ? -1 : 1));

const correctionMissing: Refusal = {
  status: 422,
  code: 'correction-missing',
  title: 'Say what is to be corrected',
  detail: 'A request for correction names the entry, and what it should say.',
  where: 'correction',
  kept: 'Nothing was saved.',
  next: 'Enter the field and the right value.',
};

/**
 * Takes a person's request in; its clock runs from the day it was received. A correction lists everybody who was given the person's details, so that
 * they can be told (APP 13.2). Errors: `correction-missing`, those of `commitRecords`.
 */
export const takeRequest = (desk: DeskContext, person: SignedInPerson, input: z.output<typeof requestInput>): Result<Saved, Refusal> => {
  if (input.right === 'correction' && input.correction === null) return err(correctionMissing);
  const received = input.right === 'correction' ? recipientsOf(desk, subjectOf(desk, input.contact)) : [];
  const told = new Map(received.map((one) => [one.name, { name: one.name, what: one.what.slice(0, 300), toldAt: null }]));
  return addEntry(desk, person, rightsRequestDefinition, {
    ...input,
    state: 'open',
    answeredAt: null,
    answer: '',
    downstream: [...told.values()],
  });
};

const identityFirst: Refusal = {
  status: 422,
  code: 'identity-first',
  title: 'Record how you know who this is',
  detail: 'A request is answered only after the person was identified.',
  where: 'identity',
  kept: 'The request is open as it was.',
  next: 'Choose how the person was identified, then answer.',
};
const answeredBefore: Refusal = {
  status: 409,
  code: 'answered-before',
  title: 'This request was answered already',
  detail: 'An answer is not given twice.',
  kept: 'The answer is as it was.',
  next: 'Take in a new request if the person asks again.',
};

/**
 * Answers a request, or refuses it with its reason. Only a request that the person takes back needs no identification.
 * Errors: `record-unknown`, `answered-before`, `identity-first`, those of `commitRecords`.
 */
export const answerRequest = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  input: z.output<typeof requestAnswer>,
): Result<Saved, Refusal> => {
  const held = readRecord(desk.db, rightsRequestDefinition, id);
  if (held === undefined) return err(recordUnknown(rightsRequestDefinition));
  if (held.document.state !== 'open') return err(answeredBefore);
  const identity = input.identity ?? held.document.identity;
  if (identity === null && input.state !== 'withdrawn') return err(identityFirst);
  const { state, answer } = input;
  return changeEntry(desk, person, rightsRequestDefinition, id, { state, answer, identity, answeredAt: desk.clock.now() }, null);
};

/** Notes that a recipient of the old value was told. Errors: `record-unknown`, those of `commitRecords`. */
export const toldDownstream = (desk: DeskContext, person: SignedInPerson, id: string, name: string): Result<Saved, Refusal> => {
  const held = readRecord(desk.db, rightsRequestDefinition, id);
  if (held === undefined) return err(recordUnknown(rightsRequestDefinition));
  const at = desk.clock.now();
  const downstream = held.document.downstream.map((one) => (one.name === name && one.toldAt === null ? { ...one, toldAt: at } : one));
  return changeEntry(desk, person, rightsRequestDefinition, id, { downstream }, null);
};

/** Answers every open request of one kind about a contact: handing the pack out, or erasing, is the answer. */
export const answerOpen = (
  desk: DeskContext,
  person: SignedInPerson,
  about: { readonly contact: string; readonly right: RightsRequest['right'] },
  identity: NonNullable<RightsRequest['identity']>,
  answer: string,
): void => {
  for (const request of requestsOf(desk, about.contact))
    if (request.state === 'open' && request.right === about.right)
      answerRequest(desk, person, request.id, { state: 'answered', answer, identity });
};
