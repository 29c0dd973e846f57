/** Menus stand inside the page's main landmark, so that a list of landmarks leads to them (axe `region`). */
export const inMain = { target: 'main' } as const;
