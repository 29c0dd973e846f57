import type { FileAnswer } from '../../contract/scalars.ts';
import { type Bytes, bytesToBase64, bytesToHex } from '../../protocol/bytes.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { logExit } from './exit-log.ts';

type OutFile = { readonly name: string; readonly mediaType: string; readonly bytes: Bytes };

const answerOf = (primitives: Pick<Primitives, 'sha256'>, { name, mediaType, bytes }: OutFile): FileAnswer => ({
  name,
  mediaType,
  base64: bytesToBase64(bytes),
  sha256: bytesToHex(primitives.sha256(bytes)),
  bytes: bytes.length,
});

/** A file that holds nothing about a person, or only what is sealed to its reader: trust file, key request, exchange file. */
export const openFile = (primitives: Pick<Primitives, 'sha256'>, file: OutFile): FileAnswer => answerOf(primitives, file);

/** A file for use inside the practice: export, print, evidence pack. The route checked the permission; that it left is noted. */
export const fileInside = (
  desk: DeskContext,
  by: SignedInPerson,
  file: OutFile,
  entry: { readonly what: string; readonly detail: string; readonly contact?: string | null },
): FileAnswer => {
  logExit(desk, by, { exit: 'inside', what: entry.what, contact: entry.contact ?? null, detail: entry.detail });
  return answerOf(desk.primitives, file);
};

/** A file for the person it is about: receipt, access pack. `identity` says how the person was known; without it nothing is handed over. */
export const fileToPerson = (
  desk: DeskContext,
  by: SignedInPerson,
  file: OutFile,
  entry: { readonly what: string; readonly detail: string; readonly contact: string | null; readonly identity: string },
): FileAnswer => {
  if (entry.identity.trim() === '') throw new Error('something for a person leaves only once the person is known');
  logExit(desk, by, { exit: 'to-person', ...entry });
  return answerOf(desk.primitives, file);
};
