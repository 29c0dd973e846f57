import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticeAnswer, type NoticeAnswer, noticeKinds, type NoticeWishes } from '../../core/contract/network/notices.ts';
import { parcelsAnswer } from '../../core/contract/network/parcels.ts';
import { problem } from '../../core/contract/problem.ts';
import { sql } from 'kysely';
import { tellMembers } from '../notices/tell-members.ts';
import type { Storage } from '../storage/storage.ts';
import { sha256Hex } from '../testing/papers.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { admissionPaper, type TestDesk, testDesk, testSession } from '../testing/test-desk.ts';
import { type TestSenders, testSenders } from '../testing/test-senders.ts';

const WISHES: NoticeWishes = {
  on: true,
  kinds: [...noticeKinds],
  pace: 'soon',
  dailyAt: 480,
  zone: 'Australia/Sydney',
  quiet: null,
};
/** Who is told: a name for the id and the address. */
const idOf = (person: string): string => sha256Hex(person).slice(0, 32);
const emailOf = (person: string): string => `${person}@members.example.com.au`;

/** What every storage of the server has to do with telling members; `open` gives one storage for each server process on one database. */
export const noticeAcceptance = (name: string, open: () => Promise<readonly [Storage, Storage?]>): void => {
  describe(`notices on ${name}`, () => {
    let server: TestServer;
    let senders: TestSenders;
    let other: Storage;
    let smith: TestDesk;
    let abc: TestDesk;
    let now = Date.parse('2026-08-04T00:00:00.000Z');
    const clock = { now: () => new Date(now).toISOString() };
    const pass = (seconds: number): void => {
      now += seconds * 1000;
    };

    beforeAll(async () => {
      senders = testSenders();
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

    it('send nothing but a code until it was entered, and guesses end it', async () => {
      await set('priya');
      await post();
      pass(60);
      expect(await tell()).toBe(0);
      expect(senders.mails.map(({ subject }) => subject)).toEqual(['Your code for Flip 360 Desk']);
      for (let guess = 0; guess < 5; guess += 1) expect(await codeOf(await confirm('priya', '00000000'))).toEqual([422, 'notice.code']);
      expect(await codeOf(await confirm('priya', codeTo(emailOf('priya'))))).toEqual([422, 'notice.code-ended']);
      expect((await call('POST', `${idOf('priya')}/code`, { channel: 'email' })).status).toBe(200);
      pass(901);
      expect(await codeOf(await confirm('priya', codeTo(emailOf('priya'))))).toEqual([422, 'notice.code-ended']);
      await call('POST', `${idOf('priya')}/code`, { channel: 'email' });
      expect(await codeOf(await confirm('priya', codeTo(emailOf('priya')), 'email', abc))).toEqual([404, 'notice.unknown']);
      expect((await answered(await confirm('priya', codeTo(emailOf('priya'))))).email.confirmed).toBe(true);
      // What came before is not told.
      pass(60);
      expect(await tell()).toBe(0);
    });

    it('tell arrivals within a minute as one message, the next a quarter of an hour later, each number once', async () => {
      for (let at = 0; at < 5; at += 1) await post();
      expect(await tell()).toBe(0);
      await post();
      pass(15);
      expect([await tell(), await tell()]).toEqual([1, 0]);
      expect(noticesTo('priya').length).toBe(1);
      await post();
      pass(60);
      expect(await tell()).toBe(0);
      await post();
      pass(840);
      expect([await tell(), await tell()]).toEqual([1, 0]);
      const ids = noticesTo('priya').map(({ id }) => id);
      expect(new Set(ids).size).toBe(2);
      pass(86_400);
      expect(await tell()).toBe(0);
      const told = await sql<{ since: number; until: number }>`select since, until from nudge order by since`.execute(
        server.ports.storage.db,
      );
      expect(told.rows.map((row) => [Number(row.since), Number(row.until)])).toEqual([
        [2, 7],
        [8, 9],
      ]);
      expect((await state('priya')).last).toMatchObject({ channel: 'email', end: 'sent' });
      await gone('priya');
    });

    it('go by the kinds that a server can see, and by quiet hours of the member’s zone', async () => {
      await ready('tom', { kinds: ['office'] });
      await post();
      await post(smith, smith.practice);
      pass(60);
      expect(await tell()).toBe(0);
      // 10 pm in Sydney; quiet from 9 pm to 7 am.
      now = Date.parse('2026-08-10T12:00:00.000Z');
      await set('tom', { quiet: { from: 1260, to: 420 } });
      await post();
      pass(60);
      expect(await tell()).toBe(0);
      expect((await state('tom')).next).toBe('2026-08-10T21:00:00.000Z');
      await post();
      now = Date.parse('2026-08-10T21:00:00.000Z');
      expect([await tell(), noticesTo('tom').length]).toEqual([1, 1]);
      await set('tom', { pace: 'daily', dailyAt: 480 });
      await post();
      pass(3599);
      expect(await tell()).toBe(0);
      pass(1);
      expect([await tell(), noticesTo('tom').length]).toEqual([1, 2]);
      // Off, and what waits is dropped.
      await post();
      await tell();
      expect((await state('tom')).next).not.toBeNull();
      await set('tom', { on: false });
      expect((await state('tom')).next).toBeNull();
      await post();
      pass(86_400);
      expect(await tell()).toBe(0);
      await set('tom');
      pass(86_400);
      expect(await tell()).toBe(0);
      await gone('tom');
    });

    it('go out once each under two processes that look at the same time', async () => {
      const people = Array.from({ length: 12 }, (_, at) => `person${at}`);
      pass(864_000);
      for (const person of people) {
        pass(4400);
        await ready(person);
      }
      pass(3600);
      await post();
      await Promise.all([tell('one'), tell('two', other)]);
      pass(20);
      await Promise.all([tell('one'), tell('two', other), tell('three'), tell('four', other)]);
      pass(130);
      await Promise.all([tell('one'), tell('two', other)]);
      for (const person of people) expect([person, noticesTo(person).length]).toEqual([person, 1]);
      // Even when both believe that they have the lease: the second still sends the last two when the first comes to them.
      await post();
      await tell();
      pass(1000);
      const before = senders.mails.length;
      const over = Promise.withResolvers<void>();
      let second: Promise<unknown> = Promise.resolve();
      let calls = 0;
      senders.end = async () => {
        calls += 1;
        const call = calls;
        if (call === 1) {
          await server.ports.storage.db.updateTable('lease').set({ ends_at: clock.now() }).execute();
          second = tell('two', other);
          await expect.poll(() => senders.mails.length).toBe(before + 12);
        }
        if (call === 11 || call === 12) await over.promise;
        return { outcome: 'sent' };
      };
      expect(await tell('one')).toBe(10);
      over.resolve();
      expect(await second).toBe(2);
      senders.end = () => Promise.resolve({ outcome: 'sent' });
      for (const person of people) expect([person, noticesTo(person).length]).toEqual([person, 2]);
      for (const person of people) await gone(person);
    });

    it('are not sent again after a process died with one in its hands, and the next arrival is told', async () => {
      await ready('helen');
      await post();
      pass(60);
      await tell();
      pass(20);
      // The process is gone: it never hears how it ended.
      senders.end = () => new Promise(() => undefined);
      void tell('dying');
      await expect.poll(() => noticesTo('helen').length).toBe(1);
      senders.end = () => Promise.resolve({ outcome: 'sent' });
      pass(121);
      expect(await tell('next')).toBe(0);
      expect((await state('helen')).last?.end).toBe('unknown');
      await post();
      await tell('next');
      pass(900);
      expect([await tell('next'), noticesTo('helen').length]).toEqual([1, 2]);
      // A certain failure is tried again with the same id; a time-out is not.
      await post();
      await tell('next');
      pass(900);
      senders.end = () => Promise.resolve({ outcome: 'not-sent', why: 'ECONNREFUSED' });
      expect(await tell('next')).toBe(0);
      pass(30);
      senders.end = () => Promise.resolve({ outcome: 'unknown', why: 'ETIMEDOUT' });
      expect(await tell('next')).toBe(0);
      pass(86_400);
      senders.end = () => Promise.resolve({ outcome: 'sent' });
      expect(await tell('next')).toBe(0);
      const ids = noticesTo('helen').map(({ id }) => id);
      expect([ids.length, ids[2] === ids[3], new Set(ids).size]).toEqual([4, true, 3]);
      expect(server.lines.filter(({ event }) => event === 'notice')).toEqual([
        { event: 'notice', channel: 'email', outcome: 'not-sent', why: 'ECONNREFUSED' },
        { event: 'notice', channel: 'email', outcome: 'unknown', why: 'ETIMEDOUT' },
      ]);
      await gone('helen');
    });

    it('are sent again after such a death only where the provider knows a repeat', async () => {
      await ready('olga');
      await post();
      await tell();
      pass(20);
      const mail = server.ports.notices.mail;
      if (mail === null) throw new Error('no mail');
      const ports = {
        ...server.ports,
        notices: { ...server.ports.notices, mail: { ...mail, sender: { ...mail.sender, repeatable: true } } },
      };
      senders.end = () => new Promise(() => undefined);
      void tellMembers(ports, 'dying');
      await expect.poll(() => noticesTo('olga').length).toBe(1);
      senders.end = () => Promise.resolve({ outcome: 'sent' });
      pass(121);
      // What came meanwhile is a message of its own: the first may have gone out without it.
      await post();
      expect(await tellMembers(ports, 'next')).toBe(1);
      pass(901);
      expect(await tellMembers(ports, 'next')).toBe(1);
      const ids = noticesTo('olga').map(({ id }) => id);
      expect([ids.length, ids[0] === ids[1], ids[2] === ids[1]]).toEqual([3, true, false]);
      await gone('olga');
    });

    it('go by SMS after two refusals of the address, until it was confirmed anew', async () => {
      const phone = '+61491570006';
      await ready('mia', {}, { phone });
      expect((await confirm('mia', codeTo(phone), 'sms')).status).toBe(200);
      await post();
      await tell();
      pass(20);
      senders.end = (what) => Promise.resolve(what === 'email' ? { outcome: 'rejected', why: 'EENVELOPE 550' } : { outcome: 'sent' });
      expect(await tell()).toBe(0);
      pass(301);
      expect(await tell()).toBe(0);
      expect((await state('mia')).email.bounces).toBe(2);
      expect([await tell(), await tell()]).toEqual([1, 0]);
      const texts = () => senders.texts.filter(({ to, text }) => to === phone && text.startsWith('Something'));
      expect([noticesTo('mia').length, texts().length]).toEqual([2, 1]);
      expect((await state('mia')).last).toMatchObject({ channel: 'sms', end: 'sent' });
      await post();
      await tell();
      pass(900);
      expect([await tell(), noticesTo('mia').length, texts().length]).toEqual([1, 2, 2]);
      senders.end = () => Promise.resolve({ outcome: 'sent' });
      await call('POST', `${idOf('mia')}/code`, { channel: 'email' });
      await confirm('mia', codeTo(emailOf('mia')));
      await post();
      await tell();
      pass(900);
      expect([await tell(), noticesTo('mia').length, texts().length]).toEqual([1, 3, 2]);
      // Without a number two refusals end the message, and say so.
      await set('mia', {}, { phone: null });
      senders.end = () => Promise.resolve({ outcome: 'rejected', why: 'EENVELOPE 550' });
      await post();
      await tell();
      pass(900);
      await tell();
      pass(301);
      await tell();
      expect((await state('mia')).last).toMatchObject({ end: 'bounced' });
      expect((await codeOf(await call('POST', `${idOf('mia')}/code`, { channel: 'email' })))[1]).toBe('notice.code-not-sent');
      senders.end = () => Promise.resolve({ outcome: 'sent' });
      await gone('mia');
    });

    it('stop by the link of a message alone, and are removed whole', async () => {
      await ready('zoe');
      await post();
      await tell();
      pass(20);
      await tell();
      const link = noticesTo('zoe')[0]?.unsubscribe ?? '';
      expect(noticesTo('zoe')[0]?.text).toContain(link);
      const { pathname } = new URL(link);
      const page = await server.request(pathname);
      expect([page.status, page.headers.get('content-security-policy')?.includes("default-src 'none'")]).toEqual([200, true]);
      const wrong = await server.request(`${pathname.slice(0, -1)}${pathname.endsWith('0') ? '1' : '0'}`, { method: 'POST' });
      expect([wrong.status, (await state('zoe')).wishes.on]).toEqual([200, true]);
      expect(await (await server.request(pathname, { method: 'POST' })).text()).toBe(await wrong.text());
      expect(await state('zoe')).toMatchObject({ stoppedByLink: true, wishes: { on: false } });
      await post();
      pass(3600);
      expect(await tell()).toBe(0);
      await set('zoe');
      expect((await state('zoe')).email.confirmed).toBe(true);
      // Nobody else: not another practice, not another person with the same address.
      expect((await codeOf(await call('GET', idOf('zoe'), undefined, abc)))[1]).toBe('notice.other');
      expect((await codeOf(await call('DELETE', idOf('zoe'), undefined, abc)))[1]).toBe('notice.other');
      expect((await codeOf(await set('max', {}, { email: emailOf('zoe').toUpperCase() })))[1]).toBe('notice.address-taken');
      expect((await server.request(`/v1/notices/${idOf('zoe')}`)).status).toBe(401);
      const stored = async () => {
        const { rows } = await sql<{ n: number }>`
          select (select count(*) from notice) + (select count(*) from notice_point) + (select count(*) from nudge) as n`.execute(
          server.ports.storage.db,
        );
        return Number(rows[0]?.n);
      };
      expect(await stored()).toBe(3);
      await gone('zoe');
      expect(await stored()).toBe(0);
      expect(noticeAnswer.parse(await (await call('GET', idOf('zoe'))).json())).toEqual({
        mail: 'mail.example.com.au',
        sms: 'sms.example.com.au',
        notice: null,
      });
    });

    it('go on after a practice resigned, which finishes what is open', async () => {
      await ready('last');
      const paper = admissionPaper(server, { practice: smith.practice, status: 'resigned', seq: 2 });
      expect((await server.request('/v1/admissions', { body: { paper } })).status).toBe(200);
      await post();
      await tell();
      pass(900);
      expect([await tell(), noticesTo('last').length]).toEqual([1, 1]);
      await gone('last');
    });

    it('keep addresses and wishes as ciphertext alone', async () => {
      await ready('canary', { zone: 'Australia/Lord_Howe' }, { phone: '+61491570156' });
      const { rows } = await sql<{ a: Uint8Array; w: Uint8Array }>`
        select notice_point.address as a, notice.wishes as w from notice_point join notice on notice.id = notice_point.notice`.execute(
        server.ports.storage.db,
      );
      expect(rows.length).toBe(2);
      for (const { a, w } of rows)
        expect(`${Buffer.from(a).toString('latin1')} ${Buffer.from(w).toString('latin1')}`).not.toMatch(/canary|members|Howe|49157/u);
      expect(JSON.stringify(server.lines)).not.toMatch(/canary|members|49157/u);
      await gone('canary');
    });
  });
};
