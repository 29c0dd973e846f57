import type { z } from 'zod';
import type { MarketingStanding, optInInput } from '../../contract/campaigns.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { contactUnknown } from '../contacts/refusals.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { OptInDocument } from '../../domain/marketing/records.ts';
import { nowOf } from '../crm/clocks.ts';
import { commitRecords, type CreateStep } from '../records/commit.ts';
import { readRecord } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { campaignSql, optInDefinition } from './campaign-records.ts';
import { isSuppressed } from './suppression.ts';

export type Standing = { readonly basis: 'express' | 'inferred'; readonly withdrawn: boolean };

/** Consent to marketing of contacts: the newest statement counts. Contacts without one are not in the answer. */
export const optInsOf = (desk: Pick<DeskContext, 'db'>, contacts: readonly string[]): ReadonlyMap<string, Standing> => {
  const rows = desk.db
    .statement<[string], { readonly contact: string; readonly basis: Standing['basis']; readonly withdrawn: number }>(
      'select contact, basis, withdrawn from marketing_opt_in where contact in (select value from json_each(?)) order by at, id',
    )
    .all(JSON.stringify(contacts));
  return new Map(rows.map(({ contact, basis, withdrawn }) => [contact, { basis, withdrawn: withdrawn === 1 }]));
};

const suppressedRefusal: Refusal = {
  status: 409,
  code: 'address-suppressed',
  title: 'This address asked to be left alone',
  detail: 'It is on the suppression list. Inferred consent cannot lift that; only the person can.',
  kept: 'Nothing was recorded.',
  next: 'If the person agreed again, record express consent and say how.',
};

const withdrawnRefusal: Refusal = {
  status: 409,
  code: 'marketing-withdrawn',
  title: 'This person withdrew consent to marketing',
  detail: 'Consent to marketing was withdrawn. Inferred consent cannot bring it back; only the person can.',
  kept: 'Nothing was recorded.',
  next: 'If the person agreed again, record express consent and say how.',
};

/** Steps that record consent to marketing of one contact. Errors: `contact-unknown`, `address-suppressed`, `marketing-withdrawn`. */
export const optInSteps = (
  desk: DeskContext,
  contact: string,
  input: z.output<typeof optInInput>,
): Result<readonly [CreateStep], Refusal> => {
  const held = contactById(desk.db, contact);
  if (held === undefined) return err(contactUnknown);
  const [email] = held.fields.emails;
  if (input.basis === 'inferred') {
    if (email !== undefined && isSuppressed(desk, email.address)) return err(suppressedRefusal);
    if (optInsOf(desk, [contact]).get(contact)?.withdrawn === true) return err(withdrawnRefusal);
  }
  const at = nowOf(desk);
  const document: OptInDocument = { contact, ...input, at, withdrawnAt: null };
  return ok([{ act: 'create', kind: 'marketing-consent', id: uuidV7(desk.entropy, at), document }]);
};

/** True when what stands says as much already: consent on the same basis, or express consent. */
export const alreadyAgreed = (desk: DeskContext, contact: string, basis: OptInDocument['basis']): boolean => {
  const standing = optInsOf(desk, [contact]).get(contact);
  return standing?.withdrawn === false && (standing.basis === basis || standing.basis === 'express');
};

/**
 * Records consent to marketing. Inferred consent is refused for an address on the suppression list and after a withdrawal; express consent is
 * recorded, and the address stays suppressed until somebody with the right takes it off. Errors: those of `optInSteps` and `commitRecords`.
 */
export const recordOptIn = (
  desk: DeskContext,
  person: SignedInPerson,
  contact: string,
  input: z.output<typeof optInInput>,
): Result<{ readonly undo: string; readonly id: string }, Refusal> => {
  const steps = optInSteps(desk, contact, input);
  if (!steps.ok) return steps;
  const done = commitRecords(desk, person, { words: 'Recorded consent to marketing' }, steps.value);
  return done.ok ? ok({ undo: done.value.undo, id: steps.value[0].id }) : done;
};

/** What is recorded about marketing to a contact. Errors: `contact-unknown`. */
export const marketingStandingOf = (desk: DeskContext, contact: string): Result<MarketingStanding, Refusal> => {
  const held = contactById(desk.db, contact);
  if (held === undefined) return err(contactUnknown);
  const newest = desk.db.get(
    campaignSql
      .selectFrom('marketing_opt_in')
      .select('id')
      .where('contact', '=', contact)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(1),
  );
  const stored = newest === undefined ? undefined : readRecord(desk.db, optInDefinition, newest.id);
  const address = held.fields.emails[0]?.address ?? null;
  return ok({
    consent:
      stored === undefined
        ? null
        : {
            basis: stored.document.basis,
            evidence: stored.document.evidence,
            at: stored.document.at,
            withdrawnAt: stored.document.withdrawnAt,
          },
    address,
    suppressed: address !== null && isSuppressed(desk, address),
  });
};
