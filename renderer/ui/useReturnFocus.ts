import { useEffect, useState } from 'react';

/**
 * Gives the focus back to what had it before a sheet came up, once the sheet is gone. Sheets are taken out of the page when they close, so the
 * modal itself cannot.
 */
export const useReturnFocus = (): void => {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const dialog = document.querySelector('[role="dialog"]');
        // Another sheet may have taken the place of this one: the focus is its own.
        if (!(before instanceof HTMLElement) || !before.isConnected || (dialog !== null && !dialog.contains(before))) return;
        if (document.activeElement === document.body || document.activeElement === null) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
};
