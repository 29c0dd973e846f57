import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ABC, SAMPLE_PIN, SMITH } from '../../core/cli/demo/cast.ts';
import { DeskRefused } from '../../core/cli/desk-client.ts';
import { contactList } from '../../core/contract/contact-list.ts';
import { importPreview, importResult } from '../../core/contract/imports.ts';
import { backupRow, exchangeImported } from '../../core/contract/desk.ts';
import type { Problem } from '../../core/contract/problem.ts';
import { referralOptions, referralView } from '../../core/contract/referrals.ts';
import { fileAnswer } from '../../core/contract/scalars.ts';
import { status } from '../../core/contract/status.ts';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { openHere, startChild, tryHere } from './desks.ts';
import { deskOnSmallDisk } from './faults/full-disk.ts';
import { HARMS, openHarmed, type Opening } from './faults/harm.ts';
import { asAnotherUser } from './faults/other-user.ts';
import { later } from './kill/operations.ts';
import { expectSound } from './kill/run.ts';
import { foldersOf, playWorld, type World } from './world.ts';

const PRIYA = SMITH.first.name;
const HELEN = ABC.first.name;
const YEAR = 365 * 1440;
const TIMES = 4;
let world: World;

beforeAll(async () => {
  world = await playWorld({ until: 'approved' });
}, 60_000);
afterAll(() => world.remove());

const refusalOf = async (work: () => Promise<unknown>): Promise<Problem> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof DeskRefused) return error.problem;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('files that were harmed while nobody looked', () => {
  it.each(HARMS.map((harm) => [harm.name, harm] as const))('never open as if nothing had happened: %s', async (_name, harm) => {
    const openings: Opening[] = [];
    for (let time = 0; time < TIMES; time += 1) openings.push(await openHarmed(world, harm));
    expect(openings).toHaveLength(TIMES);
    expect(openings).not.toContain('refused');
  });
});

describe('a full disk', () => {
  const contacts = (round: number) => ({
    name: `full-${String(round)}.csv`,
    base64: Buffer.from(
      [
        'First Name,Last Name,Email',
        ...Array.from(
          { length: 400 },
          (_, row) => `Full${String(round)}x${String(row)},Disk,full.${String(round)}.${String(row)}@example.com`,
        ),
      ].join('\n'),
    ).toString('base64'),
  });

  it('is named, loses nothing, and is over when there is room again', async () => {
    const disk = await deskOnSmallDisk(world, 'smith', later(world.at('payable'), 1));
    try {
      const { api } = await disk.desk.person(PRIYA);
      const before = (await api.get('/contacts?limit=1', contactList)).total;
      const commit = async (round: number) => {
        const preview = await api.send('POST', '/imports/preview', contacts(round), importPreview);
        return api.send(
          'POST',
          `/imports/${preview.import}/commit`,
          { name: `Full ${String(round)}`, skipBlocked: false, duplicates: 'leave-out' },
          importResult,
        );
      };
      disk.fill();
      const refused = await refusalOf(() => commit(1));
      expect(refused).toMatchObject({
        code: 'disk-full',
        status: 507,
        kept: expect.stringContaining('Nothing of this step'),
        next: expect.stringContaining('space'),
      });
      expect((await api.get('/contacts?limit=1', contactList)).total).toBe(before);
      const backup = await refusalOf(() => api.job('/backups', {}, backupRow));
      expect(backup.code).toMatch(/^(backup-not-made|disk-full)$/u);
      disk.empty();
      expect((await commit(2)).counts).toMatchObject({ rows: 400, imported: 400 });
      expect((await api.job('/backups', {}, backupRow)).verified).toBe(true);
      await disk.desk.kill();
      expect(disk.desk.output().toString()).not.toContain('failure');
      const here = await openHere(world, disk.copy, 'smith', later(world.at('payable'), 2));
      await expectSound(here);
      expect((await (await here.person(PRIYA)).api.get('/contacts?limit=1', contactList)).total).toBe(before + 400);
      await here.opened.close();
    } finally {
      await disk.desk.kill();
      disk.close();
    }
    expect(disk.how).toMatch(/^a (tmpfs|limit)/u);
  });
});

describe('a folder that this user cannot write', () => {
  it.each(['an empty folder', 'a desk of somebody else'] as const)(
    'is refused by name with exit code 3, and stays as it was: %s',
    async (which) => {
      const said = await asAnotherUser(world, which);
      expect(said).toMatchObject({ exit: 3, changed: [] });
      expect(said.error).toContain(said.folder);
      expect(said.error).toMatch(/cannot be written|not permitted|permission denied/iu);
    },
  );
});

describe('a data folder in two places', () => {
  it('opens once: not by a second program, and not as a clone beside the original', async () => {
    const at = later(world.at('approved'), 1);
    const copy = world.copy('approved', 'twice');
    const child = await startChild(world, copy, 'abc', at);
    expect(await tryHere(world, copy, 'abc', at)).toMatchObject({ ok: false, error: { code: 'in-use', next: expect.any(String) } });
    const clone = join(copy, 'clone');
    cpSync(foldersOf(copy, 'abc').dataFolder, clone, { recursive: true });
    expect(await tryHere(world, copy, 'abc', at, { dataFolder: clone })).toMatchObject({ ok: false, error: { code: 'in-use' } });
    await (await child.person(HELEN)).act({ act: 'gst', registered: true, from: '2020-07-01' });
    await child.kill();

    // The original went on; the clone is behind what this computer has acknowledged.
    const behind = await openHere(world, copy, 'abc', at, { dataFolder: clone });
    expect(status.parse((await behind.call('GET', '/status')).json)).toMatchObject({
      phase: 'recovery',
      problem: { detail: expect.stringContaining('restored from an older copy') },
    });
    await behind.opened.close();

    // Another computer has neither the key nor the mark.
    const elsewhere = await openHere(world, copy, 'abc', at, { dataFolder: clone, keyFolder: join(copy, 'keys', 'elsewhere') });
    expect(status.parse((await elsewhere.call('GET', '/status')).json).phase).toBe('recovery');
    await elsewhere.opened.close();

    const original = await openHere(world, copy, 'abc', at);
    await expectSound(original);
    await original.opened.close();
  });
});

