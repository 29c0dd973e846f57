import { formatAbn, parseAbn } from '../../core/domain/identity/abn.ts';
import { ZERO_CENTS, differenceInCents, exactCents, type Cents, type SignedCents } from '../../core/domain/money/cents.ts';
import { parseInstant, type Instant } from '../../core/domain/time/instant.ts';
import { parseLocalDate, type LocalDate } from '../../core/domain/time/local-date.ts';

/** An instant that the desk's contract has already read. Throws for anything else: that is a bug of this window. */
export const instantOf = (text: string): Instant => {
  const read = parseInstant(text);
  if (!read.ok) throw new RangeError('not an instant');
  return read.value;
};

/** A calendar day that the desk's contract has already read. Throws for anything else. */
export const dayOf = (text: string): LocalDate => {
  const read = parseLocalDate(text);
  if (!read.ok) throw new RangeError('not a calendar day');
  return read.value;
};

/** Cents that the desk's contract has already read; negative for differences. Throws for a fraction of a cent. */
export const centsOf = (value: number): Cents | SignedCents =>
  value < 0 ? differenceInCents(ZERO_CENTS, exactCents(-value)) : exactCents(value);

/** An ABN in its printed groups, "51 824 753 556"; as it came where it does not read. */
export const abnText = (text: string): string => {
  const read = parseAbn(text);
  return read.ok ? formatAbn(read.value) : text;
};
