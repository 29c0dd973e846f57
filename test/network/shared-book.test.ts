import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hpkeSealer } from '../../core/adapters/exchange/hpke.ts';
import type { Fetch } from '../../core/adapters/network/http-server-client.ts';
import type { DesksView } from '../../core/contract/shared-book.ts';
import { choiceDefinition } from '../../core/desk/book/conflicts.ts';
import { makeLink } from '../../core/desk/client-link/links.ts';
import { openPage, passkeyOn, press, requestServer } from '../../core/desk/client-link/page.fixture.ts';
import { takeClientAnswer } from '../../core/desk/client-link/take-answer.ts';
import { ok, type Seat, sign } from '../../core/desk/exchange/network.fixture.ts';
import { acknowledge, append, beginReferral, intakeDraft, personAt } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { rebuildProjections } from '../../core/desk/ledger/rebuild.ts';
import { openTestHost, signInAs } from '../../core/desk/open-desk.fixture.ts';
import { commitRecords, type Step } from '../../core/desk/records/commit.ts';
import { kindOf, type RecordDefinition } from '../../core/desk/records/definition.ts';
import { undoGroup } from '../../core/desk/records/history.ts';
import { walkOperations } from '../../core/desk/records/operation-log.ts';
import { readRecord } from '../../core/desk/records/stored-record.ts';
import { uuidV7 } from '../../core/ports/entropy.ts';
import { lyingAt } from './liar.ts';
import { addDesk } from './second-desk.ts';
import { openWiredNetwork, straightTo, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
let first: Seat;
let second: Seat;
beforeAll(async () => {
  network = await openWiredNetwork();
  first = network.smith;
  await network.rounds();
});
afterAll(async () => {
  await second.host.close();
  await network.close();
});

const form = (givenName: string, familyName: string) => ({
  kind: 'person',
  givenName,
  familyName,
  organisation: '',
  emails: [],
  phones: [],
  abn: '',
  suburb: '',
  state: '',
  postcode: '',
  street: '',
  note: '',
  assuranceClient: false,
  doNotContact: false,
});
const view = async (seat: Seat): Promise<DesksView> => (await ok(seat, 'GET', '/desks')) as unknown as DesksView;
const db = (seat: Seat) => seat.host.desk().db;
const commit = (seat: Seat, ...steps: readonly Step[]): string => {
  const done = commitRecords(seat.host.desk(), personAt(seat), { words: 'Did something' }, steps);
  if (!done.ok) throw new Error(`${done.error.code} ${done.error.detail}`);
  return done.value.undo;
};
const idAt = (seat: Seat): string => uuidV7(seat.host.desk().entropy, seat.host.desk().clock.now());
const dealOf = (contact: string) => ({
  contact,
  title: 'Home loan',
  pipeline: 'sales',
  stage: 'new',
  status: 'open',
  stageSince: '2026-08-04T00:00:00.000Z',
  purpose: '',
  amount: 100_00,
  settledAmount: null,
  expectedClose: null,
  lostReason: '',
  owner: null,
  referral: null,
  closedAt: null,
});
const addDeal = (seat: Seat, contact: string): string => {
  const id = idAt(seat);
  commit(seat, { act: 'create', kind: 'deal', id, document: dealOf(contact) });
  return id;
};
const set = (kind: string, id: string, fields: Readonly<Record<string, string | number | boolean>>): Step => ({
  act: 'change',
  kind,
  id,
  set: fields,
  revision: null,
});
const document = (seat: Seat, kind: string, id: string) => readRecord(db(seat), kindOf(seat.host.desk().kinds, kind), id)?.document;

/** Everything that the book is the fold of, without numbers that belong to one file. */
const dump = (seat: Seat): unknown =>
  [
    'select kind, id, subject, revision, document, created_at, created_by, updated_at, removed_at from record order by id',
    'select id, name, stage, revision, created_at, updated_at, fields from contact order by id',
    'select id, contact, stage, status, amount from crm_deal order by id',
    'select operation, record, fields from record_conflict order by operation',
    'select subject, at, kind, pinned from timeline order by 1, 2, 3',
  ].map((sql) => db(seat).statement<[], unknown>(sql).all());

const settle = async (...seats: readonly Seat[]): Promise<void> => {
  for (let round = 0; round < 2; round += 1) await network.rounds(...seats);
};

let sarah = '';
describe('desks of one practice', () => {
  it('lets a new desk join and see everything', async () => {
    await ok(first, 'POST', '/contacts', form('Sarah', 'Chen'));
    sarah = db(first).statement<[], { id: string }>('select id from contact').get()?.id ?? '';
    addDeal(first, sarah);
    const begun = beginReferral(first, network.abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
    const acknowledgement = acknowledge(first, network.abc, begun);
    await network.rounds(first, network.abc);
    append(network.abc, intakeDraft(begun, acknowledgement, '2026-08-04'));
    await network.rounds(network.abc);
    second = await addDesk(network, first);
    await settle(first, second);
    expect(await view(second)).toMatchObject({ shared: true, book: { stopped: null, waiting: 0, notTakenIn: [] } });
    expect(dump(second)).toEqual(dump(first));
    const steps = (seat: Seat) =>
      seat.host
        .desk()
        .ledger.referral(begun.intent)
        ?.steps.map((step) => step !== null);
    expect(steps(second)).toEqual([true, true, true, false, false]);
    const hashes = (seat: Seat) => db(seat).statement<[], unknown>('select hash from event order by hash').all();
    expect(hashes(second)).toEqual(hashes(first));
    const openings = (seat: Seat) => db(seat).statement<[], unknown>('select commitment from opening order by 1').all();
    expect(openings(second)).toEqual(openings(first));
    expect((await view(first)).desks).toMatchObject([
      { here: true, till: true, shares: true },
      { here: false, till: false, shares: true, state: 'active' },
    ]);
  });

  it('takes an event of the one desk to the other, and neither alarms', async () => {
    await sign(second, { act: 'gst', registered: false, from: null });
    await settle(second, first, network.abc);
    const gst = (seat: Seat) => seat.host.desk().ledger.register()?.practices.get(first.practice)?.gst.at(-1)?.gst.registered;
    expect([gst(first), gst(second), gst(network.abc)]).toEqual([false, false, false]);
    for (const seat of [first, second]) expect((await ok(seat, 'GET', '/network'))['alarms']).toEqual([]);
  });

  it('opens at each desk what a client answers to the link that one of them made', async () => {
    const pages = requestServer();
    for (const [maker, other, seed] of [
      [second, first, 1],
      [first, second, 2],
    ] as const) {
      const begun = beginReferral(maker, network.abc, {
        emails: [],
        givenName: 'Sarah',
        name: 'Sarah Chen',
        phones: ['+61400000000'],
        purpose: 'a shop',
      });
      const invited = await sign(maker, { act: 'invite-link', referral: begun.intent, step: 1, channel: 'in-person', address: null });
      const made = await makeLink(maker.host.desk(), personAt(maker), pages, {
        invite: invited[0]?.hash ?? '',
        code: invited[1]?.hash ?? null,
      });
      if (!made.ok) throw new Error(made.error.detail);
      const page = openPage(made.value.link ?? '', pages.held);
      const { answer } = await press(page, passkeyOn(page, seed), { choices: ['consent', 'acknowledge'], at: network.clock.now() });
      await settle(maker, other);
      for (const seat of [other, maker]) {
        const desk = seat.host.desk();
        const taken = await takeClientAnswer(desk, hpkeSealer(desk.entropy), { request: page.id, answer });
        expect(taken).toMatchObject({ ok: true, value: { outcome: 'taken', refused: [], waiting: [] } });
        expect(desk.ledger.referral(begun.intent)?.steps[1]?.assurance.key).toBe('passkey');
      }
    }
  });

  it('lets the last change in the order of the book count in a descriptive field', async () => {
    const deal = addDeal(first, sarah);
    await settle(first, second);
    commit(first, set('deal', deal, { title: 'First title' }));
    commit(second, set('deal', deal, { title: 'Second title', purpose: 'Fit-out' }));
    await settle(second, first);
    expect(document(first, 'deal', deal)).toMatchObject({ title: 'First title', purpose: 'Fit-out' });
    expect(dump(second)).toEqual(dump(first));
  });

  it('shows both values of money and lets a person choose, once for all desks', async () => {
    const deal = addDeal(first, sarah);
    await settle(first, second);
    commit(first, set('deal', deal, { amount: 200_00 }));
    commit(second, set('deal', deal, { amount: 300_00, title: 'Bigger loan' }));
    await settle(first, second);
    for (const seat of [first, second]) {
      expect(document(seat, 'deal', deal)).toMatchObject({ amount: 200_00, title: 'Bigger loan' });
      expect((await view(seat)).conflicts).toMatchObject([{ record: deal, by: 'Priya Nair', fields: [{ field: 'amount' }] }]);
    }
    commit(first, set('deal', deal, { amount: 250_00 }));
    await settle(first, second);
    for (const seat of [first, second])
      expect((await view(seat)).conflicts[0]?.fields).toMatchObject([{ stands: expect.stringContaining('250') as string }]);
    const [conflict] = (await view(second)).conflicts;
    await ok(second, 'POST', `/desks/conflicts/${conflict?.operation}`, { choice: 'wanted' });
    await settle(second, first);
    for (const seat of [first, second]) {
      expect(document(seat, 'deal', deal)).toMatchObject({ amount: 300_00 });
      expect((await view(seat)).conflicts).toEqual([]);
    }
    expect(choiceDefinition.labelOf({} as never)).toContain('Chose');
  });

  it('takes a removal back at another desk, and a repeated removal changes nothing', async () => {
    const deal = addDeal(first, sarah);
    await settle(first, second);
    const gone = commit(first, { act: 'remove', kind: 'deal', id: deal });
    commit(second, { act: 'remove', kind: 'deal', id: deal });
    await settle(first, second);
    expect(dump(second)).toEqual(dump(first));
    expect(undoGroup(second.host.desk(), personAt(second), gone).ok).toBe(true);
    await settle(second, first);
    expect(readRecord(db(first), kindOf(first.host.desk().kinds, 'deal'), deal)?.removedAt).toBeNull();
    expect(dump(second)).toEqual(dump(first));
  });

  it('lets the later version of a setting of the practice count at both, and keeps what belongs to one computer', async () => {
    const write = (seat: Seat, name: string, version: number, value: string): void => {
      db(seat)
        .statement<[string, number, string], never>(
          "insert into setting (name, version, value, at, person, before, by_name) values (?, ?, ?, '2026-08-04T00:58:00.000Z', 'p', null, 'Priya Nair')",
        )
        .run(name, version, JSON.stringify(value));
    };
    const newest = (seat: Seat, name: string): string | undefined =>
      db(seat).statement<[string], { value: string }>('select value from setting where name = ? order by version desc limit 1').get(name)
        ?.value;
    write(first, 'bank', 1, 'first');
    write(second, 'bank', 1, 'second');
    write(first, 'backup-folder', 1, '/own');
    await settle(first, second);
    await settle(first);
    expect([newest(first, 'bank'), newest(second, 'bank')]).toEqual(['"second"', '"second"']);
    expect(newest(second, 'backup-folder')).toBeUndefined();
  });

  it('takes in after an update what an older program kept aside, at its own place', async () => {
    const kinds = second.host.desk().kinds as Map<string, RecordDefinition>;
    const deals = kindOf(kinds, 'deal');
    const update = async (older: () => Promise<void>): Promise<void> => {
      kinds.delete('deal');
      await older().finally(() => kinds.set('deal', deals));
    };
    const early = addDeal(first, sarah);
    commit(first, set('deal', early, { title: 'Changed at the first desk' }));
    await network.rounds(first);
    await update(() => network.rounds(second));
    expect((await view(second)).book?.notTakenIn).toMatchObject([{ why: expect.stringContaining('newer version') as string }, {}]);
    expect(document(second, 'deal', early)).toBeUndefined();
    await settle(second, first);
    expect((await view(second)).book?.notTakenIn).toEqual([]);
    expect(document(second, 'deal', early)).toMatchObject({ title: 'Changed at the first desk' });
    // A desk that has no connection after its update takes it in when it opens.
    const late = addDeal(first, sarah);
    await network.rounds(first);
    await update(() => network.rounds(second));
    await second.host.close();
    const host = await openTestHost(second.host.folders, {
      clock: network.clock,
      seed: 'second desk, updated',
      network: { fetch: (url, init) => network.wire.fetch(url, init), live: false },
    });
    second = { ...second, host, token: await signInAs(host, second.person) };
    expect(document(second, 'deal', late)).toMatchObject({ title: 'Home loan' });
    await settle(first, second);
    expect(dump(second)).toEqual(dump(first));
  });

  it('ends a round with a server that says it took entries and never shows them', async () => {
    addDeal(first, sarah);
    let calls = 0;
    const silent = (lie: (results: unknown) => unknown): Fetch => {
      const held = db(first).statement<[], { last: number }>('select last from book_state').get()?.last ?? 0;
      const shown = lyingAt(network.wire.server, '/v1/ops', (body, _url, init) =>
        init.method === 'POST' ? { results: lie((body as { results: unknown }).results) } : { items: [], last: held },
      );
      calls = 0;
      return (url, init) => {
        calls += 1;
        return calls > 60 ? Promise.reject(new Error('the round does not end')) : shown(url, init);
      };
    };
    const lies = [
      (results: unknown) => results,
      (results: unknown) => (results as readonly object[]).map((one) => ({ ...one, outcome: 'refused', code: 'entry.epoch' })),
    ];
    for (const lie of lies) {
      network.wire.fetch = silent(lie);
      const round = await first.host.call('POST', '/network/round', undefined, first.token);
      expect({ code: round.json['code'], ended: calls < 60 }).toEqual({ code: 'server-answer', ended: true });
    }
    network.wire.fetch = straightTo(network.wire.server);
    await settle(first, second);
    expect(dump(second)).toEqual(dump(first));
  });

  it('converges whatever two desks do apart, in which order they meet and what the wire loses', async () => {
    const edit = fc.record({
      desk: fc.constantFrom(0, 1),
      act: fc.constantFrom('title', 'amount', 'stage', 'remove', 'return', 'new', 'round', 'lossy-round'),
      which: fc.nat(2),
      value: fc.nat(3),
    });
    const deals = [addDeal(first, sarah), addDeal(first, sarah), addDeal(first, sarah)];
    await settle(first, second);
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 4, maxLength: 18 }), async (edits) => {
        for (const { desk, act, which, value } of edits) {
          const seat = desk === 0 ? first : second;
          const id = deals[which] ?? '';
          const removed = readRecord(db(seat), kindOf(seat.host.desk().kinds, 'deal'), id)?.removedAt !== null;
          if (act === 'round') await network.rounds(seat);
          else if (act === 'lossy-round') {
            const straight = straightTo(network.wire.server);
            let calls = 0;
            network.wire.fetch = async (url, init) => {
              const answer = await straight(url, init);
              calls += 1;
              if (calls > value + 2) throw new Error('the answer was lost');
              return answer;
            };
            await seat.host.call('POST', '/network/round', undefined, seat.token);
            network.wire.fetch = straight;
          } else if (act === 'new') addDeal(seat, sarah);
          else if (act === 'remove' || act === 'return') commit(seat, { act, kind: 'deal', id });
          else if (!removed && act === 'amount') commit(seat, set('deal', id, { amount: value * 100 }));
          else if (!removed && act === 'stage') commit(seat, set('deal', id, { stage: `stage-${value}` }));
          else if (!removed) commit(seat, set('deal', id, { title: `Title ${value}` }));
          network.clock.advance(1000);
        }
        await settle(first, second);
        await settle(first);
        expect(dump(second)).toEqual(dump(first));
      }),
      { numRuns: 12 },
    );
    const control = { progress: () => undefined, breathe: () => Promise.resolve() } as never;
    for (const seat of [first, second]) {
      const desk = seat.host.desk();
      const rebuilt = await rebuildProjections(desk, control);
      expect(rebuilt.ok && rebuilt.value.tables.filter((table) => table.live !== table.rebuilt)).toEqual([]);
      const walk = walkOperations(desk.db, desk.primitives);
      let step = walk.next();
      while (step.done !== true) step = walk.next();
      expect(step.value.broken).toBeNull();
      expect((await ok(seat, 'GET', '/network'))['alarms']).toEqual([]);
    }
  });
});
