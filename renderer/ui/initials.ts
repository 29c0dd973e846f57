const LEGAL_FORM = /^(?:pty|ltd|limited|proprietary|inc|llp)\.?$/iu;

/** Up to two initials of a person or practice, its legal form aside: "Smith & Partners Pty Ltd" gives SP, "ABC Finance" gives AF. */
export const initials = (name: string): string => {
  const words = name.split(/\s+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word) && !LEGAL_FORM.test(word));
  const first = words[0]?.match(/^./u)?.[0] ?? '';
  const last = words.length > 1 ? (words.at(-1)?.match(/^./u)?.[0] ?? '') : '';
  return (first + last).toLocaleUpperCase('en-AU');
};
