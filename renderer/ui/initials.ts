/** Up to two initials of a person or practice: "Smith & Partners" gives SP, "ABC Finance" gives AF. */
export const initials = (name: string): string => {
  const words = name.split(/\s+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const first = words[0]?.match(/^./u)?.[0] ?? '';
  const last = words.length > 1 ? (words.at(-1)?.match(/^./u)?.[0] ?? '') : '';
  return (first + last).toLocaleUpperCase('en-AU');
};
