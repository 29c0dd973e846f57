import { loopbackOrigin } from '../../desk/http/loopback.ts';
import type { Connection } from '../desk-client.ts';
import type { House } from './cast.ts';

/** One desk of the demo as the story sees it: its HTTP API, and a clock that can be set. */
export type DemoDesk = {
  readonly house: House;
  readonly connection: Connection;
  /** Origin that the desk records for passkeys. It names no port of this run, so that two runs record the same. */
  readonly statedOrigin: string;
  /** One-time link to the desk's window, where the desk serves one. */
  readonly windowLink?: string;
  readonly setClock: (instant: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens the desk of a house; the story does not know whether it is another process or this one. */
export type OpenDemoDesk = (house: House, start: string) => Promise<DemoDesk>;

/** Name of the installation that a person opens in a window later. */
export const sampleInstallName = (house: Pick<House, 'folder'>): string => `sample${house.folder}`;

/**
 * Origin of the story's own passkeys. Nothing is ever served there: a window on the sample desk is another origin, so that it never asks
 * for the story's test authenticators, and people who look around enrol their own.
 */
export const statedOriginOf = (house: Pick<House, 'folder'>): string => loopbackOrigin({ name: `story${house.folder}`, port: 47_360 });
