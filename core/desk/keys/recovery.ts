import type { z } from 'zod';
import type { FileAnswer } from '../../contract/scalars.ts';
import type { batchCheckInput, freshKeysInput, recoveryView } from '../../contract/status.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { bytesToBase64, bytesToHex } from '../../protocol/bytes.ts';
import type { LoggedOf } from '../../protocol/event/event.ts';
import { keyRequest } from '../../protocol/register/key-request.ts';
import { parseCanonical } from '../../protocol/jcs.ts';
import { PAYLOAD_LIMITS, parseRecord } from '../../protocol/record.ts';
import { KEY_REQUEST_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { Mark } from '../ledger/high-water.ts';
import { raiseCounters } from '../referrals/labels.ts';
import { openFile } from '../exits/files.ts';
import type { Refusal } from '../refusal.ts';
import { deskKeysOf, newDeskSeeds, storeDeskKeys } from './desk-keys.ts';
import { type RequestFacts, signKeyRequest } from './first-run.ts';
import { readIdentity } from './identity.ts';
import { newPersonKey } from './person-keys.ts';
import { countsHereFrom } from './recovered-keys.ts';
import { openRecoveryFile, readRecoveryFile } from './recovery-file.ts';
import { parseRecoveryKey } from './recovery-key.ts';
import { copiedKey } from './copied-key.ts';
import { peopleSql } from './tables.ts';

export type RecoveryView = z.infer<typeof recoveryView>;
type Batch = { readonly batch: string; readonly label: string; readonly at: string };

const notInRecovery: Refusal = {
  status: 409,
  code: 'not-in-recovery',
  title: 'This desk is not in recovery',
  detail: 'Its ledger holds everything that it has acknowledged.',
  kept: 'Nothing was changed.',
};

/** Batches of this practice that the ledger holds as not settled: money may have moved for them since the backup was made. */
const unsettledBatches = (desk: DeskContext): readonly Batch[] => {
  const rows = desk.db.all(
    ledgerSql
      .selectFrom('event')
      .select(['hash'])
      .where('type', 'in', ['batch.prepared', 'batch.cancelled', 'bankline.matched'])
      .orderBy('idx'),
  );
  const batches = new Map<string, Batch>();
  for (const row of rows) {
    const hash = bytesToHex(row.hash);
    const event = desk.ledger.known(hash);
    const author = desk.ledger.author(hash);
    const own = author !== undefined && (author.kind === 'person' || author.kind === 'desk') && author.practice === desk.profile.practice;
    if (event === undefined || !own) continue;
    if (event.type === 'batch.prepared') batches.set(event.body.batch, batchOf(event));
    else if (event.type === 'batch.cancelled' || event.type === 'bankline.matched') batches.delete(event.body.batch);
  }
  return [...batches.values()];
};

const batchOf = (event: LoggedOf<'batch.prepared'>): Batch => ({
  batch: event.body.batch,
  label: event.body.label,
  at: event.at,
});

const headsOf = (desk: DeskContext, mark: Mark): readonly { readonly key: string; readonly n: number; readonly held: number }[] =>
  Object.entries(mark.heads).map(([key, n]) => ({ key, n, held: desk.ledger.head(key)?.n ?? -1 }));

/** Whether the register states the fresh keys that this recovery made and they count, so that the old ones are not needed again; else from when. */
const freshKeysStated = (desk: DeskContext): { readonly counting: boolean; readonly from: string | null } => {
  const fresh = desk.db.get(peopleSql.selectFrom('desk_key').select('key').where('use', '=', 'desk').where('state', '=', 'fresh'));
  const register = desk.ledger.register();
  const stated = fresh === undefined ? undefined : register?.keys.get(fresh.key);
  if (stated === undefined || stated.revokedAt !== null) return { counting: false, from: null };
  const from = stated.since === null ? null : countsHereFrom(desk, stated.event);
  return from === null || from <= desk.clock.now() ? { counting: true, from: null } : { counting: false, from };
};

/** How far a recovery is: what is still missing, and which batches a person has compared with the bank statement. */
export const recoveryViewOf = (desk: DeskContext, mark: Mark | null): RecoveryView => {
  const checks = new Map(desk.db.all(peopleSql.selectFrom('recovery_check').selectAll()).map((row) => [row.batch, row]));
  const batches =
    desk.recovery === null
      ? []
      : unsettledBatches(desk).map((batch) => ({
          ...batch,
          outcome: checks.get(batch.batch)?.outcome ?? null,
          note: checks.get(batch.batch)?.note ?? '',
        }));
  const heads = mark === null ? [] : headsOf(desk, mark);
  // Keys that somebody else signs with too are not caught up with: fresh ones take their place.
  const caughtUp = mark !== null && heads.every((head) => head.held >= head.n) && copiedKey(desk.db, desk.ledger) === null;
  const { counting: freshKeys, from: freshKeysFrom } = freshKeysStated(desk);
  return {
    active: desk.recovery !== null,
    why: desk.recovery?.why ?? '',
    acknowledged: mark === null ? null : { size: mark.size, heads: [...heads] },
    size: desk.ledger.size(),
    caughtUp,
    freshKeys,
    freshKeysFrom,
    batches,
    canEnd: desk.recovery !== null && (caughtUp || freshKeys) && batches.every((batch) => batch.outcome !== null),
  };
};

/** Keeps what a person found when they compared a batch with the bank statement; a later check replaces it. */
export const checkBatch = (
  desk: DeskContext,
  person: SignedInPerson,
  input: z.infer<typeof batchCheckInput>,
): Result<{ readonly ok: true }, Refusal> => {
  if (desk.recovery === null) return err(notInRecovery);
  if (!unsettledBatches(desk).some((batch) => batch.batch === input.batch))
    return err({
      status: 404,
      code: 'no-such-batch',
      title: 'This batch is not one to check',
      detail: 'It is settled, cancelled, or not in this ledger.',
      kept: 'Nothing was changed.',
    });
  if (input.outcome === 'differs' && input.note === '')
    return err({
      status: 422,
      code: 'note-missing',
      title: 'Say what differs',
      detail: 'Whoever releases the next batch has to know.',
      where: 'note',
      kept: 'Nothing was changed.',
      next: 'Write what the bank statement shows.',
    });
  const row = {
    batch: input.batch,
    outcome: input.outcome,
    note: input.note,
    person: person.person,
    checked_at: desk.clock.now(),
  };
  const { batch: _batch, ...rest } = row;
  desk.db.run(
    peopleSql
      .insertInto('recovery_check')
      .values(row)
      .onConflict((conflict) => conflict.column('batch').doUpdateSet(rest)),
  );
  return ok({ ok: true });
};

/**
 * Makes fresh keys for a person and the desk and the request for them (protocol §5.2, `replaces`). Whoever asks has shown the PIN of the old key
 * (`signedIn`) or, where the device secret is lost, the recovery key. Errors: not in recovery, not allowed, unknown person.
 */
export const makeFreshKeys = (
  desk: DeskContext,
  mark: Mark | null,
  signedIn: string | undefined,
  input: z.infer<typeof freshKeysInput>,
): Result<FileAnswer, Refusal> => {
  if (desk.recovery === null) return err(notInRecovery);
  const allowed = signedIn === input.person || opensByRecoveryKey(desk, input.recoveryKey);
  if (!allowed)
    return err({
      status: 403,
      code: 'not-proven',
      title: 'Fresh keys need a proof',
      detail: 'Sign in as this person, or type the recovery key of the desk.',
      kept: 'No key was made.',
      next: 'Sign in, or fetch the printed recovery key.',
    });
  const local = desk.db.get(peopleSql.selectFrom('local_person').selectAll().where('person', '=', input.person));
  const identity = readIdentity(desk.db);
  if (local === undefined || identity === undefined)
    return err({
      status: 404,
      code: 'no-such-person',
      title: 'This person has no key at this desk',
      detail: 'Keys are made at each desk.',
      kept: 'No key was made.',
    });
  const seeds = newDeskSeeds(desk.entropy);
  const keys = deskKeysOf(desk.primitives, desk.profile, seeds);
  const own = newPersonKey(desk, input.pin);
  const at = desk.clock.now();
  const roles = desk.ledger.register()?.people.get(input.person)?.roles.at(-1)?.roles ?? ['principal'];
  const facts: RequestFacts = {
    ...askedBefore(desk),
    person: { person: input.person, name: local.name, roles: [...roles] },
    replaces: replacedKeys(desk, mark),
  };
  const request = signKeyRequest(facts, own.signer, keys, at);
  desk.db.transaction(() => {
    desk.db.run(peopleSql.deleteFrom('desk_key').where('state', '=', 'fresh'));
    desk.db.run(peopleSql.deleteFrom('person_key').where('state', '=', 'fresh').where('person', '=', input.person));
    desk.db.run(peopleSql.insertInto('person_key').values({ ...own.stored, person: input.person, state: 'fresh', added_at: at }));
    storeDeskKeys(desk.db, desk, { named: desk.profile, seeds, recoveryKey: null, state: 'fresh', at });
    const value = bytesToBase64(request);
    desk.db.run(
      ledgerSql
        .insertInto('meta')
        .values({ name: 'recovery.request', value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value })),
    );
  });
  return ok(
    openFile(desk.primitives, {
      name: `${identity.abn}-fresh-keys.flip360-request`,
      mediaType: 'application/vnd.flip360.key-request',
      bytes: Uint8Array.from(request),
    }),
  );
};

