import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { ABC, type Client, CLIENT, FIRST_MORNING, type House, OFFICE, SMITH } from '../../core/cli/demo/cast.ts';
import type { OpenDemoDesk } from '../../core/cli/demo/demo-desk.ts';
import { fileCarrier } from '../../core/cli/demo/file-carrier.ts';
import { openMailSink } from '../../core/cli/demo/mail-sink.ts';
import { ownDesks } from '../../core/cli/demo/own-desks.ts';
import { sampleContacts } from '../../core/cli/demo/run-demo.ts';
import { openStage, type Seat, type Stage, type Written } from '../../core/cli/demo/stage.ts';
import { playStory, type StoryEnd } from '../../core/cli/demo/story.ts';

/** Moments of the story at which the folders of all desks are copied. */
export type Point = 'payable' | 'approved' | 'end';
export type HouseName = Exclude<House['folder'], 'smith2'>;

/** The steps of the story before which a copy is taken. */
const BEFORE: Readonly<Record<string, Point>> = {
  'A batch is prepared and approved': 'payable',
  'Release, payment file, tax invoice': 'approved',
};

export const HOUSES: Readonly<Record<HouseName, House>> = { office: OFFICE, smith: SMITH, abc: ABC };

/** The story, played, with copies of every desk's folders at the moments that were asked for. */
export type World = {
  readonly base: string;
  readonly seed: number;
  /** Identity of each practice and of its people, by name. */
  readonly seats: Readonly<Record<HouseName, Pick<Seat, 'practice'> & { readonly people: ReadonlyMap<string, string> }>>;
  /** Files that went between the desks, below `base/story`. */
  readonly written: readonly Written[];
  /** Null where the story was left before its end. */
  readonly end: StoryEnd | null;
  /** What every clock showed when the copy was taken. */
  readonly at: (point: Point) => string;
  /** A copy of all desks as they were at a point, for one test to do with as it likes. */
  readonly copy: (point: Point, name: string) => string;
  readonly remove: () => void;
};

class Reached extends Error {
  override readonly name = 'Reached';
}

const SEED = 20_260_803;

/** Data folder and key folder of a house in a copy. */
export const foldersOf = (copy: string, house: HouseName): { readonly dataFolder: string; readonly keyFolder: string } => ({
  dataFolder: join(copy, house),
  keyFolder: join(copy, 'keys', house),
});

/**
 * Plays the story of the samples until `until` is reached. Copies are taken while the desks are open and nothing is under way: the files are
 * what a desk leaves that is killed at that moment.
 */
export const playWorld = async (options: {
  readonly until: Point;
  readonly client?: Client;
  readonly contacts?: Uint8Array;
  /** How desks are opened in a folder; inside this process unless said otherwise. */
  readonly open?: (out: string, seed: number) => OpenDemoDesk;
}): Promise<World> => {
  const base = mkdtempSync(join(tmpdir(), 'flip360-drill-'));
  const out = join(base, 'story');
  mkdirSync(out);
  const mail = await openMailSink();
  const opener = options.open?.(out, SEED) ?? ownDesks({ out, entropy: systemEntropy });
  const clock = { now: FIRST_MORNING };
  const seats: Partial<Record<HouseName, Seat>> = {};
  const times = new Map<Point, string>();

  const keep = (point: Point): void => {
    times.set(point, clock.now);
    for (const name of ['office', 'smith', 'abc', 'keys']) cpSync(join(out, name), join(base, point, name), { recursive: true });
    if (point === options.until) throw new Reached();
  };

  const stage = openStage({
    carrier: fileCarrier,
    seed: SEED,
    out,
    firstMorning: FIRST_MORNING,
    mail,
    client: options.client ?? CLIENT,
    contacts: options.contacts ?? sampleContacts(),
    open: async (house, start) => {
      const desk = await opener(house, start);
      return {
        ...desk,
        setClock: (instant) => {
          clock.now = instant;
          return desk.setClock(instant);
        },
      };
    },
    tell: () => undefined,
  });
  const watched: Stage = {
    ...stage,
    seat: (seat) => {
      const { folder } = seat.house;
      if (folder !== 'smith2') seats[folder] = seat;
      stage.seat(seat);
    },
    step: (name, play) => {
      const point = BEFORE[name];
      if (point !== undefined) keep(point);
      return stage.step(name, play);
    },
  };

  const remove = (): void => rmSync(base, { recursive: true, force: true });
  let end: StoryEnd | null = null;
  try {
    end = await playStory(watched, FIRST_MORNING);
    keep('end');
  } catch (error) {
    if (!(error instanceof Reached)) {
      remove();
      throw error;
    }
  } finally {
    await stage.close();
    await mail.close();
  }

  const seatOf = (house: HouseName): World['seats'][HouseName] => {
    const seat = seats[house];
    if (seat === undefined) throw new Error(`the story did not seat ${house}`);
    return {
      practice: seat.practice,
      people: new Map([...seat.people].map(([name, person]) => [name, person.id])),
    };
  };
  const timeOf = (point: Point): string => {
    const at = times.get(point);
    if (at === undefined) throw new Error(`the story did not come to the point ${point}`);
    return at;
  };
  return {
    base,
    seed: SEED,
    seats: { office: seatOf('office'), smith: seatOf('smith'), abc: seatOf('abc') },
    written: stage.written,
    end,
    at: timeOf,
    copy: (point, name) => {
      timeOf(point);
      const copy = join(base, 'copies', name);
      rmSync(copy, { recursive: true, force: true });
      cpSync(join(base, point), copy, { recursive: true });
      return copy;
    },
    remove,
  };
};
