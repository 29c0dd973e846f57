/** Paths of the page's icons: Tabler Icons, MIT. */
const PATHS = {
  search: 'M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0M21 21l-6 -6',
  shield: 'M11.46 20.846a12 12 0 0 1 -7.96 -14.846a12 12 0 0 0 8.5 -3a12 12 0 0 0 8.5 3a12 12 0 0 1 -.09 7.06M15 19l2 2l4 -4',
  held: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M9 12l2 2l4 -4',
  witnessed: 'M7 12l5 5l10 -10M2 12l5 5m5 -5l5 -5',
  stamped: 'M20.942 13.021a9 9 0 1 0 -9.407 7.967M12 7v5l3 3M15 19l2 2l4 -4',
  waits: 'M3 12a9 9 0 1 0 18 0a9 9 0 0 0 -18 0M12 7v5l3 3',
  hidden:
    'M10.585 10.587a2 2 0 0 0 2.829 2.828M16.681 16.673a8.717 8.717 0 0 1 -4.681 1.327c-3.6 0 -6.6 -2 -9 -6c1.272 -2.12 2.712 -3.678 4.32 -4.674m2.86 -1.146a9.055 9.055 0 0 1 1.82 -.18c3.6 0 6.6 2 9 6c-.666 1.11 -1.379 2.067 -2.138 2.87M3 3l18 18',
} as const;

/** An icon beside words that say the same. */
export const icon = (name: keyof typeof PATHS): string =>
  `<svg class="icon" aria-hidden="true" viewBox="0 0 24 24"><path d="${PATHS[name]}"/></svg>`;

const ARCS = [
  'M35.93 5.73A26.56 26.56 0 0 1 55.77 20.15',
  'M58.20 27.62A26.56 26.56 0 0 1 50.62 50.94',
  'M44.26 55.56A26.56 26.56 0 0 1 19.74 55.56',
  'M13.38 50.94A26.56 26.56 0 0 1 5.80 27.62',
  'M8.23 20.15A26.56 26.56 0 0 1 28.07 5.73',
] as const;

/** The ring of five handshakes. */
export const ring = (): string =>
  `<svg class="ring" aria-hidden="true" viewBox="0 0 64 64">${ARCS.map((arc) => `<path d="${arc}"/>`).join('')}</svg>`;
