import { utf8Encode } from '../bytes.ts';
import { formatVerifierKey, parseVerifierKey } from '../note.ts';
import type { Primitives } from '../primitives.ts';
import { parsePolicy } from '../tlog-policy.ts';

/** The first log of a network and the number of one that follows it: "a/log" is number 1, "a/log/2" number 2 of "a/log". */
const split = (origin: string): { readonly base: string; readonly no: number } => {
  const [, base, no] = /^(.+)\/([2-9]|[1-9][0-9]{1,5})$/u.exec(origin) ?? [];
  return base === undefined ? { base: origin, no: 1 } : { base, no: Number(no) };
};

/** True when a log's origin says that it follows another: `<origin>/2`, then `/3` (protocol §14.8). What it begins with has to prove it. */
export const followsOrigin = (later: string, earlier: string): boolean => {
  const [after, before] = [split(later), split(earlier)];
  // The first log may itself end in a number.
  return (after.base === before.base && after.no > before.no) || (after.base === earlier && after.no > 1);
};

/** Verifier keys of the logs of a policy file that the log of a key follows, in the order of the file; none where either does not read. */
export const earlierLogs = (primitives: Primitives, policy: string, vkey: string): readonly string[] => {
  const [stated, later] = [parsePolicy(primitives, utf8Encode(policy)), parseVerifierKey(primitives, vkey)];
  if (!stated.ok || !later.ok) return [];
  return stated.value.logs.flatMap(({ key }) => (followsOrigin(later.value.name, key.name) ? [formatVerifierKey(key)] : []));
};
