import { afterEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { keyRecovery, officeRequestPreview, registerView } from '../../contract/desk.ts';
import type { FileAnswer } from '../../contract/scalars.ts';
import type { recoveryView } from '../../contract/status.ts';
import { bytesToBase64 } from '../../protocol/bytes.ts';
import { eventHashOf } from '../../protocol/record.ts';
import { registerOf } from '../context.ts';
import { forge } from '../exchange/forged-file.fixture.ts';
import {
  carry,
  exportFile,
  importInto,
  input,
  type Network,
  OFFICE,
  ok,
  openNetwork,
  openOffice,
  type Seat,
} from '../exchange/network.fixture.ts';
import { beginReferral, personAt } from '../exchange/referral-steps.fixture.ts';
import { nextPlace, placeDraft, signEvent } from '../ledger/compose.ts';
import { openTestHost, PIN, signInAs } from '../open-desk.fixture.ts';

const HOUR = 3_600_000;
const NEW_PIN = '778899';
const CLIENT = { name: 'Sarah Chen', email: 's@example.com', phone: '1' };

let open: Network | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

type Lost = { readonly smith: Seat; readonly old: Seat; readonly request: FileAnswer; readonly recoveryKey: string };

/** Smith & Partners loses its key store, opens with the recovery key and asks for fresh keys. */
const lose = async (network: Network): Promise<Lost> => {
  const { smith } = network;
  const made = await ok(smith, 'POST', '/recovery/new-key');
  const recoveryKey = (made['recoveryGroups'] as readonly string[]).join('');
  await smith.host.close();
  await smith.host.folders.store.delete(smith.host.runtime.install());
  const host = await openTestHost(smith.host.folders, { clock: network.clock, seed: 'lost' });
  expect((await host.call('GET', '/status')).json).toMatchObject({ phase: 'keys-lost' });
  expect((await host.call('POST', '/recovery/open', { recoveryKey })).json).toEqual({ ok: true });
  const asked = await host.call('POST', '/recovery/fresh-keys', { person: smith.person, pin: NEW_PIN, recoveryKey });
  expect(asked.status).toBe(200);
  const token = await signInAs(host, smith.person, NEW_PIN);
  const seat = { ...smith, host, token };
  open = {
    ...network,
    smith: seat,
    close: async () => Promise.all([seat, network.abc, network.office].map((one) => one.host.close())).then(() => undefined),
  };
  return { smith: seat, old: smith, request: asked.json as unknown as FileAnswer, recoveryKey };
};

const recoveryAt = async (seat: Seat): Promise<z.infer<typeof recoveryView>> =>
  (await ok(seat, 'GET', '/recovery')) as z.infer<typeof recoveryView>;
const seenAt = async (seat: Seat, practice: string): Promise<z.infer<typeof keyRecovery> | null> =>
  ((await ok(seat, 'GET', '/register')) as z.infer<typeof registerView>).practices.find((row) => row.practice === practice)?.recovery ??
  null;
/** Everybody's session ends while the clock moves on. */
const later = async (network: Network, ms: number, ...seats: readonly (readonly [Seat, string])[]): Promise<readonly Seat[]> => {
  network.clock.advance(ms);
  return Promise.all(seats.map(async ([seat, pin]) => ({ ...seat, token: await signInAs(seat.host, seat.person, pin) })));
};
const endRecovery = async (seat: Seat): Promise<Seat> => {
  expect(await ok(seat, 'POST', '/recovery/end')).toEqual({ ok: true });
  return { ...seat, token: await signInAs(seat.host, seat.person, NEW_PIN) };
};

describe('a practice that lost its keys', () => {
  it('gets fresh keys from the office, waits 72 hours, ends the old ones itself and goes on', async () => {
    const network = await openNetwork();
    open = network;
    const { office, abc, clock } = network;
    const before = beginReferral(network.smith, abc, CLIENT);
    await carry(network.smith, abc);
    const oldDesk = network.smith.host.desk().keys.desk.key;
    const oldPerson = personAt(network.smith).signer.key;
    const { smith, request } = await lose(network);

    const preview = (await ok(office, 'POST', '/office/requests/preview', input(request))) as z.infer<typeof officeRequestPreview>;
    expect(preview).toMatchObject({ legalName: 'Smith & Partners', person: 'Priya Nair', answered: false });
    expect(preview.replaces).toContainEqual({ key: oldPerson, whose: 'Priya Nair', n: expect.any(Number) });
    const answered = await ok(office, 'POST', '/office/requests', input(request));
    expect(await ok(office, 'POST', '/office/requests', input(request))).toEqual(answered);
    expect(office.host.desk().ledger.event(String(answered['event']))?.type).toBe('practice.recovered');

    // The answer is sealed to the key that the practice has had before: nobody has confirmed the new one yet.
    expect(await importInto(smith, await exportFile(office, smith))).toMatchObject({ refused: 0, conflicts: 0 });
    // Taking it in made no mark: a restart finds the desk in recovery still.
    expect(smith.host.runtime.mark()).toBeNull();
    const waiting = await recoveryAt(smith);
    expect(waiting).toMatchObject({
      freshKeys: false,
      canEnd: false,
      freshKeysFrom: new Date(Date.parse(clock.now()) + 72 * HOUR).toISOString(),
    });
    const early = await smith.host.call('POST', '/recovery/end', undefined, smith.token);
    expect(early).toMatchObject({ status: 409, json: { code: 'recovery-open', detail: expect.stringContaining('count from') } });

    // Everybody hears of it; a person at each desk confirms with the practice before anything is sealed to the new key.
    expect((await carry(office, abc)).events.map((event) => event.type)).toContain('practice.recovered');
    expect(await seenAt(abc, smith.practice)).toMatchObject({ person: 'Priya Nair', confirmed: null, objected: false });
    const [smithNow = smith, abcNow = abc] = await later(network, 73 * HOUR, [smith, NEW_PIN], [abc, PIN]);
    expect(await recoveryAt(smithNow)).toMatchObject({ freshKeys: true, freshKeysFrom: null, canEnd: true });
    const back = await endRecovery(smithNow);
    const ended = back.host.desk().ledger.register()?.keys;
    // One has signed something and ends there; the other has not signed anything and is revoked.
    expect(ended?.get(oldPerson)).toMatchObject({ retiredAt: expect.any(Number), revokedAt: null });
    expect(ended?.get(oldDesk)).toMatchObject({ retiredAt: null, revokedAt: expect.any(Number) });
    await signInAs(back.host, back.person, NEW_PIN);
    expect(back.host.desk().recovery).toBeNull();

    // Its new acts count at the counterpart, under the new key; files sealed to the old seal key still open.
    const after = beginReferral(back, abc, CLIENT);
    expect(await importInto(abcNow, await exportFile(back, abc))).toMatchObject({ refused: 0, conflicts: 0, referrals: [after.intent] });
    expect(abc.host.desk().ledger.author(after.intent)).toMatchObject({ kind: 'person', person: back.person });
    expect(abc.host.desk().ledger.author(before.intent)).toMatchObject({ kind: 'person', person: back.person });
    expect(await importInto(back, await exportFile(abcNow, back))).toMatchObject({ refused: 0 });

    const recovery = await seenAt(abcNow, back.practice);
    const confirm = { practice: back.practice, event: recovery?.event, how: 'Called Priya Nair on the number we had' };
    expect(await ok(abcNow, 'POST', '/practices/confirm-keys', confirm)).toMatchObject({
      confirmed: { by: 'Alex Brown', how: confirm.how },
    });
    expect(await seenAt(abcNow, back.practice)).toMatchObject({ confirmed: { by: 'Alex Brown' } });
    expect(await importInto(back, await exportFile(abcNow, back))).toMatchObject({ refused: 0 });
    expect([back, abcNow, office].flatMap((seat) => seat.host.reports)).toEqual([]);
  });

  it('is protected: its own objection ends keys that somebody else asked for', async () => {
    const network = await openNetwork();
    open = network;
    const { office, abc } = network;
    // Two desks of one practice would be the case; here a thief's copy asks while the true desk is still open.
    const desk = network.smith.host.desk();
    const { signer } = personAt(network.smith);
    const { smith, request } = await lose(network);
    await ok(office, 'POST', '/office/requests', input(request));
    await carry(office, abc);
    const recovery = await seenAt(abc, smith.practice);
    const fresh =
      [...registerOf(abc.host.desk()).keys.values()].find((key) => key.event === recovery?.event && key.use === 'sign')?.key ?? '';
    const place = nextPlace(abc.host.desk(), signer.key);
    const objection = signEvent(
      placeDraft(desk, registerOf(abc.host.desk()).net, signer.key, place, {
        type: 'key.revoked',
        body: { practice: smith.practice, key: fresh, reason: 'not-requested' },
      }),
      signer,
    );
    const brought = await importInto(abc, await forge(office, abc, { seq: 50, body: { records: [bytesToBase64(objection)] } }));
    expect(brought).toMatchObject({ accepted: 1, refused: 0 });
    expect(await seenAt(abc, smith.practice)).toMatchObject({ objected: true });
    const answer = await abc.host.call(
      'POST',
      '/practices/confirm-keys',
      { practice: smith.practice, event: recovery?.event, how: 'by e-mail' },
      abc.token,
    );
    expect(answer).toMatchObject({ status: 409, json: { code: 'recovery-objected' } });
  });

  it('waits by the clock of whoever receives it, whatever the signer writes', async () => {
    const network = await openNetwork();
    open = network;
    const { office, abc, clock } = network;
    const { smith, request } = await lose(network);
    await ok(office, 'POST', '/office/requests', input(request));
    await importInto(smith, await exportFile(office, smith));
    await carry(office, abc);
    // The signer's clock is three days ahead of everybody's.
    const { signer } = personAt(smith);
    const record = signEvent(
      {
        ...placeDraft(
          smith.host.desk(),
          registerOf(abc.host.desk()).net,
          signer.key,
          { n: 0, prev: '0'.repeat(64) },
          {
            type: 'practice.changed',
            body: { practice: smith.practice, gst: { registered: false, from: '2026-08-02', source: 'declared' } },
          },
        ),
        at: new Date(Date.parse(clock.now()) + 80 * HOUR).toISOString(),
      },
      signer,
    );
    const file = () => forge(office, abc, { seq: 60, body: { records: [bytesToBase64(record)] } });
    const early = await importInto(abc, await file());
    expect(early).toMatchObject({ accepted: 0, refused: 0, kept: 1 });
    expect(early.events[0]).toMatchObject({ state: 'waiting', why: expect.stringContaining('key.recovering') });
    const [abcNow = abc] = await later(network, 72 * HOUR, [abc, PIN]);
    expect(await importInto(abcNow, await forge(office, abc, { seq: 61, body: { records: [bytesToBase64(record)] } }))).toMatchObject({
      accepted: 1,
    });
  });

  it.each([
    ['of a practice that is registered in no network here', 'recovery-unknown'],
    ['twice in the name of a key that is stated', 'key-stated'],
  ])('is refused by the office: %s', async (_name, code) => {
    const network = await openNetwork();
    open = network;
    const { office } = network;
    const { smith, request } = await lose(network);
    if (code === 'key-stated') {
      await ok(office, 'POST', '/office/requests', input(request));
      office.host.desk().db.exec('delete from office_request');
    } else {
      const other = await openOffice(network.clock, { ...OFFICE, legalName: 'Another Office' });
      const answer = await other.host.call('POST', '/office/requests', input(request), other.token);
      expect(answer).toMatchObject({ status: 409, json: { code } });
      await other.host.close();
      return;
    }
    const answer = await office.host.call('POST', '/office/requests', input(request), office.token);
    expect(answer).toMatchObject({ status: 409, json: { code } });
    expect(smith.host.reports).toEqual([]);
  });

  it('is refused by the office for a person who has left the practice', async () => {
    const network = await openNetwork();
    open = network;
    const { office, abc, smith } = network;
    const { practice } = smith;
    const desk = smith.host.desk();
    const { signer } = personAt(smith);
    const { net } = registerOf(desk);
    const other = '01989a00-0000-7000-8000-0000000000aa';
    const first = nextPlace(desk, signer.key);
    const joins = signEvent(
      placeDraft(desk, net, signer.key, first, {
        type: 'person.registered',
        body: { practice, person: other, name: 'Second Person', roles: ['principal'] },
      }),
      signer,
    );
    const second = { n: first.n + 1, prev: eventHashOf(desk.primitives, joins) };
    const leaves = signEvent(
      placeDraft(desk, net, signer.key, second, { type: 'person.left', body: { practice, person: smith.person, reason: 'resigned' } }),
      signer,
    );
    const { request } = await lose(network);
    const records = [joins, leaves].map(bytesToBase64);
    expect(await importInto(office, await forge(abc, office, { seq: 50, body: { records } }))).toMatchObject({ accepted: 2 });
    const answer = await office.host.call('POST', '/office/requests', input(request), office.token);
    expect(answer).toMatchObject({ status: 409, json: { code: 'recovery-person' } });
  });
});
