import { describe, expect, it } from 'vitest';
import { noticeAnswer } from '../../core/contract/network/notices.ts';
import { sql } from 'kysely';
import { tellMembers } from '../notices/tell-members.ts';
import type { Storage } from '../storage/storage.ts';
import { emailOf, idOf, noticeServer } from './notice-server.ts';
import { admissionPaper } from '../testing/test-desk.ts';

/** What every storage of the server has to do with telling members; `open` gives one storage for each server process on one database. */
export const noticeAcceptance = (name: string, open: () => Promise<readonly [Storage, Storage?]>): void => {
  describe(`notices on ${name}`, () => {
    const on = noticeServer(open);

    it('send nothing but a code until it was entered, and guesses end it', async () => {
      await on.set('priya');
      await on.post();
      on.pass(60);
      expect(await on.tell()).toBe(0);
      expect(on.senders.mails.map(({ subject }) => subject)).toEqual(['Your code for Flip 360 Desk']);
      for (let guess = 0; guess < 5; guess += 1)
        expect(await on.codeOf(await on.confirm('priya', '00000000'))).toEqual([422, 'notice.code']);
      expect(await on.codeOf(await on.confirm('priya', on.codeTo(emailOf('priya'))))).toEqual([422, 'notice.code-ended']);
      expect((await on.call('POST', `${idOf('priya')}/code`, { channel: 'email' })).status).toBe(200);
      on.pass(901);
      expect(await on.codeOf(await on.confirm('priya', on.codeTo(emailOf('priya'))))).toEqual([422, 'notice.code-ended']);
      await on.call('POST', `${idOf('priya')}/code`, { channel: 'email' });
      expect(await on.codeOf(await on.confirm('priya', on.codeTo(emailOf('priya')), 'email', on.abc()))).toEqual([404, 'notice.unknown']);
      expect((await on.answered(await on.confirm('priya', on.codeTo(emailOf('priya'))))).email.confirmed).toBe(true);
      // What came before is not told.
      on.pass(60);
      expect(await on.tell()).toBe(0);
    });

    it('tell arrivals within a minute as one message, the next a quarter of an hour later, each number once', async () => {
      for (let at = 0; at < 5; at += 1) await on.post();
      expect(await on.tell()).toBe(0);
      await on.post();
      on.pass(15);
      expect([await on.tell(), await on.tell()]).toEqual([1, 0]);
      expect(on.noticesTo('priya').length).toBe(1);
      await on.post();
      on.pass(60);
      expect(await on.tell()).toBe(0);
      await on.post();
      on.pass(840);
      expect([await on.tell(), await on.tell()]).toEqual([1, 0]);
      const ids = on.noticesTo('priya').map(({ id }) => id);
      expect(new Set(ids).size).toBe(2);
      on.pass(86_400);
      expect(await on.tell()).toBe(0);
      const told = await sql<{ since: number; until: number }>`select since, until from nudge order by since`.execute(
        on.server().ports.storage.db,
      );
      expect(told.rows.map((row) => [Number(row.since), Number(row.until)])).toEqual([
        [2, 7],
        [8, 9],
      ]);
      expect((await on.state('priya')).last).toMatchObject({ channel: 'email', end: 'sent' });
      await on.gone('priya');
    });

    it('go by the kinds that a server can see, and by quiet hours of the member’s zone', async () => {
      await on.ready('tom', { kinds: ['office'] });
      await on.post();
      await on.post(on.smith(), on.smith().practice);
      on.pass(60);
      expect(await on.tell()).toBe(0);
      // 10 pm in Sydney; quiet from 9 pm to 7 am.
      on.setTo('2026-08-10T12:00:00.000Z');
      await on.set('tom', { quiet: { from: 1260, to: 420 } });
      await on.post();
      on.pass(60);
      expect(await on.tell()).toBe(0);
      expect((await on.state('tom')).next).toBe('2026-08-10T21:00:00.000Z');
      await on.post();
      on.setTo('2026-08-10T21:00:00.000Z');
      expect([await on.tell(), on.noticesTo('tom').length]).toEqual([1, 1]);
      await on.set('tom', { pace: 'daily', dailyAt: 480 });
      await on.post();
      on.pass(3599);
      expect(await on.tell()).toBe(0);
      on.pass(1);
      expect([await on.tell(), on.noticesTo('tom').length]).toEqual([1, 2]);
      // Off, and what waits is dropped.
      await on.post();
      await on.tell();
      expect((await on.state('tom')).next).not.toBeNull();
      await on.set('tom', { on: false });
      expect((await on.state('tom')).next).toBeNull();
      await on.post();
      on.pass(86_400);
      expect(await on.tell()).toBe(0);
      await on.set('tom');
      on.pass(86_400);
      expect(await on.tell()).toBe(0);
      await on.gone('tom');
    });

    it('go out once each under two processes that look at the same time', async () => {
      const people = Array.from({ length: 12 }, (_, at) => `person${at}`);
      on.pass(864_000);
      for (const person of people) {
        on.pass(4400);
        await on.ready(person);
      }
      on.pass(3600);
      await on.post();
      await Promise.all([on.tell('one'), on.tell('two', on.other())]);
      on.pass(20);
      await Promise.all([on.tell('one'), on.tell('two', on.other()), on.tell('three'), on.tell('four', on.other())]);
      on.pass(130);
      await Promise.all([on.tell('one'), on.tell('two', on.other())]);
      for (const person of people) expect([person, on.noticesTo(person).length]).toEqual([person, 1]);
      // Even when both believe that they have the lease: the second still sends the last two when the first comes to them.
      await on.post();
      await on.tell();
      on.pass(1000);
      const before = on.senders.mails.length;
      const over = Promise.withResolvers<void>();
      let second: Promise<unknown> = Promise.resolve();
      let calls = 0;
      on.senders.end = async () => {
        calls += 1;
        const call = calls;
        if (call === 1) {
          await on.server().ports.storage.db.updateTable('lease').set({ ends_at: on.clock.now() }).execute();
          second = on.tell('two', on.other());
          await expect.poll(() => on.senders.mails.length).toBe(before + 12);
        }
        if (call === 11 || call === 12) await over.promise;
        return { outcome: 'sent' };
      };
      expect(await on.tell('one')).toBe(10);
      over.resolve();
      expect(await second).toBe(2);
      on.senders.end = () => Promise.resolve({ outcome: 'sent' });
      for (const person of people) expect([person, on.noticesTo(person).length]).toEqual([person, 2]);
      for (const person of people) await on.gone(person);
    });

    it('are not sent again after a process died with one in its hands, and the next arrival is told', async () => {
      await on.ready('helen');
      await on.post();
      on.pass(60);
      await on.tell();
      on.pass(20);
      // The process is gone: it never hears how it ended.
      on.senders.end = () => new Promise(() => undefined);
      void on.tell('dying');
      await expect.poll(() => on.noticesTo('helen').length).toBe(1);
      on.senders.end = () => Promise.resolve({ outcome: 'sent' });
      on.pass(121);
      expect(await on.tell('next')).toBe(0);
      expect((await on.state('helen')).last?.end).toBe('unknown');
      await on.post();
      await on.tell('next');
      on.pass(900);
      expect([await on.tell('next'), on.noticesTo('helen').length]).toEqual([1, 2]);
      // A certain failure is tried again with the same id; a time-out is not.
      await on.post();
      await on.tell('next');
      on.pass(900);
      on.senders.end = () => Promise.resolve({ outcome: 'not-sent', why: 'ECONNREFUSED' });
      expect(await on.tell('next')).toBe(0);
      on.pass(30);
      on.senders.end = () => Promise.resolve({ outcome: 'unknown', why: 'ETIMEDOUT' });
      expect(await on.tell('next')).toBe(0);
      on.pass(86_400);
      on.senders.end = () => Promise.resolve({ outcome: 'sent' });
      expect(await on.tell('next')).toBe(0);
      const ids = on.noticesTo('helen').map(({ id }) => id);
      expect([ids.length, ids[2] === ids[3], new Set(ids).size]).toEqual([4, true, 3]);
      expect(on.server().lines.filter(({ event }) => event === 'notice')).toEqual([
        { event: 'notice', channel: 'email', outcome: 'not-sent', why: 'ECONNREFUSED' },
        { event: 'notice', channel: 'email', outcome: 'unknown', why: 'ETIMEDOUT' },
      ]);
      await on.gone('helen');
    });

    it('are sent again after such a death only where the provider knows a repeat', async () => {
      await on.ready('olga');
      await on.post();
      await on.tell();
      on.pass(20);
      const mail = on.server().ports.notices.mail;
      if (mail === null) throw new Error('no mail');
      const ports = {
        ...on.server().ports,
        notices: { ...on.server().ports.notices, mail: { ...mail, sender: { ...mail.sender, repeatable: true } } },
      };
      on.senders.end = () => new Promise(() => undefined);
      void tellMembers(ports, 'dying');
      await expect.poll(() => on.noticesTo('olga').length).toBe(1);
      on.senders.end = () => Promise.resolve({ outcome: 'sent' });
      on.pass(121);
      // What came meanwhile is a message of its own: the first may have gone out without it.
      await on.post();
      expect(await tellMembers(ports, 'next')).toBe(1);
      on.pass(901);
      expect(await tellMembers(ports, 'next')).toBe(1);
      const ids = on.noticesTo('olga').map(({ id }) => id);
      expect([ids.length, ids[0] === ids[1], ids[2] === ids[1]]).toEqual([3, true, false]);
      await on.gone('olga');
    });

    it('go by SMS after two refusals of the address, until it was confirmed anew', async () => {
      const phone = '+61491570006';
      await on.ready('mia', {}, { phone });
      expect((await on.confirm('mia', on.codeTo(phone), 'sms')).status).toBe(200);
      await on.post();
      await on.tell();
      on.pass(20);
      on.senders.end = (what) => Promise.resolve(what === 'email' ? { outcome: 'rejected', why: 'EENVELOPE 550' } : { outcome: 'sent' });
      expect(await on.tell()).toBe(0);
      on.pass(301);
      expect(await on.tell()).toBe(0);
      expect((await on.state('mia')).email.bounces).toBe(2);
      expect([await on.tell(), await on.tell()]).toEqual([1, 0]);
      const texts = () => on.senders.texts.filter(({ to, text }) => to === phone && text.startsWith('Something'));
      expect([on.noticesTo('mia').length, texts().length]).toEqual([2, 1]);
      expect((await on.state('mia')).last).toMatchObject({ channel: 'sms', end: 'sent' });
      await on.post();
      await on.tell();
      on.pass(900);
      expect([await on.tell(), on.noticesTo('mia').length, texts().length]).toEqual([1, 2, 2]);
      on.senders.end = () => Promise.resolve({ outcome: 'sent' });
      await on.call('POST', `${idOf('mia')}/code`, { channel: 'email' });
      await on.confirm('mia', on.codeTo(emailOf('mia')));
      await on.post();
      await on.tell();
      on.pass(900);
      expect([await on.tell(), on.noticesTo('mia').length, texts().length]).toEqual([1, 3, 2]);
      // Without a number two refusals end the message, and say so.
      await on.set('mia', {}, { phone: null });
      on.senders.end = () => Promise.resolve({ outcome: 'rejected', why: 'EENVELOPE 550' });
      await on.post();
      await on.tell();
      on.pass(900);
      await on.tell();
      on.pass(301);
      await on.tell();
      expect((await on.state('mia')).last).toMatchObject({ end: 'bounced' });
      expect((await on.codeOf(await on.call('POST', `${idOf('mia')}/code`, { channel: 'email' })))[1]).toBe('notice.code-not-sent');
      on.senders.end = () => Promise.resolve({ outcome: 'sent' });
      await on.gone('mia');
    });

    it('stop by the link of a message alone, and are removed whole', async () => {
      await on.ready('zoe');
      await on.post();
      await on.tell();
      on.pass(20);
      await on.tell();
      const link = on.noticesTo('zoe')[0]?.unsubscribe ?? '';
      expect(on.noticesTo('zoe')[0]?.text).toContain(link);
      const { pathname } = new URL(link);
      const page = await on.server().request(pathname);
      expect([page.status, page.headers.get('content-security-policy')?.includes("default-src 'none'")]).toEqual([200, true]);
      const wrong = await on.server().request(`${pathname.slice(0, -1)}${pathname.endsWith('0') ? '1' : '0'}`, { method: 'POST' });
      expect([wrong.status, (await on.state('zoe')).wishes.on]).toEqual([200, true]);
      expect(await (await on.server().request(pathname, { method: 'POST' })).text()).toBe(await wrong.text());
      expect(await on.state('zoe')).toMatchObject({ stoppedByLink: true, wishes: { on: false } });
      await on.post();
      on.pass(3600);
      expect(await on.tell()).toBe(0);
      await on.set('zoe');
      expect((await on.state('zoe')).email.confirmed).toBe(true);
      // Nobody else: not another practice, not another person with the same address.
      expect((await on.codeOf(await on.call('GET', idOf('zoe'), undefined, on.abc())))[1]).toBe('notice.other');
      expect((await on.codeOf(await on.call('DELETE', idOf('zoe'), undefined, on.abc())))[1]).toBe('notice.other');
      expect((await on.codeOf(await on.set('max', {}, { email: emailOf('zoe').toUpperCase() })))[1]).toBe('notice.address-taken');
      expect((await on.server().request(`/v1/notices/${idOf('zoe')}`)).status).toBe(401);
      const stored = async () => {
        const { rows } = await sql<{ n: number }>`
          select (select count(*) from notice) + (select count(*) from notice_point) + (select count(*) from nudge) as n`.execute(
          on.server().ports.storage.db,
        );
        return Number(rows[0]?.n);
      };
      expect(await stored()).toBe(3);
      await on.gone('zoe');
      expect(await stored()).toBe(0);
      expect(noticeAnswer.parse(await (await on.call('GET', idOf('zoe'))).json())).toEqual({
        mail: 'mail.example.com.au',
        sms: 'sms.example.com.au',
        notice: null,
      });
    });

    it('go on after a practice resigned, which finishes what is open', async () => {
      await on.ready('last');
      const paper = admissionPaper(on.server(), { practice: on.smith().practice, status: 'resigned', seq: 2 });
      expect((await on.server().request('/v1/admissions', { body: { paper } })).status).toBe(200);
      await on.post();
      await on.tell();
      on.pass(900);
      expect([await on.tell(), on.noticesTo('last').length]).toEqual([1, 1]);
      await on.gone('last');
    });

    it('keep addresses and wishes as ciphertext alone', async () => {
      await on.ready('canary', { zone: 'Australia/Lord_Howe' }, { phone: '+61491570156' });
      const { rows } = await sql<{ a: Uint8Array; w: Uint8Array }>`
        select notice_point.address as a, notice.wishes as w from notice_point join notice on notice.id = notice_point.notice`.execute(
        on.server().ports.storage.db,
      );
      expect(rows.length).toBe(2);
      for (const { a, w } of rows)
        expect(`${Buffer.from(a).toString('latin1')} ${Buffer.from(w).toString('latin1')}`).not.toMatch(/canary|members|Howe|49157/u);
      expect(JSON.stringify(on.server().lines)).not.toMatch(/canary|members|49157/u);
      await on.gone('canary');
    });
  });
};
