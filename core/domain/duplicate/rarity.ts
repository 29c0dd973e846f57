/** How common things are in the book: a shared name or number says more, the fewer share it. */
export type BookFigures = {
  /** Contacts in the book. */
  readonly size: number;
  /** How many contacts hold a key; at least 1 for a key of a contact in the book. */
  readonly holders: (key: string) => number;
};

// Books smaller than this say little about how common a name is.
const SMALL_BOOK = 200;

// The limits below were weighed on books of this size. Chance agreement on what a household or nobody else shares gets rarer as a book grows, just as
// the number of pairs grows: the limits move with it.
const WEIGHED_AT = 3000;
const growth = ({ size }: BookFigures): number => Math.max(0, Math.log2(Math.max(size, 1) / WEIGHED_AT));

/** Bits that agreement on a value gives which `holders` of the book have: the binary logarithm of how rare it is, within limits. */
export const rarityBits = (book: BookFigures, key: string, most: number, least = 1): number =>
  Math.min(most + growth(book), Math.max(least, Math.log2((book.size + SMALL_BOOK) / (book.holders(key) + 1))));

/**
 * Bits of a shared e-mail address, number or street address: full where only these two hold it, less with each doubling, nothing for a
 * switchboard.
 */
export const sharedBits = (book: BookFigures, key: string, most: number): number =>
  Math.max(0, most + growth(book) - 3 * Math.log2(Math.max(2, book.holders(key)) / 2));

/** True for a spelling that so few have that it may be a slip. */
export const isRare = (book: BookFigures, key: string): boolean => book.holders(key) <= Math.max(2, book.size / WEIGHED_AT);

/**
 * Bits against any two contacts being one before anything is compared: about one contact in ten has a second record, so of the pairs of a book
 * of n about one in 5 n is one client.
 */
export const priorBits = ({ size }: BookFigures): number => -Math.log2(5 * Math.max(size, 500));
