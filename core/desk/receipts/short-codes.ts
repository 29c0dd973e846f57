import { shortCodeOf } from '../../domain/consent/receipt/short-code.ts';
import { concatBytes, utf8Encode } from '../../protocol/bytes.ts';
import { practiceKey } from '../book/practice-keys.ts';
import type { DeskContext } from '../context.ts';

const PURPOSE = 'receipt short code v1';
const RANDOM = 7;

type Holder = Pick<DeskContext, 'vault' | 'db' | 'primitives'>;

/**
 * The short codes of a consent, by the hash of its first event, the one that receipts carry now first: derived under the first practice key where several
 * desks share a book, so that each of them gives the same one, and under the device secret, as receipts of before the book have it. Nobody who
 * sees the public hash can tell either.
 */
export const shortCodesOf = (desk: Holder): ((root: string) => readonly [string, ...string[]]) => {
  const shared = practiceKey(desk, 1);
  return (root) => {
    const own = shortCodeOf(desk.vault.derive(PURPOSE, utf8Encode(root)).slice(0, RANDOM));
    if (shared === null) return [own];
    return [shortCodeOf(desk.primitives.sha256(concatBytes(shared, utf8Encode(`${PURPOSE} ${root}`))).slice(0, RANDOM)), own];
  };
};

/** The short code that the receipts of a consent carry. */
export const shortCodeFor = (desk: Holder, root: string): string => shortCodesOf(desk)(root)[0];
