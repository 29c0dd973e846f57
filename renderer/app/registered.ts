import type { UseNavigateResult } from '@tanstack/react-router';

/** What features get from the router without importing it. */
export interface Registered {
  readonly navigate: UseNavigateResult<string>;
}
