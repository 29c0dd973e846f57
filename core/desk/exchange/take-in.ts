import type { z } from 'zod';
import type { exchangeImported } from '../../contract/desk.ts';
import { parseRuleVersion, ruleVersionBytes, ruleVersionHash } from '../../domain/commission/rule-version.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { eventWords } from '../../domain/wording/event-words.ts';
import { utf8Decode } from '../../protocol/bytes.ts';
import type { AnyEvent } from '../../protocol/event/event.ts';
import { readEvent } from '../../protocol/event/read.ts';
import type { Register } from '../../protocol/register/state.ts';
import type { DeskContext } from '../context.ts';
import type { Offered } from '../ledger/offered.ts';
import type { Outcome } from '../ledger/outcome.ts';
import { signerWords } from '../ledger/ledger-views.ts';
import { NETWORK_CHECKPOINT, notePeerCheckpoint } from '../network/peer-checkpoints.ts';
import type { Refusal } from '../refusal.ts';
import { keepWaiting, takeAttachment, takeWaitingAttachments } from './attachments.ts';
import { raiseCounter } from './counters.ts';
import { checkFileKey, type OpenedExchange } from './open-file.ts';
import { type Numbers, numberWords } from './numbers.ts';
import { passOnNewer } from './pass-on.ts';
import { noteCheckpoint, noteConfirmation } from './peer.ts';
import { type FileRefusal, refuseFile } from './refusals.ts';
import { exchangeSql } from './tables.ts';
import { keepTickets } from './tickets.ts';

export type Imported = z.infer<typeof exchangeImported>;
type EventRow = Imported['events'][number];

/** Undoes the transaction and carries what was found out of it: a preview is an import that is taken back. */
class Undo extends Error {
  readonly found: Result<Imported, Refusal>;
  constructor(found: Result<Imported, Refusal>) {
    super('undone');
    this.found = found;
  }
}

/** How something came: where it stands among what its sender sent, and what is kept of its coming. Runs inside the transaction. */
export type Way = {
  readonly numbers: (desk: DeskContext, opened: OpenedExchange, missing: string[]) => Numbers;
  readonly keep: (desk: DeskContext, opened: OpenedExchange, numbers: Numbers) => void;
};

/** What else must hold once the records are judged, before anything counts; used when a desk takes its first register. */
export type Condition = (register: Register | null) => Refusal | null;

/**
 * Takes an opened file in, or shows what taking it in would do: both run the same code in one transaction, and a preview is undone. Errors: a
 * file whose own records do not state the key that signed it, or that `condition` refuses; then nothing is kept.
 */
export const takeIn = (
  desk: DeskContext,
  opened: OpenedExchange,
  mode: 'preview' | 'import',
  condition: Condition = () => null,
  way: Way = fileWay,
): Result<Imported, Refusal> => {
  let found: Imported | undefined;
  const ended = opened.key === 'ended' ? opened.sealed.record.signature.keyid : undefined;
  try {
    const before = desk.ledger.size();
    const judged = (outcomes: readonly Outcome[]): void => {
      const refused = standing(desk, opened, condition);
      if (refused !== null) throw new Undo(err(refused));
      found = follow(desk, opened, outcomes, { before, unreadable: opened.body.records.length - opened.records.length, way });
      if (mode === 'preview') throw new Undo(ok(found));
    };
    desk.ledger.accept(opened.records, opened.sealed.id, judged, ended);
  } catch (error) {
    if (error instanceof Undo) return error.found;
    throw error;
  }
  if (found === undefined) throw new Error('the ledger did not say what became of the file');
  return ok(found);
};

/** A key that the file itself introduces counts only if the register states it now. */
const standing = (desk: DeskContext, opened: OpenedExchange, condition: Condition): Refusal | null => {
  const register = desk.ledger.register();
  const refuse = (failure: FileRefusal): Refusal => refuseFile(failure, opened.name);
  const unmet = condition(register);
  if (unmet !== null) return unmet;
  if (register?.practices.has(opened.sealed.header.from) !== true) return refuse({ code: 'exchange.sender-unknown' });
  if (opened.key !== 'unknown') return null;
  const key = checkFileKey(desk, register, opened.sealed);
  if (!key.ok) return refuse(key.error);
  // Its own records state the key and end it again: what was judged as if the key counted is taken back.
  if (key.value === 'ended')
    return refuse({ code: 'exchange.key-revoked', from: register.practices.get(opened.sealed.header.from)?.legalName ?? '' });
  return key.value === 'counts' ? null : refuse({ code: 'exchange.key-unknown' });
};

type Count = { readonly before: number; readonly unreadable: number; readonly way: Way };

