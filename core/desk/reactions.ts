import type { DeskContext } from './context.ts';
import { computeDueEntitlements } from './referrals/entitlements.ts';

/**
 * Acts of the program: after each change of the ledger the desk signs, with its own key, what follows from it without a person deciding.
 * Runs again after a crash, since it asks the ledger what is due and never remembers.
 */
export const startReactions = (desk: DeskContext): void => {
  let running = false;
  const react = (): void => {
    if (running) return;
    running = true;
    try {
      computeDueEntitlements(desk);
    } finally {
      running = false;
    }
  };
  desk.ledger.onChange(react);
  react();
};
