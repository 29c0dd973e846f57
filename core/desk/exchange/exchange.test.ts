import { afterEach, describe, expect, it } from 'vitest';
import { canonicalText } from '../../protocol/jcs.ts';
import { openingJson, queueSealed } from '../exits/sealed-queue.ts';
import { signPayload } from '../ledger/compose.ts';
import { EVENT_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { bytesToBase64 } from '../../protocol/bytes.ts';
import { eventHashOf } from '../../protocol/record.ts';
import { nextPlace, placeDraft } from '../ledger/compose.ts';
import { registerOf } from '../context.ts';
import { forge, recordOf } from './forged-file.fixture.ts';
import { carry, DELTA, exportFile, importInto, join, type Network, ok, openNetwork, previewAt, type Seat } from './network.fixture.ts';
import { acknowledge, append, beginReferral, intakeDraft, personAt } from './referral-steps.fixture.ts';

let open: Network | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

const CLIENT = { name: 'Sarah Chen', email: 'sarah.chen@example.com', phone: '0400 111 222' };

/** Everything a desk's database holds, as one text; but for the checkpoints that reading can add. */
const dump = (seat: Seat): string => {
  const { db } = seat.host.desk();
  const tables = db
    .statement<[], { readonly name: string }>(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> 'checkpoint' order by name",
    )
    .all();
  return canonicalText(
    tables.map(({ name }) => ({
      name,
      rows: db
        .statement<[], Record<string, unknown>>(`select * from "${name}"`)
        .all()
        .map((row) =>
          JSON.stringify(row, (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)),
        )
        .toSorted(),
    })),
  );
};

const rootOf = (seat: Seat): string => Buffer.from(seat.host.desk().ledger.root()).toString('hex');
const rowFor = async (seat: Seat, other: Seat): Promise<Record<string, unknown>> => {
  const view = await ok(seat, 'GET', '/exchange');
  return (view['counterparts'] as readonly Record<string, unknown>[]).find((row) => row['practice'] === other.practice) ?? {};
};

describe('a network of three desks', () => {
  it('is founded, answered and known everywhere', async () => {
    open = await openNetwork();
    const { office, smith, abc } = open;
    for (const seat of [office, smith, abc]) {
      const register = await ok(seat, 'GET', '/register');
      expect(register['practices']).toHaveLength(3);
      expect(register['test']).toBe(true);
    }
    expect(await carry(smith, abc)).toMatchObject({
      from: 'Smith & Partners',
      seq: 1,
      refused: 0,
      kept: 0,
      missing: [],
    });
  });

  it('brings what others have signed so far to a practice that joins later', async () => {
    open = await openNetwork();
    const { office, smith, clock } = open;
    append(smith, {
      type: 'practice.changed',
      body: { practice: smith.practice, gst: { registered: false, from: '2026-08-01', source: 'declared' } },
    });
    await carry(smith, office);
    const delta = await join(office, DELTA, clock);
    const register = await ok(delta, 'GET', '/register');
    const seen = (register['practices'] as readonly Record<string, unknown>[]).find((practice) => practice['practice'] === smith.practice);
    expect(seen).toMatchObject({ gst: false });
    await delta.host.close();
  });
});

describe('a referral between two desks', () => {
  it('arrives with its attachment, is previewed first, and is confirmed by the answer', async () => {
    open = await openNetwork();
    const { smith, abc } = open;
    const begun = beginReferral(smith, abc, CLIENT);
    queueSealed(smith.host.desk(), begun.intent, abc.practice, { openings: [openingJson(begun.client)] });
    const file = await exportFile(smith, abc);
    const before = dump(abc);
    const preview = await previewAt(abc, file);
    expect(dump(abc)).toBe(before);
    expect(preview).toMatchObject({
      from: 'Smith & Partners',
      seq: 1,
      attachments: 1,
      missing: [],
      expected: 'File 1, the first from Smith & Partners.',
    });
    expect(preview.events.filter((event) => event.type === 'referral.intent')).toMatchObject([
      { state: 'new', signer: expect.stringContaining('Priya Nair') as string },
    ]);
    const taken = await importInto(abc, file);
    expect(taken).toMatchObject({ referrals: [begun.intent], refused: 0, kept: 0 });
    expect({ ...taken, accepted: 0, already: 0, refused: 0, kept: 0, referrals: [] }).toMatchObject({
      events: preview.events,
      attachments: preview.attachments,
    });
    const opening = abc.host
      .desk()
      .db.statement<[string], { readonly data: string }>('select data from opening where commitment = ?')
      .get(begun.client.commitment);
    expect(JSON.parse(opening?.data ?? '{}')).toEqual(CLIENT);
    expect(await rowFor(smith, abc)).toMatchObject({
      waiting: 0,
      words: expect.stringMatching(/nothing heard since/u) as string,
    });
    open.clock.advance(1000);
    await carry(abc, smith);
    expect(await rowFor(smith, abc)).toMatchObject({
      waiting: 0,
      notSeen: 0,
      words: expect.stringMatching(/confirmed/u) as string,
    });
  });

  it('never shows personal data in a file, its name or a report', async () => {
    open = await openNetwork();
    const { smith, abc } = open;
    const begun = beginReferral(smith, abc, CLIENT);
    queueSealed(smith.host.desk(), begun.intent, abc.practice, { openings: [openingJson(begun.client)] });
    const file = await exportFile(smith, abc);
    const bytes = Buffer.from(file.base64, 'base64');
    const sealed = Buffer.from(bytes.toString('latin1').split('\n')[2] ?? '', 'base64');
    for (const canary of [...Object.values(CLIENT), 'Sarah', 'sarah.chen', 'REF-2026-0001', 'Priya']) {
      expect(bytes.includes(canary)).toBe(false);
      expect(sealed.includes(canary)).toBe(false);
      expect(file.name).not.toContain(canary);
    }
    expect(file.name).toBe('smith-partners-to-abc-finance-0001.flip360');
    const { base64 } = file;
    const damaged = await abc.host.call(
      'POST',
      '/exchange/import',
      { name: 'x.flip360', base64: `${base64.slice(0, 400)}AAAA${base64.slice(404)}` },
      abc.token,
    );
    expect(JSON.stringify([damaged.json, abc.host.reports, smith.host.reports])).not.toMatch(/Sarah|0400/u);
  });

  it('repeats what nobody confirmed, and stops once it is', async () => {
    open = await openNetwork();
    const { smith, abc, clock } = open;
    beginReferral(smith, abc, CLIENT);
    const lost = await exportFile(smith, abc);
    clock.advance(60_000);
    const second = beginReferral(smith, abc, CLIENT);
    const file = await exportFile(smith, abc);
    const preview = await previewAt(abc, file);
    expect(preview.expected).toBe('File 2 of Smith & Partners; file 1 did not arrive.');
    expect(preview.missing).toEqual([
      'File 1 of Smith & Partners did not arrive here. This file repeats whatever was in there and is not confirmed.',
    ]);
    const taken = await importInto(abc, file);
    expect(taken.referrals).toHaveLength(2);
    expect(taken.referrals).toContain(second.intent);
    // The lost file turns up after all.
    const root = rootOf(abc);
    const late = await importInto(abc, lost);
    expect(late).toMatchObject({
      accepted: 0,
      refused: 0,
      expected: 'File 1 of Smith & Partners, older than file 2 that was taken in before.',
    });
    expect(rootOf(abc)).toBe(root);
    await carry(abc, smith);
    const third = await previewAt(abc, await exportFile(smith, abc));
    expect(third.events).toEqual([]);
    const again = await previewAt(abc, await exportFile(smith, abc, { resend: true }));
    expect(again.events.length).toBeGreaterThanOrEqual(2);
    expect(again.events.every((event) => event.state === 'held')).toBe(true);
  });

  it('changes nothing when the same file comes again', async () => {
    open = await openNetwork();
    const { smith, abc } = open;
    const begun = beginReferral(smith, abc, CLIENT);
    queueSealed(smith.host.desk(), begun.intent, abc.practice, { openings: [openingJson(begun.client)] });
    const file = await exportFile(smith, abc);
    await importInto(abc, file);
    const before = dump(abc);
    const again = await importInto(abc, { ...file, name: 'copy of it.flip360' });
    expect(again).toMatchObject({
      accepted: 0,
      refused: 0,
      expected: 'File 1 of Smith & Partners was taken in on 4 August 2026. Again it changes nothing.',
    });
    expect(dump(abc)).toBe(before);
  });

  it('gives the same referral for any order of the records in a file', async () => {
    open = await openNetwork();
    const { smith, abc } = open;
    await carry(smith, abc);
    const begun = beginReferral(smith, abc, CLIENT);
    acknowledge(smith, abc, begun);
    const events = smith.host
      .desk()
      .ledger.referralEvents(begun.intent)
      .map((event) => recordOf(smith, event.hash));
    const file = await forge(smith, abc, { seq: 2, body: { records: events.toReversed() } });
    const taken = await importInto(abc, file);
    expect(taken).toMatchObject({ accepted: 4, refused: 0, kept: 0 });
    const theirs = abc.host.desk().ledger.referral(begun.intent);
    const ours = smith.host.desk().ledger.referral(begun.intent);
    expect(theirs?.steps.map((step) => step?.hash)).toEqual(ours?.steps.map((step) => step?.hash));
    expect(theirs?.waiting.act).toBe(ours?.waiting.act);
  });

  it('shows a duplicate step and keeps the first', async () => {
    open = await openNetwork();
    const { smith, abc } = open;
    const begun = beginReferral(smith, abc, CLIENT);
    const acknowledgement = acknowledge(smith, abc, begun);
    await carry(smith, abc);
    const [first = '', second = ''] = append(
      abc,
      intakeDraft(begun, acknowledgement, '2026-08-04'),
      intakeDraft(begun, acknowledgement, '2026-08-05'),
    );
    await carry(abc, smith);
    for (const seat of [smith, abc]) {
      const state = seat.host.desk().ledger.referral(begun.intent);
      expect(state?.steps[2]?.hash).toBe(first);
      expect(state?.duplicates.map((duplicate) => duplicate.hash)).toEqual([second]);
    }
  });

  it('carries the tickets of what it brings, so that any holder may hand them in', async () => {
    open = await openNetwork();
    const { smith, abc } = open;
    const begun = beginReferral(smith, abc, CLIENT);
    acknowledge(smith, abc, begun);
    await carry(smith, abc);
    const desk = abc.host.desk();
    const events = desk.ledger.referralEvents(begun.intent);
    const tickets = desk.db
      .statement<[], { readonly idx: number }>('select idx from ticket')
      .all()
      .map((row) => row.idx);
    expect(events).toHaveLength(4);
    for (const event of events) expect(tickets).toContain(event.index);
  });

  it('offers again what a counterpart lost in going back to a backup', async () => {
    open = await openNetwork();
    const { smith, abc } = open;
    const begun = beginReferral(smith, abc, CLIENT);
    await carry(smith, abc);
    await carry(abc, smith);
    expect(await rowFor(smith, abc)).toMatchObject({ notSeen: 0 });
    const backward = await forge(abc, smith, {
      seq: 2,
      body: { documents: [{ kind: 'received', content: {} }] },
    });
    const taken = await importInto(smith, backward);
    expect(taken.missing.join(' ')).toContain('gone back to a backup');
    const again = await previewAt(abc, await exportFile(smith, abc));
    expect(again.events.map((event) => event.type)).toContain('referral.intent');
    expect(begun.intent).toHaveLength(64);
  });
});

describe('records that cannot count', () => {
  it('keeps aside what names an event that is not here, and takes it in when that arrives', async () => {
    open = await openNetwork();
    const { smith, abc } = open;
    await carry(smith, abc);
    const begun = beginReferral(smith, abc, CLIENT);
    acknowledge(smith, abc, begun);
    const [intent = '', ...rest] = smith.host
      .desk()
      .ledger.referralEvents(begun.intent)
      .map((event) => recordOf(smith, event.hash));
    const early = await importInto(abc, await forge(smith, abc, { seq: 5, body: { records: rest } }));
    expect(early).toMatchObject({ accepted: 0, kept: 3, refused: 0 });
    expect(early.missing).toHaveLength(4);
    const late = await importInto(abc, await forge(smith, abc, { seq: 6, body: { records: [intent] } }));
    expect(late).toMatchObject({ accepted: 4, referrals: [begun.intent] });
  });

  it('refuses by name what its signer may not sign, and takes the rest', async () => {
    open = await openNetwork();
    const { smith, abc } = open;
    await carry(smith, abc);
    const desk = smith.host.desk();
    const { signer } = personAt(smith);
    const foreign = placeDraft(desk, registerOf(desk).net, signer.key, nextPlace(desk, signer.key), {
      type: 'practice.changed',
      body: { practice: abc.practice, gst: { registered: false, from: null, source: 'declared' } },
    });
    const record = signPayload(EVENT_PAYLOAD_TYPE, foreign, signer);
    const taken = await importInto(
      abc,
      await forge(smith, abc, {
        seq: 2,
        body: { records: [bytesToBase64(record), 'AAAA', bytesToBase64(record).slice(0, 400)] },
      }),
    );
    expect(taken).toMatchObject({ accepted: 0, refused: 3 });
    expect(taken.events[0]).toMatchObject({
      state: 'refused',
      type: 'practice.changed',
      why: 'a practice speaks only for itself (authority.refused)',
    });
    expect(taken.events[1]?.why).toContain('record.');
    expect(eventHashOf(desk.primitives, record)).toHaveLength(64);
  });
});
