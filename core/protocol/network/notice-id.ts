import { bytesToHex } from '../bytes.ts';
import { canonicalBytes } from '../jcs.ts';
import type { Primitives } from '../primitives.ts';

/** Id under which a server tells one person of a practice that something came (protocol §18): the same at every desk, and without meaning to the server. */
export const noticeIdOf = (
  { sha256 }: Pick<Primitives, 'sha256'>,
  { net, practice, person }: { readonly net: string; readonly practice: string; readonly person: string },
): string => bytesToHex(sha256(canonicalBytes({ net, person, practice }))).slice(0, 32);
