import type { z } from 'zod';
import type { MayIAnswer, mayIInput } from '../../contract/consent.ts';
import { categoryList, detailsOf } from '../../domain/consent/categories.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { consentOf } from '../../protocol/consent/belongs.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { askGate, REFUSED_WORDS } from '../exits/gate-log.ts';
import type { Refusal } from '../refusal.ts';
import { practiceName } from '../referrals/party.ts';
import { codeOf, dayOf } from './parts.ts';
import { personHistory } from './person.ts';

/** "May I share this person with that practice?": the gate's answer in words. Question and answer are kept privately. */
export const mayI = (desk: DeskContext, by: SignedInPerson, input: z.infer<typeof mayIInput>): Result<MayIAnswer, Refusal> => {
  const contact = contactById(desk.db, input.contact);
  if (contact === undefined)
    return err({
      status: 404,
      code: 'contact-unknown',
      title: 'This contact is not in the book',
      detail: 'It may have been removed or merged.',
      next: 'Choose the person again.',
    });
  const answer = askGate(desk, by, {
    person: personHistory(desk, input.contact),
    contact: input.contact,
    recipient: input.recipient,
    purpose: input.purpose,
    fields: input.categories,
    occasion: 'question',
  });
  const roots = new Set(
    answer.consents.flatMap((hash) => {
      const version = desk.ledger.known(hash);
      const root = version === undefined ? undefined : consentOf(version, desk.ledger.known);
      return root === undefined ? [] : [root.hash];
    }),
  );
  const consents = [...roots].map((hash) => ({ hash, code: codeOf(hash) }));
  const behind = answer.clockBehind ? ' This computer’s clock is behind the newest record held; the later time was taken.' : '';
  if (!answer.may)
    return ok({
      may: false,
      why: answer.why,
      words: `No. ${REFUSED_WORDS[answer.why]}${behind}`,
      until: null,
      weak: false,
      clockBehind: answer.clockBehind,
      consents,
      details: [],
    });
  return ok({
    may: true,
    why: 'valid',
    words: `Yes, until ${dayOf(desk, answer.until)}. You may pass ${practiceName(desk, input.recipient)} the ${categoryList(answer.fields)}, and nothing else.${answer.weak ? ' The consent was recorded by a practice; the client has not signed it.' : ''}${behind}`,
    until: answer.until,
    weak: answer.weak,
    clockBehind: answer.clockBehind,
    consents,
    details: [...detailsOf(contact.fields, answer.fields, '')],
  });
};
