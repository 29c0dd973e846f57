import type { z } from 'zod';
import { type EventRows, referralText, type WalkRow } from '../../adapters/sqlite/event-rows.ts';
import type { walkResult } from '../../contract/desk.ts';
import { type Bytes, bytesToHex, equalBytes, hexToBytes } from '../../protocol/bytes.ts';
import type { StatedKey } from '../../protocol/event/signature.ts';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot, loadFrontier } from '../../protocol/merkle-log.ts';
import { INTENT_DEPTH } from '../../protocol/referral/belongs.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { CHECKED, CHUNK, type ChunkFacts, DIGITS, LEVELS } from './verify-chunk.ts';
import { verifyUnder } from './verify-records.ts';

/** The first thing wrong in a log: code, words, and the entry. */
export type Failure = NonNullable<z.infer<typeof walkResult>['failure']>;

export const chainFailure = (code: string, words: string, index: number | null, hash: string | null): Failure => ({
  code,
  words,
  index,
  hash,
});

/** The checks of a walk that need log order: columns, streams, spines and the Merkle nodes. */
export type ChainChecks = {
  /** Checks the next rows against what was found in their records. */
  readonly check: (rows: readonly WalkRow[], facts: ChunkFacts) => Failure | null;
  /** Checks that the nodes checked are all there are and give the acknowledged root. */
  readonly finish: (acknowledged: Bytes) => Failure | null;
  readonly size: () => number;
  readonly streams: () => number;
  readonly spines: () => number;
  /** Root over the entries checked so far, from their checked nodes. */
  readonly root: () => Bytes;
};

/** The intent that an event leads to, its index, and over how many others. */
type Intent = { readonly hash: string; readonly index: number; readonly depth: number };

const deeper = (intent: Intent | undefined): Intent | undefined =>
  intent === undefined || intent.depth >= INTENT_DEPTH ? undefined : { ...intent, depth: intent.depth + 1 };

type At = (code: string, words: string) => Failure;

