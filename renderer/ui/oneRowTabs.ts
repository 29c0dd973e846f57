const CONTROLS = 'a[href], button, input, select, textarea';

/**
 * Leaves only the controls of the row in hand to Tab. In a list of thousands Tab would otherwise go through every row, as each that is reached
 * scrolls the next into the page, and never leave it. Arrow keys go from row to row.
 */
export const oneRowTabs = (grid: Element | null, current: number): void => {
  for (const row of grid?.querySelectorAll('[data-index]') ?? []) {
    const inHand = Number(row.getAttribute('data-index')) === current;
    for (const control of row.querySelectorAll<HTMLElement>(CONTROLS)) {
      if (!inHand && control.tabIndex === 0) {
        control.dataset['waits'] = 'true';
        control.tabIndex = -1;
      } else if (inHand && control.dataset['waits'] === 'true') {
        delete control.dataset['waits'];
        control.tabIndex = 0;
      }
    }
  }
};
