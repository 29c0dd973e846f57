import { bytesToHex, utf8Encode } from '../../../core/protocol/bytes.ts';
import { noblePrimitives } from '../../../core/protocol/noble-primitives.ts';
import { parseTrustFile, type TrustFile } from '../../../core/protocol/pack/trust-file.ts';
import { verifyPack } from '../../../core/protocol/pack/verify.ts';
import { changedFiles, type FileList } from '../../verify-page/changed-files.ts';
import type { Result } from '../../verify-page/results.ts';
import type { Dropped } from './readDropped.ts';

/** Judges one pack in this page, with the very verifier that `verify.html` and the command line have. */
export const judgePack = ({ name, input, bytes }: Dropped, trust: string | null): Result & { readonly files: FileList | undefined } => {
  const report = verifyPack(input, trust, noblePrimitives);
  return {
    name,
    bytes,
    report,
    fingerprint: input instanceof Uint8Array ? bytesToHex(noblePrimitives.sha256(input)) : '',
    files: report.contents === null ? changedFiles(input, noblePrimitives) : undefined,
  };
};

/** A trust file as a person compares it: what it names, and its SHA-256. */
export const readTrust = (text: string): { readonly fingerprint: string; readonly read: TrustFile | undefined } => {
  const parsed = parseTrustFile(noblePrimitives, text);
  return {
    fingerprint: bytesToHex(noblePrimitives.sha256(utf8Encode(text))),
    read: parsed.ok ? parsed.value : undefined,
  };
};
