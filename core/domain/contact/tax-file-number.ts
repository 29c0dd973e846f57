// Tax file numbers are never stored (Privacy (Tax File Number) Rule 2015): this file exists to recognise and drop them.

const WEIGHTS_9 = [1, 4, 3, 7, 5, 8, 6, 9, 10];
const WEIGHTS_8 = [10, 7, 8, 4, 6, 3, 5, 1];

/** What stands where a tax file number was. */
export const REMOVED_TFN = '[tax file number removed]';

/** Whether a column name announces tax file numbers. */
export const isTfnHeader = (header: string): boolean =>
  /\btfn\b|\btfns\b|tax ?file ?(number|no\b|num\b|#)/i.test(header.replace(/t\.f\.n\.?/gi, 'tfn').replace(/[_\-./]+/g, ' ')) ||
  /^tfn|tfn$/i.test(header.trim());

/** Whether eight or nine digits satisfy the TFN check (weighted sum divisible by 11). Spaces, dots and hyphens are ignored. */
export const looksLikeTfn = (value: string): boolean => {
  const digits = value.replace(/[\s.-]/g, '');
  if (!/^\d{8,9}$/.test(digits)) return false;
  const weights = digits.length === 9 ? WEIGHTS_9 : WEIGHTS_8;
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits.charAt(at)), 0) % 11 === 0;
};

const ANNOUNCED = /(\b(?:tfn|t\.f\.n\.?|tax\s+file\s+(?:number|no\.?))\s*(?:is|was|[:#=-])?\s*)(\d[\d\s.-]{6,12}\d)/gi;

/** Takes announced tax file numbers ("TFN: 123 456 782") out of running text, whether or not their check digit holds. */
export const redactTfns = (text: string): { readonly text: string; readonly removed: number } => {
  if (!/t\.?f\.?n|tax\s+file/i.test(text)) return { text, removed: 0 };
  let removed = 0;
  const clean = text.replace(ANNOUNCED, (whole, lead: string, number: string) => {
    const digits = number.replace(/\D/g, '').length;
    if (digits < 8 || digits > 9) return whole;
    removed += 1;
    return `${lead}${REMOVED_TFN}`;
  });
  return { text: clean, removed };
};
