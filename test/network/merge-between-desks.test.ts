import { afterAll, beforeAll, expect, it } from 'vitest';
import { give, grantFor, mayI } from '../../core/desk/consents/consents.fixture.ts';
import { ok, type Seat } from '../../core/desk/exchange/network.fixture.ts';
import { newContact } from './new-contact.ts';
import { openTwoDesks } from './second-desk.ts';
import { type WiredNetwork } from './wired-network.ts';

const POINT = '0491570156';

let network: WiredNetwork;
let first: Seat;
let second: Seat;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ network, first, second, close } = await openTwoDesks());
}, 60_000);
afterAll(async () => close());

const db = (seat: Seat) => seat.host.desk().db;
const settle = async (): Promise<void> => {
  for (let round = 0; round < 2; round += 1) await network.rounds(first, second);
};
const joined = (seat: Seat): unknown =>
  ['select origin, parent, contact from contact_joined order by 1', 'select label, origin, contact from consent_link order by 1'].map(
    (sql) => db(seat).statement<[], unknown>(sql).all(),
  );

it('lets the narrower consent of two contacts count at the desk that did not merge them, until they are taken apart', async () => {
  const [sarah, shell] = [await newContact(first, 'Sarah', { phones: [POINT] }), await newContact(first, 'S', { phones: [POINT] })];
  const { practice } = network.abc;
  const identified = { how: 'call-back', contactPoint: '0491 570 156' } as const;
  await give(first, grantFor(sarah, [practice], { categories: ['name', 'contact-details', 'date-of-birth'], identified }));
  network.clock.advance(1000);
  await give(first, grantFor(shell, [practice], { categories: ['name'], identified }));
  network.clock.advance(1000);
  await settle();
  expect((await mayI(second, sarah, practice, ['date-of-birth'])).may).toBe(true);

  const pair = { survivor: sarah, merged: shell, choices: {} };
  const plan = (await ok(first, 'POST', '/merges/dry-run', pair)) as unknown as Record<'survivor' | 'merged', { revision: number }>;
  const revisions = { survivor: plan.survivor.revision, merged: plan.merged.revision };
  const { merge } = await ok(first, 'POST', '/merges', { ...pair, revisions });
  network.clock.advance(1000);
  await settle();
  expect(joined(second)).toEqual(joined(first));
  for (const seat of [first, second])
    expect(await mayI(seat, sarah, practice, ['date-of-birth'])).toMatchObject({ may: false, why: 'merged-narrower' });

  await ok(first, 'POST', `/merges/${String(merge)}/undo`, {});
  await settle();
  expect(joined(second)).toEqual(joined(first));
  for (const seat of [first, second]) expect((await mayI(seat, sarah, practice, ['date-of-birth'])).may).toBe(true);
  for (const seat of [first, second]) expect((await ok(seat, 'GET', '/network'))['alarms']).toEqual([]);
});
