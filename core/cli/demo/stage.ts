import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Act, Signed } from '../../contract/acts.ts';
import type { FileAnswer } from '../../contract/scalars.ts';
import { deskClient, type DeskClient } from '../desk-client.ts';
import { type Client, type House, SAMPLE_PIN } from './cast.ts';
import type { DemoDesk, OpenDemoDesk } from './demo-desk.ts';
import type { MailSink } from './mail-sink.ts';
import { type Person, personAt } from './person.ts';

/** A desk on the stage with its people by name. */
export type Seat = {
  readonly house: House;
  readonly desk: DemoDesk;
  readonly practice: string;
  readonly people: Map<string, Person>;
  readonly anyone: DeskClient;
};

/** Thrown where a step has another end than the story needs. */
export class StoryFailed extends Error {
  override readonly name = 'StoryFailed';
}

export type StepTime = { readonly step: string; readonly ms: number };
export type Written = { readonly path: string; readonly sha256: string; readonly bytes: number };

/** How what one practice signed reaches another, and how the client is reached. */
export type Carrier = {
  readonly carry: (stage: Pick<Stage, 'person' | 'keep' | 'written'>, from: Seat, to: Seat, whole: boolean) => Promise<void>;
  readonly connect: (stage: Pick<Stage, 'person' | 'mail'>, seat: Seat) => Promise<void>;
  /** Resolves when nothing is on its way: the story's clocks may jump by days. */
  readonly settle: (stage: Pick<Stage, 'person'>, seats: readonly Seat[]) => Promise<void>;
  /** The client signs step 1 or 4, asked by one practice; resolves when it stands wherever it goes by itself. */
  readonly clientSigns: (
    stage: Pick<Stage, 'person' | 'act' | 'mail' | 'client' | 'seed'>,
    asker: Seat,
    other: Seat,
    asked: { readonly referral: string; readonly step: 1 | 4 },
  ) => Promise<void>;
};

