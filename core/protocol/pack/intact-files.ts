import { bytesToHex } from '../bytes.ts';
import { parseCheckpoint } from '../checkpoint.ts';
import { parseCanonical } from '../jcs.ts';
import { checkFileSet, checkFiles, type ManifestEntry, parseManifest } from '../manifest.ts';
import { ed25519NoteVerifier, openNote, parseNote, type ParsedNote, parseVerifierKey, type VerifierKey } from '../note.ts';
import type { Primitives } from '../primitives.ts';
import { readZip } from '../zip.ts';
import { packJson, type PackJson } from './pack-json.ts';
import { FILE_JSON_LIMITS, type PackFiles, readKeysText, readTable } from './pack-files.ts';
import type { Bytes } from '../bytes.ts';
import { type CheckList, fails, holds, type Judged } from './report.ts';

/** A pack after checks 1 to 10 of protocol §12.1: its files are those that the exporter's pack key signed. */
export type SignedFiles = {
  readonly files: PackFiles;
  readonly pack: PackJson;
  readonly keys: {
    readonly log: VerifierKey;
    readonly pack: VerifierKey;
    readonly logText: string;
    readonly packText: string;
  };
  readonly checkpoint: Bytes;
  readonly root: Bytes;
};

const openInput = (input: Bytes | PackFiles): Judged<PackFiles> => {
  if (!(input instanceof Uint8Array)) return holds(input, 'a folder: there is no archive to judge');
  const zip = readZip(input);
  if (!zip.ok)
    return fails(
      'zip.not-canonical',
      'path' in zip.error ? zip.error.path : zip.error.code,
      'the archive, built again from its files, with the bytes at hand',
    );
  return holds(
    new Map(zip.value.map(({ path, bytes }) => [path, bytes])),
    `${String(input.length)} bytes of archive, built again from its files, byte for byte`,
  );
};

const readKeys = (file: Bytes, primitives: Primitives): Judged<SignedFiles['keys']> => {
  const compared = 'keys.txt: one log key and one pack key, key ids computed again';
  const lines = readKeysText(file);
  if (lines === undefined) return fails('keys.syntax', 'keys.txt', compared);
  const log = parseVerifierKey(primitives, lines.log);
  const pack = parseVerifierKey(primitives, lines.pack);
  if (!log.ok || log.value.type !== 'ed25519') return fails('keys.syntax', 'keys.txt line 1', compared);
  if (!pack.ok || pack.value.type !== 'ed25519') return fails('keys.syntax', 'keys.txt line 2', compared);
  return holds({ log: log.value, pack: pack.value, logText: lines.log, packText: lines.pack }, compared);
};

const readManifestNote = (note: Bytes): Judged<ParsedNote> => {
  const parsed = parseNote(note);
  if (!parsed.ok) return fails('manifest.syntax', parsed.error.code, 'MANIFEST with the form of a signed note');
  if (parsed.value.signatures.length !== 1)
    return fails('manifest.syntax', 'signature lines', 'MANIFEST with the form of a note that has one signature');
  return holds(parsed.value, 'MANIFEST with the form of a note that has one signature');
};

const verifyManifest = (note: Bytes, key: VerifierKey, primitives: Primitives): Judged<true> => {
  const compared = `the signature of MANIFEST with the pack key ${key.name}+${key.keyId}`;
  const opened = openNote(note, [ed25519NoteVerifier(primitives, key)]);
  return opened.ok ? holds(true, compared) : fails('manifest.signature', opened.error.code, compared);
};

const readList = (text: Bytes): Judged<readonly ManifestEntry[]> => {
  const entries = parseManifest(text);
  if (!entries.ok)
    return fails(
      'manifest.syntax',
      'line' in entries.error ? `MANIFEST line ${String(entries.error.line)}` : entries.error.code,
      'the lines of MANIFEST with their form and order',
    );
  return holds(entries.value, `${String(entries.value.length)} lines of MANIFEST`);
};

const readPackJson = (file: Bytes): Judged<PackJson> => {
  const value = parseCanonical(file, FILE_JSON_LIMITS);
  if (!value.ok) return fails('pack.shape', `pack.json: ${value.error.code}`, 'pack.json with its canonical form');
  const parsed = packJson.safeParse(value.value);
  if (!parsed.success)
    return fails('pack.shape', `pack.json ${parsed.error.issues[0]?.path.join('.') ?? ''}`.trimEnd(), 'pack.json with its schema');
  return holds(parsed.data, 'pack.json with its canonical form and schema');
};