const follow = (desk: DeskContext, opened: OpenedExchange, outcomes: readonly Outcome[], count: Count): Imported => {
  const { header, id } = opened.sealed;
  const missing: string[] = [];
  const numbers = count.way.numbers(desk, opened, missing);
  const events = outcomes.map((outcome, position) => rowOf(desk, opened.records[position] ?? new Uint8Array(), outcome));
  if (count.unreadable > 0) missing.push(`${counted(count.unreadable, 'record')} could not be read and were left out.`);
  const counts = opened.key !== 'ended';
  if (!counts) missing.push(ENDED);
  const documents = counts ? keepRules(desk, opened, missing) : [];
  const tickets = counts ? keepTickets(desk, opened.body.tickets) : { refused: 0 };
  if (tickets.refused > 0) missing.push(`${counted(tickets.refused, 'log ticket')} did not verify and were left out.`);
  const attachments = counts ? openAttachments(desk, opened, documents, missing) : keepForLater(desk, opened);
  missing.push(...takeWaitingAttachments(desk).map((why) => `Left out: ${why}.`));
  for (const row of events) if (row.state === 'waiting') missing.push(`${row.words} waits: ${row.why ?? ''}.`);
  if (counts) {
    noteStreams(desk, header.from, outcomes);
    noteConfirmation(desk, opened, numbers.newest, missing);
    noteCheckpoint(desk, opened, numbers.newest, missing);
    missing.push(...networkCheckpoints(desk, opened));
  }
  count.way.keep(desk, opened, numbers);
  const size = desk.ledger.size();
  if (size - count.before !== outcomes.length || !outcomes.every(isKnown)) passOnNewer(desk, count.before, size, header.from);
  const state = (wanted: EventRow['state']): number => events.filter((row) => row.state === wanted).length;
  return {
    from: desk.ledger.register()?.practices.get(header.from)?.legalName ?? header.from,
    seq: header.seq,
    sealedAt: header.at,
    expected: numbers.words,
    events,
    attachments,
    documents,
    missing,
    accepted: size - count.before - state('void') - outcomes.filter(isBeside).length,
    already: state('held'),
    refused: state('refused') + count.unreadable,
    conflicts: state('conflict'),
    kept: heldFrom(desk, id),
    referrals: [...desk.ledger.rows.intentsBetween(count.before, size)],
  };
};

const ENDED =
  'The key that signed this had ended. An event in it counts where the network log shows that it stood before that, or once it comes another way; what came with it waits for its event. Rules, tickets, confirmations and checkpoints were left out.';

/**
 * What came with events in a paper whose key had ended is kept for those that are held and do not count yet; it is opened once they do. Under the id of this
 * paper: it takes nothing's place that an honest paper brings. Answers 0: nothing is opened now.
 */
const keepForLater = (desk: DeskContext, { attachments, sealed: { id: paper, header } }: OpenedExchange): number => {
  for (const { id, event, plaintext } of attachments)
    if (plaintext !== null && desk.ledger.voidOf(event) !== undefined)
      keepWaiting(desk, { id: `${paper} ${id}`, event, plaintext, sender: header.from, source: paper });
  return 0;
};

/** Kept beside another event that stands in its place. */
const isBeside = (outcome: Outcome): boolean => outcome.outcome === 'conflict';

/** Accepted, and of a type that this program knows. */
const isKnown = (outcome: Outcome): boolean => outcome.outcome === 'accepted' && outcome.event.known;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const sameIdWords = (other: string): string =>
  `event ${other.slice(0, 16)}…, held before, bears the same id; both are kept and count, because an event is known by its hash (event.conflict)`;

const eventOf = (desk: DeskContext, offered: Offered, outcome: Outcome): AnyEvent | undefined => {
  if (outcome.outcome === 'accepted') return outcome.event;
  const read = offered instanceof Uint8Array ? readEvent(offered, desk.primitives) : offered.read;
  return read.ok ? read.value.event : undefined;
};

const rowOf = (desk: DeskContext, offered: Offered, outcome: Outcome): EventRow => {
  const event = eventOf(desk, offered, outcome);
  const about = {
    type: event?.type ?? 'unreadable',
    words: event === undefined ? 'A record that does not read' : eventWords(event),
    signer: event === undefined ? 'Unknown' : signerWords(desk, event.stream),
    at: event?.at ?? desk.clock.now(),
  };
  switch (outcome.outcome) {
    case 'accepted':
      return {
        ...about,
        state: outcome.sameId !== null ? 'conflict' : outcome.event.known ? 'new' : 'newer-version',
        why: outcome.sameId === null ? null : sameIdWords(outcome.sameId),
      };
    case 'already':
      return { ...about, state: 'held', why: null };
    case 'void':
      // What it rests on may have come later in the same file.
      if (desk.ledger.voidOf(outcome.event.hash) === undefined) return { ...about, state: 'new', why: null };
      return {
        ...about,
        state: 'void',
        why: `${outcome.why} (${outcome.code}); it is kept, and counts should the network log show that it stands before that`,
      };
    case 'waiting':
      // What it waited for may have come later in the same file.
      if (desk.ledger.event(outcome.hash) !== undefined) return { ...about, state: 'new', why: null };
      return { ...about, state: 'waiting', why: `${outcome.why} (${outcome.code})` };
    case 'conflict':
      return {
        ...about,
        state: 'conflict',
        why: `its signer signed another event at its place of its stream, or at that of one it follows (${outcome.other.slice(0, 16)}…); both are kept, and the one logged first counts (event.conflict)`,
      };
    case 'refused':
      return { ...about, state: 'refused', why: `${outcome.why} (${outcome.code})` };
  }
};

