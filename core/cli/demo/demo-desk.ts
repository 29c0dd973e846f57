import type { Connection } from '../desk-client.ts';
import type { House } from './cast.ts';

/** One desk of the demo as the story sees it: its HTTP API, and a clock that can be set. */
export type DemoDesk = {
  readonly house: House;
  readonly connection: Connection;
  /** Origin that the desk records for passkeys. It names no port of this run, so that two runs record the same. */
  readonly statedOrigin: string;
  readonly setClock: (instant: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens the desk of a house; the story does not know whether it is another process or this one. */
export type OpenDemoDesk = (house: House, start: string) => Promise<DemoDesk>;

/** Host name of a demo desk: names the house, never an installation. */
export const demoInstallName = (house: Pick<House, 'folder'>): string => `sample${house.folder}`;

const PORTS = { office: 47_360, smith: 47_361, abc: 47_362 } as const;

/** Port that a demo desk keeps for the day on which somebody opens it in the window. */
export const demoPort = (house: Pick<House, 'folder'>): number => PORTS[house.folder];