const opensByRecoveryKey = (desk: DeskContext, typed: string | null): boolean => {
  const key = typed === null ? undefined : parseRecoveryKey(desk.primitives, typed);
  const file = key?.ok === true ? readRecoveryFile(desk.dataFolder) : null;
  return key?.ok === true && file !== null && openRecoveryFile(file, key.value) !== undefined;
};

/** What the first request said about practice and desk; GST and names may have changed since, which the register knows better. */
const askedBefore = (desk: DeskContext): Omit<RequestFacts, 'person' | 'replaces'> => {
  const record = parseRecord(readIdentity(desk.db)?.request ?? new Uint8Array(), desk.primitives, KEY_REQUEST_PAYLOAD_TYPE);
  const payload = record.ok ? parseCanonical(record.value.payloadBytes, PAYLOAD_LIMITS) : undefined;
  const { practice, kind, legalName, abn, gst, verticals, desk: own } = keyRequest.parse(payload?.ok === true ? payload.value : undefined);
  return { practice, kind, legalName, abn, gst, verticals, desk: own };
};

/** The keys of this desk with the highest place that the mark, or else the ledger, knows. */
const replacedKeys = (desk: DeskContext, mark: Mark | null): { key: string; n: number }[] => {
  const own = [
    ...desk.db.all(peopleSql.selectFrom('person_key').select('key').where('state', '=', 'current')),
    ...desk.db.all(peopleSql.selectFrom('desk_key').select('key').where('use', '=', 'desk').where('state', '=', 'current')),
  ];
  return own.map(({ key }) => ({ key, n: Math.max(mark?.heads[key] ?? -1, desk.ledger.head(key)?.n ?? -1) }));
};

