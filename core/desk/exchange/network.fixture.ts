import type { Act } from '../../contract/acts.ts';
import type { exchangeImported, exchangePreview } from '../../contract/desk.ts';
import type { z } from 'zod';
import type { FileAnswer } from '../../contract/scalars.ts';
import {
  type FakeClock,
  fakeClock,
  openTestHost,
  PIN,
  type SetUp,
  signAct,
  signInAs,
  testFolders,
  type TestHost,
} from '../open-desk.fixture.ts';
import type { DeskOptions } from '../keys/desk-options.ts';
import { foundOffice } from '../office/founding.ts';

/** One practice of a test network: its desk, and its first person signed in. */
export type Seat = {
  readonly host: TestHost;
  readonly practice: string;
  readonly person: string;
  readonly token: string;
};

export type House = {
  readonly legalName: string;
  readonly abn: string;
  readonly verticals: readonly string[];
  readonly name: string;
  readonly gst: boolean;
  /** Of an office whose three roots are carried away; test networks stay with one. */
  readonly rootPassphrases?: readonly string[];
};

export const OFFICE: House = {
  legalName: 'Sample Network Office',
  abn: '58 360 360 316',
  verticals: ['accountant'],
  name: 'Helen Wright',
  gst: true,
};
export const SMITH: House = {
  legalName: 'Smith & Partners',
  abn: '51 824 753 556',
  verticals: ['accountant'],
  name: 'Priya Nair',
  gst: true,
};
export const ABC: House = {
  legalName: 'ABC Finance',
  abn: '18 360 360 309',
  verticals: ['mortgage-broker'],
  name: 'Alex Brown',
  gst: true,
};
export const DELTA: House = {
  legalName: 'Delta Bookkeeping',
  abn: '94 360 360 305',
  verticals: ['bookkeeper'],
  name: 'Dana Lee',
  gst: false,
};

const firstRun = async (
  house: House,
  kind: 'member' | 'office',
  clock: FakeClock,
  options: Omit<Partial<DeskOptions>, 'clock'> = {},
): Promise<Seat> => {
  const host = await openTestHost(testFolders(), {
    clock,
    seed: house.legalName,
    foundOffice: foundOffice({ network: 'Sample network', test: true }),
    ...options,
  });
  const input = {
    kind,
    legalName: house.legalName,
    abn: house.abn,
    gst: { registered: house.gst, from: house.gst ? '2020-07-01' : null },
    verticals: house.verticals,
    person: { name: house.name, pin: PIN },
    rootPassphrases: house.rootPassphrases ?? null,
  };
  const answer = await host.call('POST', '/setup', input);
  if (answer.status !== 200) throw new Error(`setup: ${JSON.stringify(answer.json)}`);
  const { practice, person } = answer.json as unknown as SetUp;
  return { host, practice, person, token: await signInAs(host, person) };
};

export const ok = async (seat: Seat, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const answer = await seat.host.call(method, path, body, seat.token);
  if (answer.status !== 200)
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.json)} ${JSON.stringify(seat.host.reports)}`);
  return answer.json;
};

const fileOf = (json: Record<string, unknown>): FileAnswer => json as unknown as FileAnswer;

/** The exchange file of one practice for another. */
/** What a call that is refused answers. Throws when it is not refused. */
export const refused = async (seat: Seat, method: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
  const answer = await seat.host.call(method, path, body, seat.token);
  if (answer.status < 400 || answer.status > 499) throw new Error(`${method} ${path}: ${answer.status}, not refused`);
  return answer.json;
};
export const exportFile = async (from: Seat, to: Pick<Seat, 'practice'>, body: { readonly resend?: boolean } = {}): Promise<FileAnswer> =>
  fileOf(await ok(from, 'POST', `/exchange/${to.practice}/export`, body));

export const input = (file: Pick<FileAnswer, 'name' | 'base64'>): { readonly name: string; readonly base64: string } => ({
  name: file.name,
  base64: file.base64,
});

export const importInto = async (seat: Seat, file: Pick<FileAnswer, 'name' | 'base64'>): Promise<z.infer<typeof exchangeImported>> =>
  (await ok(seat, 'POST', '/exchange/import', input(file))) as unknown as z.infer<typeof exchangeImported>;
export const previewAt = async (seat: Seat, file: Pick<FileAnswer, 'name' | 'base64'>): Promise<z.infer<typeof exchangePreview>> =>
  (await ok(seat, 'POST', '/exchange/preview', input(file))) as unknown as z.infer<typeof exchangePreview>;

/** Makes a file and takes it in at the other desk. */
export const carry = async (from: Seat, to: Seat): Promise<z.infer<typeof exchangeImported>> => importInto(to, await exportFile(from, to));

/** Signs one act; throws when it is refused. Answers the hashes of its events. */
export const sign = async (seat: Seat, act: Act): Promise<readonly { readonly type: string; readonly hash: string }[]> => {
  const answer = await signAct(seat.host, seat.token, act);
  if (answer.status !== 200) throw new Error(`${act.act}: ${JSON.stringify(answer.json)} ${JSON.stringify(seat.host.reports)}`);
  return answer.json['events'] as readonly { readonly type: string; readonly hash: string }[];
};

/** An office that has founded its network. */
export const openOffice = async (
  clock: FakeClock = fakeClock(),
  house: House = OFFICE,
  options: Omit<Partial<DeskOptions>, 'clock'> = {},
): Promise<Seat> => firstRun(house, 'office', clock, options);

/** A desk that waits for its register. */
export const openMember = async (
  house: House,
  clock: FakeClock = fakeClock(),
  options: Omit<Partial<DeskOptions>, 'clock'> = {},
): Promise<Seat> => firstRun(house, 'member', clock, options);

/** The office answers the request of a member: its exchange file and the trust file. */
export const answerOf = async (office: Seat, member: Seat): Promise<{ readonly answer: FileAnswer; readonly trust: FileAnswer }> => {
  const request = fileOf(await ok(member, 'GET', '/setup/request'));
  await ok(office, 'POST', '/office/requests', input(request));
  return { answer: await exportFile(office, member), trust: fileOf(await ok(office, 'GET', '/trust-file')) };
};

/** A member whose register has arrived. */
export const join = async (
  office: Seat,
  house: House,
  clock: FakeClock,
  options: Omit<Partial<DeskOptions>, 'clock'> = {},
): Promise<Seat> => {
  const member = await openMember(house, clock, options);
  const files = await answerOf(office, member);
  await ok(member, 'POST', '/setup/register', { answer: input(files.answer), trust: input(files.trust) });
  return member;
};

export type Network = {
  readonly clock: FakeClock;
  readonly office: Seat;
  readonly smith: Seat;
  readonly abc: Seat;
  readonly close: () => Promise<void>;
};

/** Office, Smith & Partners and ABC Finance, each on a database of its own, all knowing each other. */
export const openNetwork = async (options: Omit<Partial<DeskOptions>, 'clock'> = {}): Promise<Network> => {
  const clock = fakeClock();
  const office = await openOffice(clock, OFFICE, options);
  const smith = await join(office, SMITH, clock, options);
  const abc = await join(office, ABC, clock, options);
  await carry(office, smith);
  return {
    clock,
    office,
    smith,
    abc,
    close: async () => {
      for (const seat of [office, smith, abc]) await seat.host.close();
    },
  };
};
