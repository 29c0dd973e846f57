import { err, ok, type Result } from '../../domain/result.ts';
import { type Bytes, bytesToHex, utf8Encode } from '../bytes.ts';
import { checkpointOfNote } from '../checkpoint.ts';
import type { Opening } from '../commitment.ts';
import { readEvent } from '../event/read.ts';
import { canonicalBytes } from '../jcs.ts';
import { formatManifest, listFiles, MANIFEST_PATH } from '../manifest.ts';
import type { Primitives } from '../primitives.ts';
import { isRegisterEvent } from '../register/fold.ts';
import { formatTlogProof } from '../tlog-proof.ts';
import { writeZip } from '../zip.ts';
import { missingOf, stateOf } from './complete.ts';
import { arrange, type PackEvent, type PackEvents } from './pack-events.ts';
import {
  CALCULATION_FILE,
  documentPath,
  eventPath,
  formatKeysText,
  MAX_INDEX,
  NETWORK_CHECKPOINT,
  NETWORK_TIME_STAMP,
  networkProofPath,
  type PackFiles,
  proofPath,
} from './pack-files.ts';
import { packJson, type PackJson, type PackLine } from './pack-json.ts';
import { packReadme } from './readme.ts';

/** Everything a pack is made of. The caller chooses the events: the register, the referral, and all that these name. */
export type PackInput = {
  readonly exporter: { readonly practice: string; readonly desk: string };
  /** UTC, three decimals. */
  readonly exportedAt: string;
  /** Event hash of the referral's intent. */
  readonly intent: string;
  /** Records by their index in the exporter's log, in any order. */
  readonly events: readonly {
    readonly index: number;
    readonly record: Bytes;
    readonly proof: readonly Bytes[];
  }[];
  /** The signed checkpoint that the proofs lead to, and the verifier keys of the exporter's desk. */
  readonly checkpoint: Bytes;
  readonly keys: { readonly log: string; readonly pack: string };
  /** What the network log says of these events; null or absent for a pack without network proof (version 1). */
  readonly network?: NetworkEvidence | null;
  readonly openings: readonly Opening[];
  /** Canonical bytes of the pinned rule version, and of the calculation when there is one. */
  readonly rule: Bytes;
  readonly calculation: Bytes | null;
  readonly lines: readonly PackLine[];
  /** PDF bytes by name, without folder and ending. */
  readonly documents: ReadonlyMap<string, Bytes>;
  readonly verifyHtml: Bytes;
  /** Made from the description of the pack and the same events; says nothing that is not in the other files. */
  readonly evidencePdf: (pack: PackJson) => Bytes;
};

/** Proofs of events in the network log, all under one published checkpoint. */
export type NetworkEvidence = {
  /** The signed and cosigned checkpoint, verbatim. */
  readonly checkpoint: Bytes;
  /** By event hash: place in the network log, and inclusion proof, leaf's sibling first. Events that are not in it are left out. */
  readonly proofs: ReadonlyMap<string, { readonly index: number; readonly hashes: readonly Bytes[] }>;
  /** Reply of a time-stamp authority (RFC 3161) over the SHA-256 of the checkpoint's text; null when there is none. */
  readonly timeStamp: Bytes | null;
};

/** Why no pack can be made. `where` names the file or event. */
export type PackBuildError = {
  readonly code:
    | 'record-unreadable'
    | 'index-out-of-range'
    | 'intent-missing'
    | 'register-missing'
    | 'checkpoint-unreadable'
    | 'bad-description'
    | 'bad-name'
    | 'too-large';
  readonly where: string;
};

/** A pack that lacks only its signature: the pack key signs `manifestText` as a note (C2SP signed-note, type 0x01). */
export type PackDraft = { readonly pack: PackJson; readonly files: PackFiles; readonly manifestText: string };

const readAll = (input: PackInput, primitives: Primitives): Result<PackEvents, PackBuildError> => {
  const all: PackEvent[] = [];
  for (const { index, record } of input.events.toSorted((a, b) => a.index - b.index)) {
    const path = eventPath(index);
    if (!Number.isInteger(index) || index < 0 || index > MAX_INDEX) return err({ code: 'index-out-of-range', where: path });
    const read = readEvent(record, primitives);
    if (!read.ok) return err({ code: 'record-unreadable', where: `${path}: ${read.error.code}` });
    all.push({
      index,
      path,
      read: read.value,
      event: { ...read.value.event, index, seenAt: read.value.event.at },
    });
  }
  return ok(arrange(all, primitives));
};

const describeNetwork = (
  { network }: PackInput,
  events: PackEvents,
  primitives: Primitives,
): Result<PackJson['network'], PackBuildError> => {
  const proven = events.all.filter(({ event }) => network?.proofs.has(event.hash) === true).length;
  if (network === undefined || network === null || proven === 0) return ok(undefined);
  const signed = checkpointOfNote(primitives, network.checkpoint);
  if (!signed.ok) return err({ code: 'checkpoint-unreadable', where: `network: ${signed.error.code}` });
  const { origin, size, root } = signed.value.checkpoint;
  return ok({ origin, size, root: bytesToHex(root), events: proven, timeStamped: network.timeStamp !== null });
};

