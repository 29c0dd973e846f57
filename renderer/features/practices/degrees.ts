/** Millionths of a degree of a typed number such as "-33.9105"; undefined for anything else or beyond `most` degrees. */
export const degrees = (text: string, most: 90 | 180): number | undefined => {
  const match = /^([-−]?)([0-9]{1,3})(?:\.([0-9]{1,6}))?$/u.exec(text.trim());
  if (match === null) return undefined;
  const micro = Number(match[2]) * 1_000_000 + Number((match[3] ?? '').padEnd(6, '0'));
  if (micro > most * 1_000_000) return undefined;
  return match[1] === '' || micro === 0 ? micro : -micro;
};