/** Begins at the first entry of the log. */
export const chainChecks = (rows: EventRows, primitives: Primitives): ChainChecks => {
  /** The last place of each stream, with every entry that is there. */
  const heads = new Map<string, { readonly n: number; readonly entries: readonly { readonly hash: string; readonly idx: number }[] }>();
  const forked = rows.forked();
  const clientKeys = new Map<string, StatedKey>();
  const steps = new Map<string, number>();
  const intents = new Map<string, Intent>();
  const named = rows.allNames();
  // Counted now: entries that come in while the walk goes on are not part of it.
  const stored = rows.nodeCount();
  let size = 0;
  let spines = 0;
  let nodes = 0;
  /** Append state over the roots of full chunks: level 0 here is level `LEVELS` of the log. */
  let upper = EMPTY_FRONTIER;

  const chained = (
    idx: number,
    event: {
      readonly hash: string;
      readonly stream: string;
      readonly n: number;
      readonly prev: string;
      readonly step: number;
      readonly below: string;
    },
    at: At,
  ): Failure | null => {
    const head = heads.get(event.stream);
    // Where a key signed two events for one place, one of the two does not count, and what was signed after it follows it alone.
    const stands = head?.entries.some((entry) => !forked.has(entry.idx)) === true && !forked.has(idx);
    if (head !== undefined && event.n === head.n + 1 && stands && !head.entries.some(({ hash }) => hash === event.prev))
      return at('stream.link', `Entry ${idx} does not follow the event before it in its stream.`);
    if (head === undefined || event.n > head.n) heads.set(event.stream, { n: event.n, entries: [{ hash: event.hash, idx }] });
    else if (event.n === head.n) heads.set(event.stream, { n: head.n, entries: [...head.entries, { hash: event.hash, idx }] });
    if (event.step < 0) return null;
    if (event.step === 0) spines += 1;
    else if (steps.get(event.below) !== event.step - 1) return at('spine.link', `Entry ${idx} names a step that is not the one below it.`);
    steps.set(event.hash, event.step);
    return null;
  };

  const signed = (row: WalkRow, stream: string, checked: number, at: At): Failure | null => {
    if (checked === CHECKED.ok) return null;
    if (checked === CHECKED.badAssertion) return at('assertion.invalid', `The passkey of entry ${row[0]} does not verify.`);
    const key = checked === CHECKED.noKey ? clientKeys.get(stream) : undefined;
    if (checked === CHECKED.noKey && key === undefined) return at('key.missing', `No event states the key of entry ${row[0]}.`);
    return key !== undefined && verifyUnder(row[3], key, primitives)
      ? null
      : at('signature.invalid', `The signature of entry ${row[0]} does not verify.`);
  };

  /** The columns of the referral: an intent names itself, any other event what the event that it builds on belongs to. */
  const belongs = (row: WalkRow, hash: string, type: string, leads: string): boolean => {
    const intent = type === 'referral.intent' ? { hash, index: row[0], depth: 0 } : deeper(intents.get(leads));
    if (intent !== undefined) intents.set(hash, intent);
    return row[2] === (intent === undefined ? null : referralText(intent.hash, intent.index));
  };

  const logged = (from: number, facts: ChunkFacts, hashAt: (position: number) => string): Failure | null => {
    for (const [level, made] of facts.nodes.entries()) {
      const count = made.length / DIGITS;
      const width = 2 ** level;
      nodes += count;
      const stored = rows.nodesInHex(level, from / width, count);
      if (stored === made) continue;
      const different =
        Array.from({ length: count }, (_, index) => index).find(
          (index) => stored.slice(index * DIGITS, (index + 1) * DIGITS) !== made.slice(index * DIGITS, (index + 1) * DIGITS),
        ) ?? 0;
      return nodeFailure(level, from / width + different, from + (different + 1) * width - 1, hashAt((different + 1) * width - 1));
    }
    const root = facts.nodes[LEVELS];
    const bytes = root === undefined ? undefined : hexToBytes(root.toLowerCase());
    if (bytes?.ok !== true) return null;
    const appended = appendLeaf(primitives, upper, bytes.value);
    for (const node of appended.nodes.slice(1)) {
      nodes += 1;
      if (rows.nodesInHex(node.level + LEVELS, node.index, 1).toLowerCase() !== bytesToHex(node.hash))
        return nodeFailure(node.level + LEVELS, node.index, from + CHUNK - 1, hashAt(CHUNK - 1));
    }
    upper = appended.frontier;
    return null;
  };

  const root = (): Bytes => {
    const loaded = loadFrontier(rows, size);
    return loaded.ok ? frontierRoot(primitives, loaded.value) : new Uint8Array(0);
  };

  return {
    check: (chunk, facts) => {
      const names = facts.names.split('\n');
      const from = size;
      const columns = facts.columns.split('\n');
      const texts = columns.map((text) => text.split('|'));
      const states = new Map(facts.states);
      for (const [position, row] of chunk.entries()) {
        const idx = from + position;
        const at: At = (code, words) => chainFailure(code, words, idx, row[1].slice(0, DIGITS));
        if (row[0] !== idx) return chainFailure('log.gap', `Entry ${idx} is missing.`, idx, null);
        if (facts.broken?.position === position) return at(facts.broken.code, `The stored bytes of entry ${idx} do not read.`);
        const [hash = '', type = '', , stream = ''] = texts[position] ?? [];
        if (row[1] !== columns[position])
          return row[1].startsWith(`${hash}|`)
            ? at('event.columns', `The index columns of entry ${idx} differ from its bytes.`)
            : at('event.hash', `Entry ${idx} is filed under another hash than that of its bytes.`);
        const link = (place: number): string => facts.links.slice((position * 3 + place) * DIGITS, (position * 3 + place + 1) * DIGITS);
        if (!belongs(row, hash, type, link(2)))
          return at('event.columns', `Entry ${idx} is filed under another referral than its bytes say.`);
        if ((named.get(idx) ?? '') !== names[position])
          return at('event.about', `What entry ${idx} names is filed otherwise than its bytes say.`);
        named.delete(idx);
        const stated = states.get(position);
        if (stated !== undefined) clientKeys.set(stream, stated);
        const failure =
          signed(row, stream, facts.numbers[position * 3 + 2] ?? CHECKED.badSignature, at) ??
          chained(
            idx,
            {
              hash,
              stream,
              n: facts.numbers[position * 3] ?? -1,
              prev: link(0),
              step: facts.numbers[position * 3 + 1] ?? -1,
              below: link(1),
            },
            at,
          );
        if (failure !== null) return failure;
        size += 1;
      }
      return logged(from, facts, (position) => texts[position]?.[0] ?? '');
    },
    finish: (acknowledged) => {
      const [stray] = named.keys();
      if (stray !== undefined)
        return chainFailure('event.about', `Something is filed as named by entry ${stray}, which does not exist.`, stray, null);
      if (stored !== nodes) return chainFailure('log.node', 'The log holds nodes that no entry makes.', null, null);
      return equalBytes(root(), acknowledged)
        ? null
        : chainFailure('log.root', 'The root of the entries is not the root this desk acknowledged.', null, null);
    },
    size: () => size,
    streams: () => heads.size,
    spines: () => spines,
    root,
  };
};

const nodeFailure = (level: number, index: number, entry: number, hash: string): Failure =>
  chainFailure('log.node', `Log node ${level}/${index} is not the hash of what lies below it (entry ${entry}).`, entry, hash);
