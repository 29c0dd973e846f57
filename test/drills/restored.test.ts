import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ABC, SMITH } from '../../core/cli/demo/cast.ts';
import { DeskRefused } from '../../core/cli/desk-client.ts';
import type { Act } from '../../core/contract/acts.ts';
import { backupRow, exchangeImported } from '../../core/contract/desk.ts';
import { batchView, payouts } from '../../core/contract/money.ts';
import { type FileAnswer, fileAnswer } from '../../core/contract/scalars.ts';
import { recoveryView, status } from '../../core/contract/status.ts';
import { z } from 'zod';
import { type HereDesk, openHere } from './desks.ts';
import { later } from './kill/operations.ts';
import { expectSound } from './kill/run.ts';
import { type Point, playWorld, type World } from './world.ts';

const GRACE = 'Grace Okafor';
const HELEN = ABC.first.name;
const PRIYA = SMITH.first.name;
const DANIEL = ABC.others[0]?.name ?? '';
let world: World;

beforeAll(async () => {
  world = await playWorld({ until: 'approved' });
}, 60_000);
afterAll(() => world.remove());

const codeOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof DeskRefused) return error.problem.code ?? '';
    throw error;
  }
};

const exported = async (from: HereDesk, name: string, to: string, resend = false): Promise<FileAnswer> =>
  (await from.person(name)).api.send('POST', `/exchange/${to}/export`, { resend }, fileAnswer);
const imported = async (to: HereDesk, name: string, file: FileAnswer): Promise<z.infer<typeof exchangeImported>> =>
  (await to.person(name)).api.send('POST', '/exchange/import', { name: file.name, base64: file.base64 }, exchangeImported);

const prepareAct = async (here: HereDesk): Promise<Act> => {
  const { payable } = await (await here.person(GRACE)).api.get('/payouts', payouts);
  return {
    act: 'batch-prepare',
    batch: null,
    entitlements: payable.map((row) => row.entitlement),
    excluded: [],
    processingDate: later(here.clock.now(), 1440).slice(0, 10),
  };
};

/**
 * ABC Finance makes a backup, goes on to release and export a batch, tells its counterparts, and puts the backup back. Answers the desk as it
 * opens then, Smith's desk, and the file that the bank has got.
 */
const goneBack = async (from: Point, name: string) => {
  const copy = world.copy(from, name);
  const at = world.at(from);
  const abc = await openHere(world, copy, 'abc', later(at, 1));
  const smith = await openHere(world, copy, 'smith', later(at, 1));
  await abc.opened.api.jobs.settled();
  const grace = await abc.person(GRACE);
  const helen = await abc.person(HELEN);
  abc.clock.set(later(at, 2));
  const backup = await helen.api.job('/backups', {}, backupRow);
  abc.clock.set(later(at, 5));
  if (from === 'payable') {
    const { batch } = await grace.act(await prepareAct(abc));
    await (await abc.person(DANIEL)).act({ act: 'batch-approve', batch: batch ?? '' });
  }
  const batch = (await grace.api.get('/payouts', payouts)).batches[0]?.batch ?? '';
  await grace.act({ act: 'batch-release', batch });
  const file = await grace.api.send('POST', `/payouts/${batch}/aba`, { seenBefore: false }, fileAnswer);
  const number = (await grace.api.get(`/payouts/${batch}`, batchView)).lines[0]?.document.number;
  await imported(smith, PRIYA, await exported(abc, HELEN, world.seats.smith.practice));
  expect(await helen.api.send('POST', '/backups/restore', { id: backup.id }, z.object({ restart: z.literal(true) }))).toEqual({
    restart: true,
  });
  expect(await codeOf(async () => grace.act(await prepareAct(abc)))).not.toBe('done');
  await abc.opened.close();
  const again = await openHere(world, copy, 'abc', later(at, 10));
  return { copy, again, smith, batch, file, number };
};

const statusOf = async (here: HereDesk) => status.parse((await here.call('GET', '/status')).json);
const recoveryOf = async (here: HereDesk) => recoveryView.parse((await here.call('GET', '/recovery')).json);
const okSchema = z.object({ ok: z.literal(true) });

