import type { z } from 'zod';
import type { confirmKeysInput, keyRecovery } from '../../contract/desk.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { recoveryCountsFrom } from '../../protocol/register/recovery.ts';
import type { DeskFacts, PracticeFacts, Register } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { appendOwn, nextPlace, type AnyDraft } from '../ledger/compose.ts';
import type { Refusal } from '../refusal.ts';
import { peopleSql } from './tables.ts';

type Recovery = z.infer<typeof keyRecovery>;
type Confirmation = NonNullable<Recovery['confirmed']>;

const confirmationName = (event: string): string => `recovery.confirmed.${event}`;

const confirmationOf = (desk: DeskContext, event: string): Confirmation | null => {
  const row = desk.db.get(ledgerSql.selectFrom('meta').select('value').where('name', '=', confirmationName(event)));
  return row === undefined ? null : (JSON.parse(row.value) as Confirmation);
};

/** The instant from which on a desk takes what keys of a recovery sign: 72 hours by the office's clock and by its own (protocol §5.6). */
export const countsHereFrom = (desk: DeskContext, event: string): string | null => {
  const recovered = desk.ledger.event(event);
  if (recovered === undefined) return null;
  const later = recovered.at > recovered.seenAt ? recovered.at : recovered.seenAt;
  return recoveryCountsFrom(later);
};

/** The newest recovery of a practice, and whether somebody here has confirmed it; null where there was none. */
export const recoveryOf = (desk: DeskContext, practice: PracticeFacts): Recovery | null => {
  const event = practice.desks.findLast((stated) => stated.recovered !== null)?.recovered ?? null;
  const known = event === null ? undefined : desk.ledger.known(event);
  if (known?.type !== 'practice.recovered') return null;
  const register = registerOf(desk);
  const key = register.keys.get(known.body.personKey.key);
  return {
    event: known.hash,
    at: known.at,
    person: register.people.get(known.body.person)?.name ?? 'Not recorded',
    countsFrom: countsHereFrom(desk, known.hash) ?? known.at,
    objected: key?.event === known.hash && key.revokedAt !== null,
    confirmed: confirmationOf(desk, known.hash),
  };
};

/** Keys of a desk to which something may be sealed: the newest that the practice stated itself or that somebody here has confirmed with it. */
export const sealingKeys = (desk: DeskContext, practice: PracticeFacts): DeskFacts | undefined =>
  practice.desks.findLast((stated) => stated.recovered === null || confirmationOf(desk, stated.recovered) !== null);

/** Keeps that a person has confirmed the fresh keys of a practice with it, and how. Errors: no such recovery, the practice objected. */
export const confirmRecoveredKeys = (
  desk: DeskContext,
  person: Pick<SignedInPerson, 'name'>,
  input: z.infer<typeof confirmKeysInput>,
): Result<Recovery, Refusal> => {
  const practice = registerOf(desk).practices.get(input.practice);
  const recovery = practice === undefined ? null : recoveryOf(desk, practice);
  if (practice === undefined || recovery === null || recovery.event !== input.event)
    return err({
      status: 404,
      code: 'no-such-recovery',
      title: 'There are no such fresh keys',
      detail: 'The register states none, or newer ones.',
      kept: 'Nothing was changed.',
      next: 'Look at the practice again.',
    });
  if (recovery.objected)
    return err({
      status: 409,
      code: 'recovery-objected',
      title: 'The practice objected to these keys',
      detail: `${practice.legalName} revoked the key that the network office stated.`,
      kept: 'Nothing was changed.',
      next: 'Telephone the practice and the network office.',
    });
  const value = JSON.stringify({ by: person.name, at: desk.clock.now(), how: input.how } satisfies Confirmation);
  desk.db.run(
    ledgerSql
      .insertInto('meta')
      .values({ name: confirmationName(recovery.event), value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value })),
  );
  return ok({ ...recovery, confirmed: confirmationOf(desk, recovery.event) });
};

/** Keys of this desk that fresh ones replaced and that the register still lets sign. */
const unretired = (desk: DeskContext, register: Register): readonly string[] => {
  const replaced = [
    ...desk.db.all(peopleSql.selectFrom('person_key').select('key').where('state', '=', 'replaced')),
    ...desk.db.all(peopleSql.selectFrom('desk_key').select('key').where('use', '=', 'desk').where('state', '=', 'replaced')),
  ];
  return replaced.flatMap(({ key }) => {
    const stated = register.keys.get(key);
    return stated !== undefined && stated.revokedAt === null && stated.retiredAt === null ? [key] : [];
  });
};

/**
 * Ends the keys that a recovery replaced, at the highest place that anyone showed this desk (`key.retired`), by the fresh key of a
 * principal who signs in. Does nothing where nothing is left to end or the person may not.
 */
export const retireReplacedKeys = (desk: DeskContext, person: SignedInPerson): void => {
  const register = desk.ledger.register();
  if (register === null || desk.recovery !== null) return;
  const keys = unretired(desk, register);
  const own = register.keys.get(person.signer.key);
  const roles = register.people.get(person.person)?.roles.at(-1)?.roles ?? [];
  if (keys.length === 0 || own === undefined || own.retiredAt !== null || own.revokedAt !== null || !roles.includes('principal')) return;
  const { practice } = desk.profile;
  const drafts = keys.map((key): (() => AnyDraft) => () => {
    const { n, prev } = nextPlace(desk, key);
    return n === 0
      ? { type: 'key.revoked', body: { practice, key, reason: 'lost-device' } }
      : { type: 'key.retired', body: { practice, key, n: n - 1, hash: prev } };
  });
  appendOwn(desk, register.net, person.signer, drafts);
};