describe('a clock that is a year off', () => {
  it.each([
    ['ahead', YEAR],
    ['behind', -YEAR],
  ])('breaks nothing and shows as skew: %s', async (_which, minutes) => {
    const copy = world.copy('payable', `clock-${String(minutes)}`);
    const at = world.at('payable');
    const smith = await openHere(world, copy, 'smith', later(at, minutes));
    const abc = await openHere(world, copy, 'abc', later(at, 1));
    const priya = await smith.person(PRIYA);
    const contact = (await priya.api.get('/contacts?q=Okonkwo', contactList)).rows[0]?.id ?? '';
    const options = await priya.api.get(`/referrals/options?contact=${contact}`, referralOptions);
    const purpose = options.purposes.find((entry) => entry.product === 'home-loan');
    const rule = options.rules[0]?.hash;
    const act = {
      act: 'intent',
      contact,
      receiver: world.seats.abc.practice,
      purpose: purpose?.code ?? '',
      product: purpose?.product ?? '',
      purposeWords: 'Home loan',
      rule: rule ?? '0'.repeat(64),
      estimate: null,
      duplicateConfirmed: true,
      recordedConsent: null,
    } as const;
    if (minutes < 0) {
      // A year ago no rule was in force: that is said, and other acts go on.
      expect(rule).toBeUndefined();
      expect((await refusalOf(() => priya.act(act))).title.length).toBeGreaterThan(10);
      await priya.act({ act: 'gst', registered: true, from: '2020-07-01' });
    } else await priya.act(act);
    await expectSound(smith);
    const helen = await abc.person(HELEN);
    const file = await priya.api.send('POST', `/exchange/${world.seats.abc.practice}/export`, {}, fileAnswer);
    const taken = await helen.api.send('POST', '/exchange/import', { name: file.name, base64: file.base64 }, exchangeImported);
    expect(taken.refused).toBe(0);
    await expectSound(abc);
    const signedAt = later(at, minutes);
    const desk = abc.context();
    const brought = desk.ledger.rows
      .from(0, 1000)
      .findLast((row) => row.source !== 'own' && row.type === (minutes > 0 ? 'referral.intent' : 'practice.changed'));
    const last = desk.ledger.event(brought === undefined ? '' : bytesToHex(brought.hash));
    expect(Date.parse(last?.at ?? '') - Date.parse(signedAt)).toBeLessThan(60_000);
    expect(Math.abs(Date.parse(last?.seenAt ?? '') - Date.parse(last?.at ?? ''))).toBeGreaterThan((YEAR - 10) * 60_000);
    if (minutes > 0) {
      const intent = desk.ledger.referrals().find((state) => state.steps[0]?.at === last?.at)?.intent ?? '';
      const view = await helen.api.get(`/referrals/${intent}`, referralView);
      expect(view.handshakes[0]?.skewMs).toBeLessThan(-(YEAR - 10) * 60_000);
    }
    // The clock is put right: the desk signs on, and its stream stays in order.
    smith.clock.set(later(at, 3));
    priya.signOut();
    await (await smith.person(PRIYA)).act({ act: 'gst', registered: true, from: '2020-07-02' });
    await expectSound(smith);
    await smith.opened.close();
    await abc.opened.close();
    const again = await openHere(world, copy, 'smith', later(at, 4));
    await expectSound(again);
    await again.opened.close();
  });
});

describe('keys and PINs', () => {
  it('a key file that is gone asks for the recovery key and never says that data is damaged', async () => {
    const copy = world.copy('approved', 'keyless');
    const { keyFolder } = foldersOf(copy, 'abc');
    rmSync(join(keyFolder, 'keys.sealed'));
    const here = await openHere(world, copy, 'abc', world.at('approved'));
    const shown = status.parse((await here.call('GET', '/status')).json);
    expect(shown).toMatchObject({
      phase: 'keys-lost',
      problem: {
        code: 'keys-lost',
        detail: expect.stringContaining('The data is not damaged'),
        next: expect.stringContaining('recovery key'),
      },
    });
    const mistyped = await here.call('POST', '/recovery/open', { recoveryKey: 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG-HHHH' });
    expect(mistyped.json['code']).toMatch(/^recovery-key/u);
    await here.opened.close();
  });

  it('wrong PINs count across kill -9, and the right one waits like any other', async () => {
    const copy = world.copy('approved', 'pins');
    const person = world.seats.abc.people.get(HELEN) ?? '';
    const attempt = async (desk: Awaited<ReturnType<typeof startChild>>, pin: string): Promise<string> => {
      const answer = await desk.connection.request('/api/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person, pin }),
      });
      const body = (await answer.json()) as { readonly code?: string };
      return body.code ?? 'signed-in';
    };
    const first = await startChild(world, copy, 'abc', world.at('approved'));
    for (let count = 0; count < 10; count += 1) expect(await attempt(first, '000000')).toBe('wrong-pin');
    await first.kill();
    const second = await startChild(world, copy, 'abc', world.at('approved'));
    expect(await attempt(second, SAMPLE_PIN)).toBe('pin-wait');
    await second.desk.setClock(later(world.at('approved'), 60 * 24));
    expect(await attempt(second, SAMPLE_PIN)).toBe('signed-in');
    await second.kill();
  });
});
