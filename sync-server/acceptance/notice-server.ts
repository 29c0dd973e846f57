import { afterAll, beforeAll, expect } from 'vitest';
import { noticeAnswer, type NoticeAnswer, noticeKinds, type NoticeWishes } from '../../core/contract/network/notices.ts';
import { parcelsAnswer } from '../../core/contract/network/parcels.ts';
import { problem } from '../../core/contract/problem.ts';
import { tellMembers } from '../notices/tell-members.ts';
import type { Storage } from '../storage/storage.ts';
import { sha256Hex } from '../testing/papers.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { type TestDesk, testDesk, testSession } from '../testing/test-desk.ts';
import { testSenders } from '../testing/test-senders.ts';

const WISHES: NoticeWishes = {
  on: true,
  kinds: [...noticeKinds],
  pace: 'soon',
  dailyAt: 480,
  zone: 'Australia/Sydney',
  quiet: null,
};
/** Who is told: a name for the id and the address. */
export const idOf = (person: string): string => sha256Hex(person).slice(0, 32);
export const emailOf = (person: string): string => `${person}@members.example.com.au`;

/** A server whose members are told, for the tests of one suite: two practices, senders that keep what they are given, and what members and time do. */
export const noticeServer = (open: () => Promise<readonly [Storage, Storage?]>) => {
  let server: TestServer;
  const senders = testSenders();
  let other: Storage;
  let smith: TestDesk;
  let abc: TestDesk;
  let now = Date.parse('2026-08-04T00:00:00.000Z');
  const clock = { now: () => new Date(now).toISOString() };
  const pass = (seconds: number): void => {
    now += seconds * 1000;
  };

  beforeAll(async () => {
    const [first, second] = await open();
    other = second ?? first;
    server = await startServer({ clock, storage: first, notices: senders });
    smith = await testDesk(server, 'smith');
    abc = await testDesk(server, 'abc');
  });
  afterAll(async () => {
    if (other !== server.ports.storage) await other.close();
    await server.close();
  });

  // A session lasts ten minutes, and days pass here.
  const call = async (method: string, path: string, body?: object, desk = smith): Promise<Response> =>
    server.request(`/v1/notices/${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      token: await testSession(server, desk.signer),
    });
  const set = (person: string, wishes: Partial<NoticeWishes> = {}, more: object = {}, desk = smith): Promise<Response> =>
    call('PUT', idOf(person), { email: emailOf(person), phone: null, wishes: { ...WISHES, ...wishes }, ...more }, desk);
  const answered = async (response: Response): Promise<NonNullable<NoticeAnswer['notice']>> => {
    const { notice } = noticeAnswer.parse(await response.json());
    if (notice === null) throw new Error('no notices are set');
    return notice;
  };
  const state = async (person: string) => answered(await call('GET', idOf(person)));
  const codeOf = async (response: Response): Promise<readonly [number, string | undefined]> => [
    response.status,
    problem.parse(await response.json()).code,
  ];
  /** The code in the newest message to an address. */
  const codeTo = (to: string): string => {
    const texts = [...senders.mails, ...senders.texts].filter((message) => message.to === to).map(({ text }) => text);
    return /^\d{8}/u.exec(texts.at(-1) ?? '')?.[0] ?? '';
  };
  const confirm = (person: string, code: string, channel = 'email', desk = smith) =>
    call('POST', `${idOf(person)}/confirm`, { channel, code }, desk);
  const tell = (holder = 'one', storage = server.ports.storage): Promise<number> => tellMembers({ ...server.ports, storage }, holder);
  const post = async (desk = abc, to = smith.practice): Promise<void> => {
    const { slip, ciphertext } = desk.parcel(to, `parcel ${now}`);
    const token = await testSession(server, desk.signer);
    const taken = await server.request('/v1/parcels', { body: { parcels: [{ slip, ciphertext }] }, token });
    expect(parcelsAnswer.parse(await taken.json()).results[0]?.outcome).toBe('taken');
  };
  const noticesTo = (person: string) =>
    senders.mails.filter(({ to, subject }) => to === emailOf(person) && subject.startsWith('Something'));
  const ready = async (person: string, wishes: Partial<NoticeWishes> = {}, more: object = {}): Promise<void> => {
    expect((await set(person, wishes, more)).status).toBe(200);
    expect((await confirm(person, codeTo(emailOf(person)))).status).toBe(200);
  };
  const gone = async (person: string): Promise<void> => {
    expect((await call('DELETE', idOf(person))).status).toBe(200);
  };
  return {
    server: () => server,
    other: () => other,
    smith: () => smith,
    abc: () => abc,
    senders,
    clock,
    pass,
    setTo: (instant: string): void => {
      now = Date.parse(instant);
    },
    call,
    set,
    answered,
    state,
    codeOf,
    codeTo,
    confirm,
    tell,
    post,
    noticesTo,
    ready,
    gone,
  };
};
