/** A4 in points (ISO 216: 210 × 297 mm). */
export const page = { width: 595.28, height: 841.89 } as const;

const margin = 56.69;

/** Where things stand on every page, in points from the top left corner. */
export const grid = {
  left: margin,
  right: page.width - margin,
  width: page.width - 2 * margin,
  headerBaseline: 41.5,
  headerRule: 50,
  markTop: 54,
  markHeight: 13,
  top: 74,
  /** Where content starts on a page with a band under the header. */
  topUnderMark: 83,
  bottom: 784,
  footerRule: 796,
  footerBaseline: 808.5,
} as const;

/** Monochrome inks: printing in black and white loses nothing. */
export const ink = {
  text: '#111111',
  quiet: '#4a4a4a',
  rule: '#9a9a9a',
  hair: '#c8c8c8',
  shade: '#f0f0f0',
  paper: '#ffffff',
} as const;

export type Ink = (typeof ink)[keyof typeof ink];

/** Line weights in points. */
export const weight = { box: 1.5, strong: 0.9, head: 0.5, hair: 0.4 } as const;
