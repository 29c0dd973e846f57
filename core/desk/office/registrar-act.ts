import { permits } from '../../domain/permission/permission.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { rolesAt } from '../../protocol/register/state.ts';
import type { Plan } from '../acts/plan.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { type AnyDraft, appendOwn } from '../ledger/compose.ts';
import { type Refusal, refuseToSign } from '../refusal.ts';
import { registrarOf } from './founding.ts';

const refused = (code: string, title: string, detail: string, next: string): Refusal => refuseToSign(code, 403, title, detail, next).error;

/** Why this person cannot act for the network office at this desk; null when they can. `title` says what only the office does. */
export const officeBarred = (desk: DeskContext, person: SignedInPerson, title: string): Refusal | null => {
  const register = registerOf(desk);
  if (register.office !== desk.profile.practice)
    return refused('not-the-office', title, 'This desk belongs to a member.', 'Write to the network office.');
  return permits(rolesAt(register.people.get(person.person), desk.ledger.size()), 'run-office')
    ? null
    : refused(
        'not-permitted',
        'Your role does not allow this',
        'It needs the permission "run-office".',
        'Ask a principal or approver of the office.',
      );
};

const registrarBarred = (desk: DeskContext, person: SignedInPerson, title: string): Refusal | null => {
  const barred = officeBarred(desk, person, title);
  if (barred !== null) return barred;
  return registrarOf(desk) === undefined
    ? refused(
        'not-the-registrar',
        'This desk does not hold the registrar’s key',
        'Only the desk that founded the network signs for it.',
        'Sign in at the office’s own desk.',
      )
    : null;
};

/**
 * A plan by which the registrar's key signs after a person of the office has read and confirmed it. `refuse` is asked again in the moment of
 * signing; `events` are signed in order, `store` runs with them in one transaction.
 */
export const registrarPlan = (
  desk: DeskContext,
  person: SignedInPerson,
  parts: Pick<Plan, 'words' | 'facts'> & {
    readonly warnings?: readonly string[];
    /** What only the office does, where a member asks for it. */
    readonly title?: string;
    readonly refuse?: () => Refusal | null;
    readonly events: readonly AnyDraft[];
    readonly store?: (hashes: readonly string[]) => void;
  },
): Result<Plan, Refusal> => {
  const refuse = (): Refusal | null =>
    registrarBarred(desk, person, parts.title ?? 'The network office decides about members') ?? parts.refuse?.() ?? null;
  const refused = refuse();
  if (refused !== null) return err(refused);
  return ok({
    words: parts.words,
    facts: parts.facts,
    ticks: [],
    warnings: parts.warnings ?? [],
    events: [],
    assertion: { need: 'none', why: null },
    check: refuse,
    // After commit, so that the high-water mark never runs ahead of the database.
    after: () => {
      const registrar = registrarOf(desk);
      if (registrar === undefined) throw new Error('the registrar’s key was there a moment ago');
      appendOwn(
        desk,
        registerOf(desk).net,
        registrar,
        parts.events.map((draft) => () => draft),
        parts.store,
      );
      return Promise.resolve();
    },
  });
};
