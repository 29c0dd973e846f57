import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fetch } from '../../core/adapters/network/http-server-client.ts';
import type { DesksView } from '../../core/contract/shared-book.ts';
import type { FileAnswer } from '../../core/contract/scalars.ts';
import { ok, type Seat, sign } from '../../core/desk/exchange/network.fixture.ts';
import { acknowledge, append, beginReferral, intakeDraft, personAt } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { openTestHost, PIN, signAct, testFolders } from '../../core/desk/open-desk.fixture.ts';
import type { AnyDraft } from '../../core/desk/ledger/compose.ts';
import { commitRecords, type Step } from '../../core/desk/records/commit.ts';
import { erasePerson } from '../../core/desk/rights/erase.ts';
import { uuidV7 } from '../../core/ports/entropy.ts';
import { lyingAt } from './liar.ts';
import { addDesk } from './second-desk.ts';
import { openWiredNetwork, straightTo, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
let first: Seat;
let second: Seat;
beforeAll(async () => {
  network = await openWiredNetwork();
  first = network.abc;
  await network.rounds();
});
afterAll(async () => {
  await second.host.close();
  await network.close();
});

const view = async (seat: Seat): Promise<DesksView> => (await ok(seat, 'GET', '/desks')) as unknown as DesksView;
const db = (seat: Seat) => seat.host.desk().db;
const commit = (seat: Seat, ...steps: readonly Step[]): void => {
  const done = commitRecords(seat.host.desk(), personAt(seat), { words: 'Did something' }, steps);
  if (!done.ok) throw new Error(`${done.error.code} ${done.error.detail}`);
};
const idAt = (seat: Seat): string => uuidV7(seat.host.desk().entropy, seat.host.desk().clock.now());
const note = (contact: string, text: string) => ({ contact, text, pinned: false, at: '2026-08-04T00:00:00.000Z', deal: null });
const addNotes = (seat: Seat, contact: string, texts: readonly string[]): readonly string[] =>
  texts.map((text) => {
    const id = idAt(seat);
    commit(seat, { act: 'create', kind: 'note', id, document: note(contact, text) });
    return id;
  });
const settle = async (...seats: readonly Seat[]): Promise<void> => {
  for (let round = 0; round < 2; round += 1) await network.rounds(...seats);
};
const contactAt = async (seat: Seat, familyName: string): Promise<string> => {
  const empty = { organisation: '', emails: [], phones: [], abn: '', suburb: '', state: '', postcode: '', street: '', note: '' };
  await ok(seat, 'POST', '/contacts', {
    kind: 'person',
    givenName: 'Ana',
    familyName,
    ...empty,
    assuranceClient: false,
    doNotContact: false,
  });
  return db(seat).statement<[string], { id: string }>('select id from contact where name = ?').get(`Ana ${familyName}`)?.id ?? '';
};
const notes = (seat: Seat): number =>
  db(seat).statement<[], { n: number }>("select count(*) as n from record where kind = 'note' and removed_at is null").get()?.n ?? 0;
const bodies = async (): Promise<readonly (Uint8Array | null)[]> =>
  (await network.wire.server.ports.storage.db.selectFrom('book_entry').select('body').orderBy('no').execute()).map(({ body }) => body);
const stepsOf = (seat: Seat, intent: string) =>
  seat.host
    .desk()
    .ledger.referral(intent)
    ?.steps.map((step) => step !== null);

/** Whether the entry by which somebody is erased is in the book of a desk. */
const erasedAt = (seat: Seat, contact: string): boolean =>
  db(seat).statement<[string], unknown>("select 1 from operation where record = ? and kind = 'contact' and act = 'erase'").get(contact) !==
  undefined;
/** A server that shows the book in pages of this many entries, and fails from a page on. */
const pagesOf = (size: number, fails: (page: number) => boolean): Fetch => {
  let page = 0;
  const shown = lyingAt(network.wire.server, '/v1/ops', (body, _url, init) => {
    const { items, ...rest } = body as { readonly items?: readonly unknown[] };
    return (init.method ?? 'GET') !== 'GET' || items === undefined ? body : { ...rest, items: items.slice(0, size) };
  });
  return (url, init) => {
    const reads = new URL(url).pathname === '/v1/ops' && (init.method ?? 'GET') === 'GET';
    page += reads ? 1 : 0;
    return reads && fails(page) ? Promise.reject(new Error('the server is gone')) : shown(url, init);
  };
};

describe('a second desk', () => {
  it('is set up only with an invitation of this practice, once', async () => {
    second = await addDesk(network, first);
    const invitation = (await ok(network.smith, 'POST', '/desks/invite', { person: network.smith.person })) as unknown as FileAnswer;
    const host = await openTestHost(testFolders(), { clock: network.clock, seed: 'a stranger' });
    expect((await host.call('POST', '/setup/desk', { invitation: { name: 'x', base64: 'e30=' }, pin: PIN })).json['code']).toBe(
      'invitation-form',
    );
    await host.call('POST', '/setup/desk', { invitation: { name: invitation.name, base64: invitation.base64 }, pin: PIN });
    const request = (await host.call('GET', '/setup/request')).json as unknown as FileAnswer;
    const act = { act: 'admit-desk', request: { name: request.name, base64: request.base64 } } as const;
    expect((await signAct(first.host, first.token, act)).json['code']).toBe('desk-not-invited');
    db(network.smith).exec("update desk_invitation set until = '2026-08-01T00:00:00.000Z'");
    expect((await signAct(network.smith.host, network.smith.token, act)).json['code']).toBe('invitation-ended');
    await host.close();
  });

  it('shows a second intake signed apart as a duplicate: one counts', async () => {
    const begun = beginReferral(network.smith, first, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
    const acknowledgement = acknowledge(network.smith, first, begun);
    await settle(network.smith, first, second);
    expect(stepsOf(second, begun.intent)).toEqual([true, true, false, false, false]);
    append(first, intakeDraft(begun, acknowledgement, '2026-08-04'));
    append(second, intakeDraft(begun, acknowledgement, '2026-08-05'));
    await settle(first, second, network.smith);
    const seats = [first, second, network.smith];
    for (const seat of seats) {
      expect(stepsOf(seat, begun.intent)).toEqual([true, true, true, false, false]);
      expect(seat.host.desk().ledger.referral(begun.intent)?.duplicates.length).toBe(1);
    }
  });

  it('shows settlements of two amounts signed apart as unresolved in words at every desk, and the same one counts', async () => {
    const begun = beginReferral(network.smith, first, { name: 'Tom Baker', email: 't@example.com', phone: '1' });
    const acknowledgement = acknowledge(network.smith, first, begun);
    await settle(network.smith, first);
    const [intake = ''] = append(first, intakeDraft(begun, acknowledgement, '2026-08-04'));
    await settle(first, second);
    const settlement = (gross: number): AnyDraft => ({
      type: 'referral.settlement',
      referral: begun.referral,
      step: 3,
      prevStep: intake,
      body: { trigger: 'settled', gross, net: gross, settledOn: '2026-08-04', evidence: null },
    });
    append(first, settlement(100_000));
    append(second, settlement(90_000));
    await settle(first, second, network.smith);
    await settle(first, second, network.smith);
    const seats = [first, second, network.smith];
    const states = seats.map((seat) => seat.host.desk().ledger.referral(begun.intent));
    expect(new Set(states.map((state) => state?.steps[3]?.hash)).size).toBe(1);
    for (const state of states)
      expect({ unresolved: state?.unresolved, duplicates: state?.duplicates.length }).toEqual({ unresolved: true, duplicates: 1 });
    for (const seat of seats) {
      const shown = await ok(seat, 'GET', `/referrals/${begun.intent}`);
      expect(shown['waiting']).toMatchObject({ sentence: expect.stringContaining('Two signatures stand for one step') as string });
    }
  });

  it('releases nothing: the till is at the first desk until that hands it over', async () => {
    const [here, there] = [first.host.desk().profile.desk, second.host.desk().profile.desk];
    expect((await view(second)).desks.find((one) => one.till)?.desk).toBe(here);
    expect((await signAct(second.host, second.token, { act: 'till', desk: there })).json['code']).toBe('till-elsewhere');
    await sign(first, { act: 'till', desk: there });
    await settle(first, second);
    expect((await view(second)).desks.find((one) => one.till)?.here).toBe(true);
    await sign(second, { act: 'till', desk: here });
    await settle(second, first);
    expect((await view(first)).desks.find((one) => one.till)?.here).toBe(true);
  });

  it('has what is erased at the other desk erased too, and at the server', async () => {
    const contact = await contactAt(first, 'Erased');
    addNotes(first, contact, ['A private note']);
    await settle(first, second);
    addNotes(second, contact, ['Another one']);
    await network.rounds(second);
    const before = (await bodies()).filter((body) => body === null).length;
    expect(erasePerson(first.host.desk(), personAt(first), contact, 'request').ok).toBe(true);
    await settle(first, second);
    await settle(first, second);
    for (const seat of [first, second]) {
      const rows = db(seat)
        .statement<[string, string], { n: number }>(
          "select count(*) as n from operation where (subject = ? or record = ?) and body is not null and act <> 'erase'",
        )
        .get(contact, contact);
      expect(rows?.n).toBe(0);
      expect(db(seat).statement<[string], unknown>('select 1 from contact where id = ?').get(contact)).toBeUndefined();
    }
    // The contact, two notes and the words of three groups.
    expect((await bodies()).filter((body) => body === null).length - before).toBe(6);
  });

  it('has an erasure carried out although the server fails at the page after it', async () => {
    const contact = await contactAt(first, 'Gone');
    await settle(first, second);
    expect(erasePerson(first.host.desk(), personAt(first), contact, 'request').ok).toBe(true);
    await network.rounds(first);
    network.wire.fetch = pagesOf(1, (page) => page > 40 || erasedAt(second, contact));
    expect((await second.host.call('POST', '/network/round', undefined, second.token)).json['code']).toBe('server-unreachable');
    network.wire.fetch = straightTo(network.wire.server);
    expect(second.host.desk().erasures.read()).toContain(contact);
    expect(db(second).statement<[string], unknown>('select 1 from contact where id = ?').get(contact)).toBeUndefined();
    await settle(second);
  });

  it('stops before a run of removals that would empty the book, until a person lets it through', async () => {
    const contact = await contactAt(first, 'Kept');
    const ids = addNotes(
      first,
      contact,
      Array.from({ length: 30 }, (_, at) => `Note ${at}`),
    );
    await settle(first, second);
    expect(notes(second)).toBe(30);
    // A desk's own removals are nothing that it has to be warned of, however few records are left here.
    const own = ids.slice(0, 16);
    commit(first, ...own.map((id): Step => ({ act: 'remove', kind: 'note', id })));
    await settle(first, second);
    for (const seat of [first, second])
      expect({ notes: notes(seat), stopped: (await view(seat)).book?.stopped }).toEqual({ notes: 14, stopped: null });
    commit(first, ...own.map((id): Step => ({ act: 'return', kind: 'note', id })));
    await settle(first, second);
    // No page of the book holds enough of them to be noticed by itself.
    network.wire.fetch = pagesOf(7, () => false);
    commit(first, ...ids.map((id): Step => ({ act: 'remove', kind: 'note', id })), { act: 'remove', kind: 'contact', id: contact });
    await settle(first, second);
    expect(notes(second)).toBe(30);
    expect((await view(second)).book?.stopped).toMatchObject({
      code: 'book-removals',
      why: expect.stringContaining('Nothing of it was taken in') as string,
    });
    await ok(second, 'POST', '/desks/allow-removals');
    await settle(second);
    network.wire.fetch = straightTo(network.wire.server);
    expect({ notes: notes(second), stopped: (await view(second)).book?.stopped }).toEqual({ notes: 0, stopped: null });
  });

  it('is refused by the server once it is revoked, and cannot read what is written after', async () => {
    const gone = second.host.desk().profile.desk;
    await sign(first, { act: 'revoke-desk', desk: gone, reason: 'left' });
    const contact = await contactAt(first, 'Secret');
    await settle(first);
    expect((await second.host.call('POST', '/network/round', undefined, second.token)).status).toBe(409);
    expect(db(second).statement<[string], unknown>('select 1 from contact where id = ?').get(contact)).toBeUndefined();
    // Even with every entry in hand it opens nothing of the new epoch: the key was not sealed to it.
    const held = (seat: Seat) => db(seat).statement<[], { epoch: number }>('select max(epoch) as epoch from book_key').get()?.epoch;
    expect(held(first)).toBe((held(second) ?? 0) + 1);
    const seals = (seat: Seat) => seat.host.desk().ledger.register()?.practices.get(first.practice)?.desks.at(-1)?.sealKey;
    expect(seals(first)).not.toBe(seals(second));
    expect((await view(first)).desks.find((one) => one.desk === gone)).toMatchObject({ state: 'revoked', shares: false });
    // What others send now is sealed to the new key, and the desk that stayed reads it.
    await settle(first, network.smith);
    const begun = beginReferral(network.smith, first, { name: 'Tom Baker', email: 't@example.com', phone: '2' });
    await settle(network.smith, first);
    expect(stepsOf(first, begun.intent)?.[0]).toBe(true);
  });
});
