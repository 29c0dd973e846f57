import type { Bytes } from '../../core/protocol/bytes.ts';
import { hexToBytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { formatCheckpoint } from '../../core/protocol/checkpoint.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import { appendLeaf, createPackedNodes, EMPTY_FRONTIER, inclusionProof, rootAt } from '../../core/protocol/merkle-log.ts';
import { signNote } from '../../core/protocol/note.ts';
import { buildPack, finishPack, type PackInput } from '../../core/protocol/pack/build.ts';
import type { PackFiles } from '../../core/protocol/pack/pack-files.ts';
import { primitives } from './keys.ts';
import { type Practice, SMITH } from './network.ts';
import type { Story } from './story.ts';

export type PackOptions = {
  /** Who exports; default Smith & Partners. */
  readonly exporter?: Practice;
  readonly input?: (input: PackInput, story: Story) => PackInput;
  /** Rewrites the files before the manifest is made, so that only the check behind it can find the change. */
  readonly files?: (files: Map<string, Bytes>, story: Story) => void;
  /** Rewrites the manifest's text before it is signed. */
  readonly manifest?: (text: string) => string;
};

export type BuiltPack = { readonly files: PackFiles; readonly zip: Bytes; readonly story: Story };

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: object }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

/** Checkpoint and inclusion proofs of the exporter's log over event hashes in log order. */
export const logOf = (
  exporter: Practice,
  hashes: readonly string[],
): { readonly checkpoint: Bytes; readonly proofs: readonly (readonly Bytes[])[] } => {
  const nodes = createPackedNodes();
  let frontier = EMPTY_FRONTIER;
  for (const hash of hashes) {
    const added = appendLeaf(primitives, frontier, leafHash(primitives, must(hexToBytes(hash))));
    added.nodes.forEach(nodes.put);
    frontier = added.frontier;
  }
  const root = must(rootAt(primitives, nodes, hashes.length));
  const text = formatCheckpoint({ origin: exporter.log.key.name, size: hashes.length, root });
  return {
    checkpoint: must(signNote(text, exporter.log.key, exporter.log.sign)),
    proofs: hashes.map((_, index) => must(inclusionProof(primitives, nodes, index, hashes.length))),
  };
};

/** What goes into the pack of a story. */
export const packInputOf = (story: Story, exporter: Practice): PackInput => {
  const { checkpoint, proofs } = logOf(
    exporter,
    story.entries.map((entry) => entry.hash),
  );
  return {
    exporter: { practice: exporter.id, desk: exporter.desk },
    exportedAt: '2026-09-25T00:00:00.000Z',
    intent: story.intent,
    events: story.entries.map(({ index, bytes }) => ({ index, record: bytes, proof: proofs[index] ?? [] })),
    checkpoint,
    keys: { log: exporter.log.vkey, pack: exporter.pack.vkey },
    openings: story.openings,
    rule: story.rule,
    calculation: story.calculation,
    lines: story.lines,
    documents: new Map([['RCTI-ABC-2026-0001', utf8Encode('%PDF- placeholder\n')]]),
    verifyHtml: utf8Encode('<!doctype html><title>placeholder</title>\n'),
    evidencePdf: () => utf8Encode('%PDF- placeholder\n'),
  };
};

/** Signs the files as they stand: MANIFEST by the exporter's pack key, then the archive. */
export const sealFiles = (
  files: PackFiles,
  manifestText: string,
  exporter: Practice,
  draft: Parameters<typeof finishPack>[0],
): { readonly files: PackFiles; readonly zip: Bytes } =>
  must(finishPack({ ...draft, files, manifestText }, must(signNote(manifestText, exporter.pack.key, exporter.pack.sign))));

/** The evidence pack of a story, or a variant of it. */
export const packOf = (story: Story, options: PackOptions = {}): BuiltPack => {
  const exporter = options.exporter ?? SMITH;
  const given = packInputOf(story, exporter);
  const draft = must(buildPack(options.input?.(given, story) ?? given, primitives));
  const files = new Map(draft.files);
  options.files?.(files, story);
  const listed = [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => `${Buffer.from(primitives.sha256(bytes)).toString('hex')}  ${path}\n`)
    .join('');
  const text = options.manifest?.(listed) ?? listed;
  return { ...sealFiles(files, text, exporter, draft), story };
};