/** Everything the story plays with: three desks, a clock, a mail server, an output folder. */
export type Stage = {
  readonly seed: number;
  readonly out: string;
  readonly mail: MailSink;
  readonly client: Client;
  /** The contact file that Smith imports. */
  readonly contacts: Uint8Array;
  readonly times: readonly StepTime[];
  readonly written: readonly Written[];
  readonly open: (house: House) => Promise<DemoDesk>;
  readonly seat: (seat: Seat) => void;
  /** Moves every clock to a time of a day of the story, counted from its first morning. */
  readonly on: (day: number, minutes: number) => Promise<void>;
  /** One named step of the story, timed; what it answers is the step's own. */
  readonly step: <T>(name: string, play: () => Promise<T>) => Promise<T>;
  /** A person signs one act. A minute passes. */
  readonly act: (seat: Seat, name: string, act: Act) => Promise<Signed>;
  readonly person: (seat: Seat, name: string) => Promise<Person>;
  /** Brings what one practice signed to another: all of it, unless events of a third are still to come. A minute passes. */
  readonly carry: (from: Seat, to: Seat, whole?: boolean) => Promise<void>;
  /** Links a desk to the network's server, where there is one. */
  readonly connect: (seat: Seat) => Promise<void>;
  /** The client signs a step: at the desk that asks, or by a link of the network. */
  readonly clientSigns: (asker: Seat, other: Seat, referral: string, step: 1 | 4) => Promise<void>;
  readonly keep: (folder: string, file: FileAnswer, name?: string) => Written;
  readonly close: () => Promise<void>;
};

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Sets up the stage in an output folder. */
export const openStage = (options: {
  readonly seed: number;
  readonly out: string;
  readonly firstMorning: string;
  readonly mail: MailSink;
  readonly client: Client;
  readonly contacts: Uint8Array;
  readonly open: OpenDemoDesk;
  readonly carrier: Carrier;
  /** Hears of each time the clocks are set to. */
  readonly onClock?: (instant: string) => void;
  readonly tell: (line: string) => void;
}): Stage => {
  const desks: DemoDesk[] = [];
  const seats: Seat[] = [];
  const times: StepTime[] = [];
  const written: Written[] = [];
  const start = Date.parse(options.firstMorning);
  let now = start;
  let sessionsFrom = start;

  const setClocks = async (next: number): Promise<void> => {
    now = next;
    const instant = new Date(now).toISOString();
    options.onClock?.(instant);
    for (const desk of desks) await desk.setClock(instant);
    // A session lasts twelve hours of the desk's own clock.
    if (now - sessionsFrom < 11 * 3_600_000) return;
    for (const seat of seats) for (const person of seat.people.values()) person.signOut();
    sessionsFrom = now;
  };

  const person = async (seat: Seat, name: string): Promise<Person> => {
    const found = seat.people.get(name);
    if (found === undefined) throw new StoryFailed(`${name} is not at the desk of ${seat.house.legalName}`);
    await found.signIn();
    return found;
  };

  const keep = (folder: string, file: FileAnswer, name?: string): Written => {
    const path = join(folder, name ?? basename(file.name));
    const bytes = Buffer.from(file.base64, 'base64');
    mkdirSync(dirname(join(options.out, path)), { recursive: true });
    writeFileSync(join(options.out, path), bytes);
    const entry: Written = {
      path: path.replaceAll('\\', '/'),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
    };
    written.push(entry);
    return entry;
  };

  const act = async (seat: Seat, name: string, what: Act): Promise<Signed> => {
    await setClocks(now + MINUTE);
    return (await person(seat, name)).act(what);
  };

  return {
    seed: options.seed,
    out: options.out,
    mail: options.mail,
    client: options.client,
    contacts: options.contacts,
    times,
    written,
    open: async (house) => {
      const desk = await options.open(house, new Date(now).toISOString());
      desks.push(desk);
      return desk;
    },
    seat: (seat) => void seats.push(seat),
    on: async (day, minutes) => {
      await options.carrier.settle({ person }, seats);
      await setClocks(start + day * DAY + minutes * MINUTE);
    },
    step: async (name, play) => {
      const from = performance.now();
      const answer = await play();
      const ms = Math.round(performance.now() - from);
      times.push({ step: name, ms });
      options.tell(`${String(ms).padStart(6)} ms  ${name}`);
      return answer;
    },
    person,
    act,
    carry: async (from, to, whole = true) => {
      await setClocks(now + MINUTE);
      await options.carrier.carry({ person, keep, written }, from, to, whole);
    },
    connect: (seat) => options.carrier.connect({ person, mail: options.mail }, seat),
    clientSigns: (asker, other, referral, step) => {
      const { mail, client, seed } = options;
      return options.carrier.clientSigns({ person, act, mail, client, seed }, asker, other, { referral, step });
    },
    keep,
    close: async () => {
      for (const desk of desks.splice(0)) await desk.close();
    },
  };
};

/** A seat for a desk that has just been set up: its first person, and nobody signed in. */
export const newSeat = (stage: Pick<Stage, 'seed'>, desk: DemoDesk, set: { readonly practice: string; readonly person: string }): Seat => {
  const { house } = desk;
  const first = personAt(desk, stage.seed, { id: set.person, name: house.first.name });
  return {
    house,
    desk,
    practice: set.practice,
    people: new Map([[house.first.name, first]]),
    anyone: deskClient(desk.connection, () => null),
  };
};

/** The others of a house join: the first person states them, each signs in and enrols a passkey. */
export const joinAll = async (stage: Stage, seat: Seat): Promise<void> => {
  for (const part of seat.house.others) {
    const stated = await stage.act(seat, seat.house.first.name, {
      act: 'person',
      name: part.name,
      roles: [...part.roles],
      pin: SAMPLE_PIN,
    });
    if (stated.person === null) throw new StoryFailed('the desk did not say who joined');
    seat.people.set(part.name, personAt(seat.desk, stage.seed, { id: stated.person, name: part.name }));
  }
};

/** Everybody of a house enrols a test authenticator as passkey. */
export const enrolAll = async (stage: Stage, seat: Seat): Promise<void> => {
  for (const name of seat.people.keys()) await (await stage.person(seat, name)).enrolPasskey();
};
