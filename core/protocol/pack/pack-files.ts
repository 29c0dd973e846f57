import { err, ok, type Result } from '../../domain/result.ts';
import { type Bytes, utf8Decode } from '../bytes.ts';
import type { JsonLimits } from '../jcs.ts';
import { comparePackPaths } from '../pack-path.ts';

/** The files of a pack by path. */
export type PackFiles = ReadonlyMap<string, Bytes>;

/** Files that every pack has (protocol §12), in the order of the table. */
export const REQUIRED_FILES = [
  'MANIFEST',
  'README.txt',
  'rule.json',
  'checkpoint',
  'evidence.pdf',
  'keys.txt',
  'openings.json',
  'pack.json',
  'verify.html',
] as const;
export type RequiredFile = (typeof REQUIRED_FILES)[number];
export const CALCULATION_FILE = 'calculation.json';

/** A JSON file of a pack: at most 16 MiB, nested at most 16 deep. */
export const FILE_JSON_LIMITS: JsonLimits = { maxBytes: 16 * 1024 * 1024, maxDepth: 16 };

const EVENT = /^events\/([0-9]{8})\.json$/;
const PROOF = /^proofs\/([0-9]{8})\.tlog-proof$/;
const NETWORK_PROOF = /^network\/([0-9]{8})\.tlog-proof$/;
const DOCUMENT = /^documents\/[^/]+\.pdf$/;

const eightDigits = (index: number): string => String(index).padStart(8, '0');
/** Path of the record with a log index. */
export const eventPath = (index: number): string => `events/${eightDigits(index)}.json`;
/** Path of the inclusion proof of a log index. */
export const proofPath = (index: number): string => `proofs/${eightDigits(index)}.tlog-proof`;
/** Path of an event's proof in the network log, by its index in the exporter's log. */
export const networkProofPath = (index: number): string => `network/${eightDigits(index)}.tlog-proof`;
/** The network log's checkpoint with its cosignatures, and the time-stamp over its text. */
export const NETWORK_CHECKPOINT = 'network/checkpoint';
export const NETWORK_TIME_STAMP = 'network/time-stamp.tsr';
/** Path of a document. */
export const documentPath = (name: string): string => `documents/${name}.pdf`;

/** Highest log index that a file name can hold. */
export const MAX_INDEX = 99_999_999;

export type Numbered = { readonly index: number; readonly path: string; readonly bytes: Bytes };

const numbered = (files: PackFiles, pattern: RegExp): readonly Numbered[] =>
  [...files]
    .flatMap(([path, bytes]) => {
      const digits = pattern.exec(path)?.[1];
      return digits === undefined ? [] : [{ index: Number(digits), path, bytes }];
    })
    .toSorted((a, b) => a.index - b.index);

/** The records of a pack in log order. */
export const eventFiles = (files: PackFiles): readonly Numbered[] => numbered(files, EVENT);
/** The proofs of a pack in log order. */
export const proofFiles = (files: PackFiles): readonly Numbered[] => numbered(files, PROOF);

/** The network proofs of a pack in the order of its own log. */
export const networkProofFiles = (files: PackFiles): readonly Numbered[] => numbered(files, NETWORK_PROOF);

/** True for a path of the table in protocol §12. */
export const isTablePath = (path: string): boolean =>
  path === NETWORK_CHECKPOINT ||
  path === NETWORK_TIME_STAMP ||
  NETWORK_PROOF.test(path) ||
  REQUIRED_FILES.some((name) => name === path) ||
  path === CALCULATION_FILE ||
  EVENT.test(path) ||
  PROOF.test(path) ||
  DOCUMENT.test(path);

export type FileTableError = {
  readonly code: 'pack.file-missing' | 'pack.file-unknown';
  readonly path: string;
};

/** The required files of a pack. Errors: the first of the table that is missing, then the first by name that is not in it. */
export const readTable = (files: PackFiles): Result<Readonly<Record<RequiredFile, Bytes>>, FileTableError> => {
  const found: Partial<Record<RequiredFile, Bytes>> = {};
  for (const path of REQUIRED_FILES) {
    const bytes = files.get(path);
    if (bytes === undefined) return err({ code: 'pack.file-missing', path });
    found[path] = bytes;
  }
  const unknown = [...files.keys()].filter((path) => !isTablePath(path)).toSorted(comparePackPaths)[0];
  if (unknown !== undefined) return err({ code: 'pack.file-unknown', path: unknown });
  return ok(found as Readonly<Record<RequiredFile, Bytes>>);
};

/** The two verifier keys of `keys.txt` as texts; undefined unless the file is exactly those two lines. */
export const readKeysText = (file: Bytes): { readonly log: string; readonly pack: string } | undefined => {
  const text = utf8Decode(file);
  const match = text.ok ? /^log ([^\n]*)\npack ([^\n]*)\n$/.exec(text.value) : null;
  return match?.[1] === undefined || match[2] === undefined ? undefined : { log: match[1], pack: match[2] };
};

/** The bytes of `keys.txt` as a text. */
export const formatKeysText = (keys: { readonly log: string; readonly pack: string }): string => `log ${keys.log}\npack ${keys.pack}\n`;
