import type { BulkAct } from '../../../contract/contact-list.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import { alreadyAgreed, optInSteps } from '../../campaigns/opt-ins.ts';
import { stagePlan } from '../../crm/stages.ts';
import { notPermitted } from '../../permitted.ts';
import type { Step } from '../../records/commit.ts';
import { readRecord } from '../../records/stored-record.ts';
import type { Refusal } from '../../refusal.ts';
import { contactDefinition } from '../contact-record.ts';
import { ownersOfContacts } from '../list/options.ts';
import { contactUnknown } from '../refusals.ts';

/** One act as steps for each contact. A contact that is so already has no steps; one that it does not fit is refused with the reason. */
export type BulkPlan = {
  readonly words: (count: number) => string;
  readonly stepsFor: (contact: string) => Result<readonly Step[], Refusal>;
};

const counted = (count: number): string => `${count.toLocaleString('en-AU')} ${count === 1 ? 'contact' : 'contacts'}`;

const ownerUnknown: Refusal = {
  status: 422,
  code: 'owner-unknown',
  title: 'Nobody of this practice is called that',
  detail: 'An owner is a person of the practice or a seat of a workspace.',
  kept: 'Nothing was changed.',
  next: 'Choose an owner from the list.',
};

const assign = (desk: DeskContext, person: SignedInPerson, owner: string | null): Result<BulkPlan, Refusal> => {
  const refused = notPermitted(desk, person.person, 'assign-contacts');
  if (refused !== null) return err(refused);
  const known = owner === null ? { name: 'nobody' } : ownersOfContacts(desk, person).find((one) => one.code === owner);
  if (known === undefined) return err(ownerUnknown);
  return ok({
    words: (count) => `Assigned ${counted(count)} to ${known.name}`,
    stepsFor: (contact) => changing(desk, contact, (document) => (document.owner === owner ? null : { owner })),
  });
};

const changing = (
  desk: DeskContext,
  contact: string,
  set: (
    document: NonNullable<ReturnType<typeof readContact>>['document'],
  ) => Readonly<Record<string, string | null | readonly string[]>> | null,
): Result<readonly Step[], Refusal> => {
  const held = readContact(desk, contact);
  if (held === undefined) return err(contactUnknown);
  const fields = set(held.document);
  return ok(fields === null ? [] : [{ act: 'change', kind: 'contact', id: contact, set: fields, revision: null }]);
};

const readContact = (desk: DeskContext, contact: string) => {
  const held = readRecord(desk.db, contactDefinition, contact);
  return held === undefined || held.removedAt !== null ? undefined : held;
};

const tag = (desk: DeskContext, person: SignedInPerson, name: string, add: boolean): Result<BulkPlan, Refusal> => {
  const refused = notPermitted(desk, person.person, 'edit-contacts');
  if (refused !== null) return err(refused);
  return ok({
    words: (count) => (add ? `Tagged ${counted(count)} ${name}` : `Took the tag ${name} from ${counted(count)}`),
    stepsFor: (contact) =>
      changing(desk, contact, ({ tags }) =>
        tags.includes(name) === add ? null : { tags: add ? [...tags, name] : tags.filter((one) => one !== name) },
      ),
  });
};

const agreeing = (
  desk: DeskContext,
  person: SignedInPerson,
  consent: Omit<Extract<BulkAct, { readonly act: 'marketing-consent' }>, 'act'>,
): Result<BulkPlan, Refusal> => {
  const refused = notPermitted(desk, person.person, 'edit-contacts');
  if (refused !== null) return err(refused);
  return ok({
    words: (count) => `Recorded consent to marketing of ${counted(count)}`,
    stepsFor: (contact) => (alreadyAgreed(desk, contact, consent.basis) ? ok([]) : optInSteps(desk, contact, consent)),
  });
};

/** Reads an act for this desk and person. Errors: `not-permitted`, `owner-unknown`, those of a change of stage. */
export const planOf = (desk: DeskContext, person: SignedInPerson, act: BulkAct): Result<BulkPlan, Refusal> => {
  switch (act.act) {
    case 'assign':
      return assign(desk, person, act.owner);
    case 'tag':
      return tag(desk, person, act.tag, true);
    case 'untag':
      return tag(desk, person, act.tag, false);
    case 'marketing-consent':
      return agreeing(desk, person, { basis: act.basis, evidence: act.evidence });
    case 'stage': {
      const plan = stagePlan(desk, person, { to: act.stage, reason: act.reason, despite: act.despite });
      return plan.ok ? ok({ words: (count) => `Moved ${counted(count)} to ${plan.value.stage}`, stepsFor: plan.value.stepsFor }) : plan;
    }
  }
};