const networkFiles = ({ network }: PackInput, { all }: PackEvents): readonly (readonly [string, Bytes])[] => {
  if (network === undefined || network === null) return [];
  const proofs = all.flatMap(({ index, event }) => {
    const proof = network.proofs.get(event.hash);
    return proof === undefined ? [] : [[networkProofPath(index), formatTlogProof({ ...proof, checkpoint: network.checkpoint })] as const];
  });
  if (proofs.length === 0) return [];
  const stamp = network.timeStamp === null ? [] : [[NETWORK_TIME_STAMP, network.timeStamp] as const];
  return [[NETWORK_CHECKPOINT, network.checkpoint], ...stamp, ...proofs];
};

const describe = (input: PackInput, events: PackEvents, primitives: Primitives): Result<PackJson, PackBuildError> => {
  const intent = events.byHash(input.intent);
  if (intent?.type !== 'referral.intent' || intent.referral === undefined) return err({ code: 'intent-missing', where: input.intent });
  const founding = events.known.find((event) => event.type === 'registrar.appointed' && event.hash === intent.net);
  const last = events.known.findLast(isRegisterEvent);
  if (founding?.type !== 'registrar.appointed' || last === undefined) return err({ code: 'register-missing', where: intent.net });
  const signed = checkpointOfNote(primitives, input.checkpoint);
  if (!signed.ok) return err({ code: 'checkpoint-unreadable', where: signed.error.code });
  const { origin, size, root } = signed.value.checkpoint;
  const network = describeNetwork(input, events, primitives);
  if (!network.ok) return network;
  const own = events.known.filter((event) => events.intentOf(event)?.hash === intent.hash);
  const state = stateOf(intent, own, events.statedAuthor);
  const described = packJson.safeParse({
    v: network.value === undefined ? 1 : 2,
    kind: 'referral',
    ...(network.value === undefined ? {} : { network: network.value }),
    net: intent.net,
    test: founding.body.test,
    intent: intent.hash,
    referral: intent.referral,
    label: intent.body.label,
    exporter: input.exporter,
    exportedAt: input.exportedAt,
    log: { origin, size, root: bytesToHex(root) },
    register: { index: last.index, at: last.at },
    interim: missingOf(state).length > 0,
    spine: state.steps.map((step) => step?.hash ?? null),
    lines: input.lines,
  });
  return described.success ? ok(described.data) : err({ code: 'bad-description', where: described.error.issues[0]?.path.join('.') ?? '' });
};

/** Canonical bytes of `openings.json`: ascending by commitment, each once. */
export const openingsBytes = (openings: readonly Opening[]): Bytes => {
  const sorted = [...new Map(openings.map((opening) => [opening.commitment, opening])).values()].toSorted((a, b) =>
    a.commitment < b.commitment ? -1 : 1,
  );
  return canonicalBytes({ openings: sorted.map((opening) => ({ ...opening })), v: 1 });
};

/** Lays out the files of a pack (protocol §12) and the text to be signed. Pure: the same input gives the same bytes. */
export const buildPack = (input: PackInput, primitives: Primitives): Result<PackDraft, PackBuildError> => {
  const events = readAll(input, primitives);
  if (!events.ok) return events;
  const pack = describe(input, events.value, primitives);
  if (!pack.ok) return pack;
  const exporter = events.value.parties.get(input.exporter.practice)?.name ?? input.exporter.practice;
  const files = new Map<string, Bytes>([
    ['README.txt', utf8Encode(packReadme(pack.value, exporter))],
    ['checkpoint', input.checkpoint],
    ['evidence.pdf', input.evidencePdf(pack.value)],
    ['keys.txt', utf8Encode(formatKeysText(input.keys))],
    ['openings.json', openingsBytes(input.openings)],
    ['pack.json', canonicalBytes(pack.value)],
    ['rule.json', input.rule],
    ['verify.html', input.verifyHtml],
  ]);
  if (input.calculation !== null) files.set(CALCULATION_FILE, input.calculation);
  for (const [name, bytes] of input.documents) files.set(documentPath(name), bytes);
  for (const { index, record, proof } of input.events) {
    files.set(eventPath(index), record);
    files.set(proofPath(index), formatTlogProof({ index, hashes: proof, checkpoint: input.checkpoint }));
  }
  for (const [path, bytes] of networkFiles(input, events.value)) files.set(path, bytes);
  const entries = listFiles(primitives, files);
  if (!entries.ok)
    return err({
      code: 'bad-name',
      where: 'path' in entries.error ? entries.error.path : entries.error.code,
    });
  return ok({ pack: pack.value, files, manifestText: formatManifest(entries.value) });
};

/** The finished pack: its files with the signed MANIFEST, and their canonical archive. */
export const finishPack = (
  draft: PackDraft,
  manifest: Bytes,
): Result<{ readonly files: PackFiles; readonly zip: Bytes }, PackBuildError> => {
  const files = new Map([...draft.files, [MANIFEST_PATH, manifest] as const]);
  const zip = writeZip([...files].map(([path, bytes]) => ({ path, bytes })));
  if (!zip.ok)
    return err({
      code: 'path' in zip.error ? 'bad-name' : 'too-large',
      where: 'path' in zip.error ? zip.error.path : zip.error.code,
    });
  return ok({ files, zip: zip.value });
};
