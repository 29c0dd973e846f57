import type { Page } from '@playwright/test';
import { firstRun } from './first-run.ts';
import { money } from './money.ts';
import { network } from './network.ts';
import { officeDay } from './office-day.ts';
import { papers } from './papers.ts';
import { pages } from './pages.ts';
import { referral } from './referral.ts';

/** What a scene works with. */
export type Place = {
  /** For everything that is thrown away afterwards. */
  readonly folder: string;
  /** Where pictures stay. */
  readonly target: string;
  readonly take: (page: Page, name: string) => Promise<void>;
  readonly window: () => Promise<Page>;
  /** Plays the sample story into a folder of that name, to its end or to the end of a step. */
  readonly story: (name: string, until?: string) => Promise<string>;
  /** Opens a desk in a window, with somebody signed in. It is closed when the scene ends. */
  readonly desk: (data: string, person?: string) => Promise<Page>;
};

/** The scenes by name, in the order of the guide. Each plays its own story. */
export const scenes: Readonly<Record<string, (place: Place) => Promise<void>>> = {
  'first-run': firstRun,
  pages,
  'office-day': officeDay,
  referral,
  money,
  papers,
  network,
};