/** Checks 4 to 6 of protocol §12.1 on a MANIFEST under its pack key. */
export const judgeManifest = (manifest: Bytes, key: VerifierKey, primitives: Primitives): Judged<readonly ManifestEntry[]> => {
  const note = readManifestNote(manifest);
  if (!note.ok) return note;
  const verified = verifyManifest(manifest, key, primitives);
  return verified.ok ? readList(note.value.text) : verified;
};

/** Check 10 of protocol §12.1: a checkpoint under its log key, and what `pack.json` says of the log. The value is the root. */
export const judgeCheckpoint = (note: Bytes, key: VerifierKey, claim: PackJson['log'], primitives: Primitives): Judged<Bytes> => {
  const parsed = parseNote(note);
  if (!parsed.ok) return fails('checkpoint.syntax', parsed.error.code, 'checkpoint with the form of a signed note');
  const checkpoint = parseCheckpoint(primitives, parsed.value.text);
  if (!checkpoint.ok) return fails('checkpoint.syntax', checkpoint.error.code, 'checkpoint with its three lines');
  const { origin, size, root } = checkpoint.value;
  if (origin !== key.name) return fails('checkpoint.signature', origin, 'the origin of the checkpoint with the name of the log key');
  const opened = openNote(note, [ed25519NoteVerifier(primitives, key)]);
  if (!opened.ok)
    return fails('checkpoint.signature', opened.error.code, `the signature of the checkpoint with the log key ${key.name}+${key.keyId}`);
  if (origin !== claim.origin || size !== claim.size || bytesToHex(root) !== claim.root)
    return fails('checkpoint.size', 'pack.json log', 'origin, size and root of the checkpoint with pack.json');
  return holds(root, `the checkpoint of ${origin}: ${String(size)} entries, signed by the log key, as in pack.json`);
};

/** Checks 1 to 10 of protocol §12.1, in order; undefined after the first that fails. */
export const judgeFiles = (list: CheckList, input: Bytes | PackFiles, primitives: Primitives): SignedFiles | undefined => {
  const opened = list.judge('intact.1', openInput(input));
  if (!opened.ok) return undefined;
  const files = opened.value;
  const table = readTable(files);
  const tableWords = 'the names of the files with the table of a pack';
  list.judge(
    'intact.2',
    table.ok ? holds(true, `${String(files.size)} files: ${tableWords}`) : fails(table.error.code, table.error.path, tableWords),
  );
  if (!table.ok) return undefined;
  const keys = list.judge('intact.3', readKeys(table.value['keys.txt'], primitives));
  if (!keys.ok) return undefined;
  const note = list.judge('intact.4', readManifestNote(table.value.MANIFEST));
  if (!note.ok || !list.judge('intact.5', verifyManifest(table.value.MANIFEST, keys.value.pack, primitives)).ok) return undefined;
  const entries = list.judge('intact.6', readList(note.value.text));
  if (!entries.ok) return undefined;
  const set = checkFileSet(entries.value, files.keys());
  const setWords = `the ${String(files.size - 1)} files at hand with the ${String(entries.value.length)} listed`;
  if (!list.judge('intact.7', set.ok ? holds(true, setWords) : fails('manifest.files', set.error.path, setWords)).ok) return undefined;
  const hashed = checkFiles(primitives, entries.value, files);
  const hashWords = `the SHA-256 of ${String(entries.value.length)} files with the list`;
  if (!list.judge('intact.8', hashed.ok ? holds(true, hashWords) : fails('manifest.hash', hashed.error.path, hashWords)).ok)
    return undefined;
  const pack = list.judge('intact.9', readPackJson(table.value['pack.json']));
  if (!pack.ok) return undefined;
  const root = list.judge('intact.10', judgeCheckpoint(table.value.checkpoint, keys.value.log, pack.value.log, primitives));
  return root.ok ? { files, pack: pack.value, keys: keys.value, checkpoint: table.value.checkpoint, root: root.value } : undefined;
};
