import { cpSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportFile, importInto, ok, type Seat, sign } from '../../core/desk/exchange/network.fixture.ts';
import { acknowledge, append, beginReferral, intakeDraft } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { numberOnAfterRecovery } from '../../core/desk/network/after-recovery.ts';
import { openTestHost, signInAs } from '../../core/desk/open-desk.fixture.ts';
import { kindsOf, viewOf } from './seen.ts';
import { openWiredNetwork, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
let open: Seat;
beforeAll(async () => {
  network = await openWiredNetwork();
  await network.rounds();
  await network.rounds();
  open = network.abc;
});
afterAll(async () => {
  await open.host.close();
  await network.close();
});

let starts = 0;
const reopened = async (): Promise<Seat> => {
  starts += 1;
  const { clock, wire, abc } = network;
  const host = await openTestHost(abc.host.folders, {
    clock,
    seed: `start ${String(starts)}`,
    network: { fetch: (url, init) => wire.fetch(url, init), live: false },
  });
  return { ...abc, host, token: await signInAs(host, abc.person) };
};

it('reads everything again after it went back to a backup, sends nothing, and gets its own events back from who holds them', async () => {
  const { smith, abc } = network;
  const { dataFolder } = abc.host.folders;
  await abc.host.close();
  cpSync(dataFolder, `${dataFolder}-backup`, { recursive: true });
  open = await reopened();
  const begun = beginReferral(smith, open, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  const acknowledgement = acknowledge(smith, open, begun);
  await network.rounds(smith, open);
  const [intake = ''] = append(open, intakeDraft(begun, acknowledgement, '2026-08-04'));
  await network.rounds(open, smith);
  await network.publish();
  await network.rounds(open, smith);
  await open.host.close();
  rmSync(dataFolder, { recursive: true });
  cpSync(`${dataFolder}-backup`, dataFolder, { recursive: true });

  open = await reopened();
  expect(open.host.desk().recovery).not.toBeNull();
  await network.rounds(open);
  const { ledger } = open.host.desk();
  expect(ledger.event(acknowledgement)?.hash).toBe(acknowledgement);
  expect(ledger.event(intake)).toBeUndefined();
  expect((await viewOf(open)).incoming).toMatchObject({ early: 0, refused: [] });
  expect(await importInto(open, await exportFile(smith, open, { resend: true }))).toMatchObject({ refused: 0, conflicts: 0 });
  expect(ledger.event(intake)?.hash).toBe(intake);
  await network.rounds(open);
  const { log } = await viewOf(open);
  expect({ proven: log.proven, waiting: log.waiting, missing: log.missing }).toEqual({ proven: log.events, waiting: 0, missing: 0 });
  expect(ledger.referral(begun.intent)?.steps.map((step) => step?.hash ?? null)).toEqual(
    smith.host
      .desk()
      .ledger.referral(begun.intent)
      ?.steps.map((step) => step?.hash ?? null),
  );
  expect(await kindsOf(open)).toEqual([]);
  // A person ends the recovery: what it signs from now on goes out behind what it sent before, and nobody takes it for a copy of itself.
  await ok(open, 'POST', '/recovery/end');
  await open.host.close();
  open = await reopened();
  await sign(open, { act: 'gst', registered: false, from: null });
  for (let round = 0; round < 3; round += 1) await network.rounds(open, smith);
  const gstAt = (seat: Seat) => seat.host.desk().ledger.register()?.practices.get(abc.practice)?.gst.at(-1)?.gst.registered;
  expect([gstAt(open), gstAt(smith)]).toEqual([false, false]);
  for (const seat of [open, smith, network.office]) expect(await kindsOf(seat)).toEqual([]);
  // Once: what conflicts from now on is a copy.
  const newest = open.host
    .desk()
    .db.statement<[string], { readonly m: number; readonly slip: Uint8Array }>(
      'select m, slip from parcel_out where recipient = ? order by m desc',
    )
    .get(smith.practice);
  const held = Buffer.from(newest?.slip ?? []).toString('base64');
  expect(numberOnAfterRecovery(open.host.desk(), smith.practice, newest?.m ?? 0, held)).toBe(false);
  expect((await viewOf(open)).outgoing).toMatchObject({ events: 0, unsent: 0 });
  rmSync(`${dataFolder}-backup`, { recursive: true });
});
