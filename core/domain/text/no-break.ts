/** The same text with every space made a no-break space (U+00A0): keeps "4 Aug 2026", "10 %" or an ABN on one line. */
export const noBreak = (text: string): string => text.replaceAll(' ', '\u00a0');
