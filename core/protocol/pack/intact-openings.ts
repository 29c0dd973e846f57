import { z } from 'zod';
import { base64urlToBytes, type Bytes, hexToBytes } from '../bytes.ts';
import { opens, openingSchema, type Opening } from '../commitment.ts';
import { type JsonValue, parseCanonical } from '../jcs.ts';
import { leafHash, verifyInclusion } from '../merkle.ts';
import type { Primitives } from '../primitives.ts';
import type { PackEvents } from './pack-events.ts';
import { FILE_JSON_LIMITS } from './pack-files.ts';
import type { PackJson, PackLine } from './pack-json.ts';
import { fails, holds, type Judged } from './report.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const openingsFile = z.strictObject({ v: z.literal(1), openings: z.array(openingSchema) });

const readOpenings = (file: Bytes): readonly Opening[] | undefined => {
  const value = parseCanonical(file, FILE_JSON_LIMITS);
  if (!value.ok) return undefined;
  const parsed = openingsFile.safeParse(value.value);
  if (!parsed.success) return undefined;
  const openings: readonly Opening[] = parsed.data.openings;
  const sorted = openings.every((opening, position) => position === 0 || (openings[position - 1]?.commitment ?? '') < opening.commitment);
  const salted = openings.every((opening) => base64urlToBytes(opening.salt).ok);
  return sorted && salted ? openings : undefined;
};

/** Every text somewhere in a JSON value. */
const textsIn = (value: unknown, found: Set<string>): void => {
  if (typeof value === 'string') found.add(value);
  else if (Array.isArray(value)) for (const member of value) textsIn(member, found);
  else if (isObject(value)) for (const member of Object.values(value)) textsIn(member, found);
};

/** Check 18 of protocol §12.1: openings are in form, recompute, and are held by an event or a batch line. */
export const judgeOpenings = (file: Bytes, events: PackEvents, pack: PackJson, primitives: Primitives): Judged<readonly Opening[]> => {
  const openings = readOpenings(file);
  if (openings === undefined) return fails('opening.syntax', 'openings.json', 'openings.json with its form and order');
  const words = `${String(openings.length)} openings with the commitments they open`;
  const held = new Set(pack.lines.map((line) => line.commitment));
  for (const { event } of events.all) textsIn(event.body, held);
  for (const opening of openings) {
    if (!opens(primitives, pack.net, opening)) return fails('opening.mismatch', opening.commitment, words);
    if (!held.has(opening.commitment)) return fails('opening.unused', opening.commitment, words);
  }
  return holds(openings, words);
};

const hashBytes = (hex: string): Bytes => {
  const bytes = hexToBytes(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
};

const lineProblem = (line: PackLine, events: PackEvents, openings: readonly Opening[], primitives: Primitives): string | null => {
  const prepared = events.byHash(line.batch);
  if (prepared?.type !== 'batch.prepared') return 'no such batch';
  if (line.line >= prepared.body.lines) return 'no such line';
  const included = verifyInclusion(primitives, {
    index: line.line,
    size: prepared.body.lines,
    leafHash: leafHash(primitives, hashBytes(line.commitment)),
    proof: line.proof.map(hashBytes),
    root: hashBytes(prepared.body.root),
  });
  if (!included.ok) return included.error.code;
  const opening = openings.find((candidate) => candidate.commitment === line.commitment && candidate.for === 'batch-line');
  if (opening === undefined) return 'no opening';
  const data: JsonValue = opening.data;
  const same = isObject(data) && data['line'] === line.line && data['batch'] === prepared.body.batch;
  return same ? null : 'the opening is of another line';
};

/** Check 19 of protocol §12.1: each payment line of the pack is in the root of its batch. */
export const judgeLines = (pack: PackJson, events: PackEvents, openings: readonly Opening[], primitives: Primitives): Judged<true> => {
  const words = `${String(pack.lines.length)} payment lines with the roots of their batches`;
  for (const line of pack.lines) {
    const problem = lineProblem(line, events, openings, primitives);
    if (problem !== null) return fails('batch.line', `line ${String(line.line)} of ${line.batch}: ${problem}`, words);
  }
  return holds(true, words);
};
