/** Σ digit × weight. Both have the same length; a text with anything but digits is a bug of the caller. */
export const weightedSum = (digits: string, weights: readonly number[]): number => {
  if (digits.length !== weights.length || !/^[0-9]+$/u.test(digits)) throw new RangeError('digits and weights differ in length');
  return weights.reduce((sum, weight, index) => sum + weight * (digits.charCodeAt(index) - 48), 0);
};

/** Typed digits without the separators people use: spaces (no-break ones too), hyphens and dots. */
export const withoutSeparators = (text: string): string => text.replace(/[\s\u00a0\u202f.\u2010-\u2015-]/gu, '');
