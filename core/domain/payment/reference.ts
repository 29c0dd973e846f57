/**
 * How a narrative bears a reference: `full` (all of it, standing alone, whatever the spacing and punctuation inside:
 * `RCTI 000054` is `RCTI-000054`), `partial` (its beginning, cut short by the bank's field, or a reference too weak to
 * tell payments apart), or `absent`.
 */
export type ReferenceAgreement = 'full' | 'partial' | 'absent';

const runsOf = (text: string): readonly string[] => text.toUpperCase().match(/[A-Z]+|[0-9]+/g) ?? [];

/** Whether text stands alone: no letter or digit touches it, and at most three other characters between its runs. */
const standsIn = (narrative: string, runs: readonly string[]): boolean =>
  new RegExp(`(?<![A-Z0-9])${runs.join('[^A-Z0-9]{0,3}')}(?![A-Z0-9])`).test(narrative);

const beginning = (runs: readonly string[], length: number): readonly string[] => {
  const kept: string[] = [];
  let left = length;
  for (const run of runs) {
    if (left <= 0) break;
    kept.push(run.slice(0, left));
    left -= run.length;
  }
  return kept;
};

/** Four characters with a digit among them: less than that says nothing about which payment is meant. */
const isTelling = (plain: string): boolean => plain.length >= 4 && /\d/.test(plain);

/** A quick test that is true wherever `referenceIn` says `full`, for leaving out most lines of a long statement. */
export const mayBear = (reference: string): ((narrative: string) => boolean) => {
  const longest = runsOf(reference).reduce((found, run) => (run.length > found.length ? run : found), '');
  return longest === '' ? () => false : (narrative) => narrative.toUpperCase().includes(longest);
};

/** Compares a reference with a narrative. A beginning counts from its first digit on, and never proves a payment. */
export const referenceIn = (reference: string, narrative: string): ReferenceAgreement => {
  const text = narrative.toUpperCase();
  const runs = runsOf(reference);
  const plain = runs.join('');
  if (plain === '') return 'absent';
  if (standsIn(text, runs)) return isTelling(plain) ? 'full' : 'partial';
  for (let length = plain.length - 1; isTelling(plain.slice(0, length)); length -= 1)
    if (standsIn(text, beginning(runs, length))) return 'partial';
  return 'absent';
};