/** Contents of rules whose hash the register states. */
const keepRules = (desk: DeskContext, opened: OpenedExchange, missing: string[]): string[] => {
  const kept: string[] = [];
  const rules = desk.ledger.register()?.rules;
  for (const document of opened.body.documents) {
    if (['received', 'checkpoint', NETWORK_CHECKPOINT].includes(document.kind)) continue;
    const rule = document.kind === 'rule' ? parseRuleVersion(document.content) : undefined;
    const hash = rule?.ok === true ? ruleVersionHash(rule.value) : '';
    if (rule === undefined) missing.push(`A paper of the kind "${document.kind}" comes from a newer version and was left out.`);
    else if (!rule.ok || rules?.has(hash) !== true)
      missing.push('The content of a rule is not one that the register states, and was left out.');
    else {
      const text = utf8Decode(ruleVersionBytes(rule.value));
      if (text.ok)
        desk.db.run(
          exchangeSql
            .insertInto('rule_content')
            .values({ hash, content: text.value })
            .onConflict((conflict) => conflict.column('hash').doNothing()),
        );
      kept.push(`Rule: ${rule.value.name}, version ${rule.value.version}`);
    }
  }
  return kept;
};

/** Opens attachments against the commitments of their events; answers how many hold something. */
const openAttachments = (desk: DeskContext, opened: OpenedExchange, documents: string[], missing: string[]): number => {
  let stored = 0;
  for (const { id, event, plaintext } of opened.attachments) {
    if (plaintext === null) {
      missing.push('An attachment does not open with the keys of this desk and was left out.');
      continue;
    }
    const outcome = takeAttachment(desk, {
      id,
      event,
      plaintext,
      sender: opened.sealed.header.from,
      source: opened.sealed.id,
    });
    switch (outcome.outcome) {
      case 'stored':
        if (outcome.openings > 0 || outcome.documents.length > 0) stored += 1;
        documents.push(...outcome.documents);
        missing.push(...outcome.refused.map((why) => `Left out: ${why}.`));
        break;
      case 'waiting':
        missing.push('An attachment is kept until its event arrives.');
        break;
      case 'refused':
        missing.push(`Left out: ${outcome.why}.`);
        break;
    }
  }
  return stored;
};

const networkCheckpoints = (desk: DeskContext, { body, sealed }: OpenedExchange): readonly string[] =>
  body.documents
    .filter(({ kind }) => kind === NETWORK_CHECKPOINT)
    .flatMap(({ content }) => notePeerCheckpoint(desk, sealed.header.from, content) ?? []);

const noteStreams = (desk: DeskContext, practice: string, outcomes: readonly Outcome[]): void => {
  const streams = new Set<string>();
  for (const outcome of outcomes) {
    const event =
      outcome.outcome === 'accepted' || outcome.outcome === 'void' || outcome.outcome === 'conflict'
        ? outcome.event
        : outcome.hash === null
          ? undefined
          : desk.ledger.event(outcome.hash);
    if (event !== undefined) streams.add(event.stream);
  }
  for (const stream of streams)
    desk.db.run(
      exchangeSql
        .insertInto('exchange_stream')
        .values({ practice, stream })
        .onConflict((conflict) => conflict.columns(['practice', 'stream']).doNothing()),
    );
};

const fileWay: Way = {
  numbers: numberWords,
  keep: (desk, opened, numbers) => {
    const { header, record } = opened.sealed;
    if (!numbers.replayed) keepFile(desk, opened);
    if (opened.key !== 'ended') raiseCounter(desk, header.from, record.signature.keyid, 'received', header.seq);
  },
};

const keepFile = (desk: DeskContext, opened: OpenedExchange): void => {
  const { id, header } = opened.sealed;
  desk.db.run(
    exchangeSql.insertInto('exchange_file').values({
      id,
      direction: 'received',
      practice: header.from,
      desk: header.desk,
      seq: header.seq,
      at: desk.clock.now(),
      events: opened.body.records.length,
      name: opened.name,
      sha256: opened.sha256,
      seen: JSON.stringify(opened.body.seen),
    }),
  );
};

const heldFrom = (desk: DeskContext, source: string): number =>
  desk.db.all(exchangeSql.selectFrom('held_record').select('reason').where('source', '=', source)).length;