describe('yesterday’s backup, put back after a release', () => {
  it('approves, releases and numbers nothing until a person has checked the batch, and pays it once', async () => {
    const { copy, again, smith, batch, file, number } = await goneBack('approved', 'release');
    expect(await statusOf(again)).toMatchObject({
      phase: 'recovery',
      problem: { detail: expect.stringContaining('restored from an older copy') },
    });
    const grace = await again.person(GRACE);
    for (const act of [
      { act: 'batch-release', batch },
      { act: 'batch-approve', batch },
      { act: 'batch-cancel', batch, reason: 'typing-error' },
      { act: 'gst', registered: true, from: '2020-07-01' },
    ] as const)
      for (const name of [GRACE, DANIEL]) expect(await codeOf(async () => (await again.person(name)).act(act))).toBe('recovery');
    expect(await codeOf(() => grace.api.send('POST', `/payouts/${batch}/aba`, { seenBefore: true }, fileAnswer))).toBe('not-now');
    expect(await recoveryOf(again)).toMatchObject({
      active: true,
      caughtUp: false,
      canEnd: false,
      batches: [{ batch, outcome: null }],
    });
    // A desk in recovery makes no file; its counterpart sends back what it has got, when it is asked to send everything again.
    expect(await codeOf(() => exported(again, HELEN, world.seats.smith.practice))).toBe('recovery');
    await imported(again, HELEN, await exported(smith, PRIYA, world.seats.abc.practice, true));
    expect(await recoveryOf(again)).toMatchObject({
      caughtUp: true,
      canEnd: false,
      batches: [{ batch, outcome: null }],
    });
    const helen = await again.person(HELEN);
    expect(await codeOf(() => helen.api.send('POST', '/recovery/end', {}, okSchema))).toBe('recovery-open');
    const daniel = await again.person(DANIEL);
    await daniel.api.send('POST', '/recovery/batches', { batch, outcome: 'as-recorded', note: '' }, okSchema);
    await helen.api.send('POST', '/recovery/end', {}, okSchema);
    await again.opened.close();

    const after = await openHere(world, copy, 'abc', later(world.at('approved'), 20));
    await expectSound(after);
    const person = await after.person(GRACE);
    expect(await person.api.get('/payouts', payouts)).toMatchObject({
      payable: [],
      batches: [{ batch, state: 'released' }],
    });
    expect(await codeOf(() => person.act({ act: 'batch-release', batch }))).toBe('not-now');
    // The export of before is forgotten with the rows of that day; the desk knows that it does not know.
    expect(await codeOf(() => person.api.send('POST', `/payouts/${batch}/aba`, { seenBefore: false }, fileAnswer))).toBe('exported-before');
    expect((await person.api.send('POST', `/payouts/${batch}/aba`, { seenBefore: true }, fileAnswer)).base64).toBe(file.base64);
    const year = /-([0-9]{4})-[0-9]{4}$/u.exec(number ?? '')?.[1] ?? '';
    const { nextSequence } = await import('../../core/desk/payouts/invoices.ts');
    expect(number).toMatch(/-0001$/u);
    expect(nextSequence(after.context(), 'rcti', year)).toBe(2);
    await after.opened.close();
    await smith.opened.close();
  });

  it('does not find the entitlement payable again where the batch itself is younger than the backup', async () => {
    const { copy, again, smith } = await goneBack('payable', 'prepare');
    expect((await statusOf(again)).phase).toBe('recovery');
    await imported(again, HELEN, await exported(smith, PRIYA, world.seats.abc.practice, true));
    const view = await recoveryOf(again);
    expect(view).toMatchObject({ caughtUp: true, batches: [{ outcome: null }] });
    const daniel = await again.person(DANIEL);
    await daniel.api.send('POST', '/recovery/batches', { batch: view.batches[0]?.batch ?? '', outcome: 'as-recorded', note: '' }, okSchema);
    await (await again.person(HELEN)).api.send('POST', '/recovery/end', {}, okSchema);
    await again.opened.close();
    const after = await openHere(world, copy, 'abc', later(world.at('payable'), 20));
    await expectSound(after);
    expect(await (await after.person(GRACE)).api.get('/payouts', payouts)).toMatchObject({ payable: [] });
    await after.opened.close();
    await smith.opened.close();
  });
});