/**
 * Records that a recovery is over and lets fresh keys take the place of the old ones, if the register states them. The caller then resets the
 * mark (`Runtime.endRecovery`). Error: something is still missing or unchecked.
 */
export const concludeRecovery = (desk: DeskContext, mark: Mark | null, person: SignedInPerson): Result<{ readonly ok: true }, Refusal> => {
  if (desk.recovery === null) return err(notInRecovery);
  const view = recoveryViewOf(desk, mark);
  if (!view.canEnd) {
    const open = view.batches.filter((batch) => batch.outcome === null).length;
    const detail =
      view.caughtUp || view.freshKeys
        ? `${open} ${open === 1 ? 'batch is' : 'batches are'} not compared with the bank statement.`
        : view.freshKeysFrom !== null
          ? `The network office has stated fresh keys; they count from ${view.freshKeysFrom} on, so that nobody can take a practice over unseen.`
          : 'Events that this desk has acknowledged are still missing, and the register does not state fresh keys.';
    return err({
      status: 409,
      code: 'recovery-open',
      title: 'The recovery is not over',
      detail,
      kept: 'The desk still signs nothing.',
      next: 'Open the exchange files of your counterparts: they hold what you sent. Then check every batch that is listed.',
    });
  }
  const { why } = desk.recovery;
  const root = bytesToHex(desk.ledger.root());
  desk.db.transaction(() => {
    if (!view.caughtUp) promoteFreshKeys(desk);
    raiseCounters(desk);
    desk.db.run(
      peopleSql.insertInto('recovery_done').values({
        at: desk.clock.now(),
        why,
        person: person.person,
        before_size: mark?.size ?? 0,
        before_root: mark?.root ?? '',
        after_size: desk.ledger.size(),
        after_root: root,
      }),
    );
    desk.db.run(peopleSql.deleteFrom('desk_key').where('state', '=', 'fresh'));
    desk.db.run(peopleSql.updateTable('person_key').set({ state: 'destroyed', wrapped: new Uint8Array() }).where('state', '=', 'fresh'));
  });
  return ok({ ok: true });
};

const promoteFreshKeys = (desk: DeskContext): void => {
  const fresh = desk.db.all(peopleSql.selectFrom('person_key').select('person').where('state', '=', 'fresh'));
  desk.db.run(peopleSql.updateTable('desk_key').set({ state: 'replaced' }).where('state', '=', 'current'));
  desk.db.run(peopleSql.updateTable('desk_key').set({ state: 'current' }).where('state', '=', 'fresh'));
  for (const { person } of fresh) {
    desk.db.run(peopleSql.updateTable('person_key').set({ state: 'replaced' }).where('state', '=', 'current').where('person', '=', person));
    desk.db.run(peopleSql.updateTable('person_key').set({ state: 'current' }).where('state', '=', 'fresh').where('person', '=', person));
  }
};
