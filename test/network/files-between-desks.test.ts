import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealRoom } from '../../core/contract/deal-room.ts';
import type { Fetch } from '../../core/adapters/network/http-server-client.ts';
import { payouts } from '../../core/contract/money.ts';
import { desksView } from '../../core/contract/shared-book.ts';
import { MAX_PART_BYTES } from '../../core/contract/network/book-parts.ts';
import { bringNow } from '../../core/desk/book/files/bring-now.ts';
import { storeDocument } from '../../core/desk/exchange/attachments.ts';
import { ok, type Seat } from '../../core/desk/exchange/network.fixture.ts';
import { personAt } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { LARGEST_FILE, readKeptFile } from '../../core/desk/files/private-files.ts';
import type { JobControl } from '../../core/desk/jobs.ts';
import { erasePerson } from '../../core/desk/rights/erase.ts';
import { commitRecords } from '../../core/desk/records/commit.ts';
import { uuidV7 } from '../../core/ports/entropy.ts';
import { STORED_COLUMNS } from '../../sync-server/storage/stored-columns.ts';
import { newContact } from './new-contact.ts';
import { searchFor } from './plaintext-search.ts';
import { addDesk, openTwoDesks } from './second-desk.ts';
import { straightTo, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
let first: Seat;
let second: Seat;
let close: () => Promise<void>;
let mia = '';
let deal = '';
beforeAll(async () => {
  ({ network, first, second, close } = await openTwoDesks(async (seat) => {
    mia = await newContact(seat, 'Mia');
    deal = addDeal(seat, mia);
  }));
}, 60_000);
afterAll(async () => close());

const db = (seat: Seat) => seat.host.desk().db;
const addDeal = (seat: Seat, contact: string): string => {
  const desk = seat.host.desk();
  const id = uuidV7(desk.entropy, desk.clock.now());
  const place = { pipeline: 'sales', stage: 'new', status: 'open', stageSince: desk.clock.now(), closedAt: null, lostReason: '' };
  const sums = { amount: 100_00, settledAmount: null, expectedClose: null };
  const document = { contact, title: 'Home loan', purpose: '', owner: null, referral: null, ...place, ...sums };
  const done = commitRecords(desk, personAt(seat), { words: 'Opened a deal' }, [{ act: 'create', kind: 'deal', id, document }]);
  if (!done.ok) throw new Error(done.error.detail);
  return id;
};

/** Bytes that compress badly and differ everywhere. */
const contentOf = (bytes: number, seed: number): Buffer => {
  const content = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += 1) content[at] = (at * 31 + (at >> 8) * 17 + seed) & 255;
  return content;
};
const keep = async (seat: Seat, name: string, content: Buffer, to = deal): Promise<void> => {
  await ok(seat, 'POST', `/deals/${to}/files`, { file: { name, base64: content.toString('base64') } });
};
const papers = async (seat: Seat, of = deal) => dealRoom.parse(await ok(seat, 'GET', `/deals/${of}/room`)).files;
const paperNamed = async (seat: Seat, name: string) => {
  const found = (await papers(seat)).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no paper ${name}`);
  return found;
};
const bytesAt = (seat: Seat, id: string): Buffer | string => {
  const read = readKeptFile(seat.host.desk(), personAt(seat), id);
  return read.ok ? Buffer.from(read.value.base64, 'base64') : read.error.code;
};
const nothingWaits = { toSend: 0, toBring: 0, problem: null };
const settle = async (...seats: readonly Seat[]): Promise<void> => {
  for (let round = 0; round < 12; round += 1) await network.rounds(...seats);
};
const partsAtServer = async (): Promise<readonly { readonly no: number; readonly hash: string; readonly body: Uint8Array }[]> =>
  await network.wire.server.ports.storage.db
    .selectFrom('book_part')
    .select(['no', 'hash', 'body'])
    .orderBy('entry')
    .orderBy('no')
    .execute();
const control = (cancelled: () => boolean = () => false): JobControl & { readonly seen: string[] } => {
  const seen: string[] = [];
  return {
    seen,
    progress: (done, of, words) => seen.push(`${String(done)} of ${String(of)}: ${words}`),
    cancelled,
    breathe: () => Promise.resolve(),
  };
};
const serverOf = (seat: Seat) => seat.host.api.network.serverOf(seat.host.desk());

describe('a file that one desk keeps', () => {
  it('is opened at the other byte for byte, however many parts it has, and the server holds nothing of it that can be read', async () => {
    const small = Buffer.from('MARKED-LETTER to the bank, two lines');
    const large = contentOf(3 * MAX_PART_BYTES + 5, 1);
    large.write('MARKED-CONTRACT of sale', 600_000);
    await keep(first, 'Letter.txt', small);
    await keep(first, 'Contract.pdf', large);
    await settle(first, second);
    const [letter, contract] = [await paperNamed(second, 'Letter.txt'), await paperNamed(second, 'Contract.pdf')];
    expect([letter, contract].map(({ where, bytes }) => [where, bytes])).toEqual([
      ['here', small.length],
      ['here', large.length],
    ]);
    expect([bytesAt(second, letter.file), bytesAt(second, contract.file)]).toEqual([small, large]);
    const parts = await partsAtServer();
    expect(parts.map(({ no }) => no).toSorted((a, b) => a - b)).toEqual([0, 0, 1, 2, 3]);
    expect(parts.every(({ body }) => body.length <= MAX_PART_BYTES)).toBe(true);
    const canaries = [small.toString(), 'Letter.txt', 'Contract.pdf', letter.sha256, contract.sha256, 'MARKED-CONTRACT of sale'];
    const search = searchFor(canaries.map((text) => ({ name: text, text })));
    const { db: stored } = network.wire.server.ports.storage;
    const found = await Promise.all(
      Object.keys(STORED_COLUMNS).map(async (table) => {
        const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(stored);
        return rows.flatMap((row) =>
          Object.entries(row).flatMap(([column, value]) =>
            search(`${table}.${column}`, value instanceof Uint8Array ? value : Buffer.from(String(value))),
          ),
        );
      }),
    );
    expect(found.flat()).toEqual([]);
    for (const seat of [first, second]) expect((await ok(seat, 'GET', '/network'))['alarms']).toEqual([]);
  });

  it('is named at the other before it is there, says where it is, and is brought as a job that shows progress and can be stopped', async () => {
    const content = contentOf(5 * MAX_PART_BYTES, 2);
    await keep(first, 'Plan.pdf', content);
    // The parts wait: the server takes none.
    const straight = straightTo(network.wire.server);
    const noParts: Fetch = (url, init) =>
      /\/parts\/\d+$/u.test(url) && init.method === 'PUT'
        ? Promise.resolve(
            new Response(JSON.stringify({ code: 'parts.full', title: 'The server keeps no more files of this practice' }), { status: 507 }),
          )
        : straight(url, init);
    network.wire.fetch = noParts;
    await settle(first, second);
    const named = await paperNamed(second, 'Plan.pdf');
    expect([named.where, bytesAt(second, named.file)]).toEqual(['coming', 'file-elsewhere']);
    expect(await bringNow(second.host.desk(), serverOf(second), { of: 'file', id: named.file }, control())).toMatchObject({
      error: { code: 'file-coming' },
    });
    const books = async () =>
      Promise.all([first, second].map(async (seat) => desksView.parse(await ok(seat, 'GET', '/desks')).book?.files));
    expect(await books()).toEqual([
      { toSend: 1, toBring: 0, problem: expect.stringMatching(/^Plan\.pdf: The server keeps no more files/u) as string },
      { toSend: 0, toBring: 1, problem: null },
    ]);
    network.wire.fetch = straight;
    network.clock.advance(3_600_000);
    await settle(first);
    // The other desk learns that it is there, and is stopped after two parts.
    const noBringing: Fetch = (url, init) =>
      /\/parts\/\d+$/u.test(url) ? Promise.reject(new Error('the connection broke off')) : straight(url, init);
    network.wire.fetch = noBringing;
    await second.host.call('POST', '/network/round', undefined, second.token);
    network.wire.fetch = straight;
    expect((await paperNamed(second, 'Plan.pdf')).where).toBe('at-server');
    let asked = 0;
    const stopping = control(() => {
      asked += 1;
      return asked > 2;
    });
    expect(await bringNow(second.host.desk(), serverOf(second), { of: 'file', id: named.file }, stopping)).toMatchObject({
      error: { code: 'cancelled' },
    });
    expect(bytesAt(second, named.file)).toBe('file-elsewhere');
    const going = control();
    expect(await bringNow(second.host.desk(), serverOf(second), { of: 'file', id: named.file }, going)).toEqual({
      ok: true,
      value: { id: named.file },
    });
    expect(await books()).toEqual([nothingWaits, nothingWaits]);
    expect(going.seen[0]).toMatch(/^2 of \d: Bringing Plan\.pdf, 2\.5 MB$/u);
    expect(bytesAt(second, named.file)).toEqual(content);
  });

  it('is not taken from a server that hands out other bytes, and comes when it hands out the right ones', async () => {
    await keep(first, 'Will.pdf', Buffer.from('the will'));
    await settle(first);
    const straight = straightTo(network.wire.server);
    network.wire.fetch = async (url, init) => {
      const answer = await straight(url, init);
      if (!/\/parts\/\d+$/u.test(url)) return answer;
      const { hash } = (await answer.json()) as { readonly hash: string };
      return new Response(JSON.stringify({ hash, body: Buffer.from('another part').toString('base64') }), answer);
    };
    await settle(second);
    const { file, where } = await paperNamed(second, 'Will.pdf');
    expect([where, bytesAt(second, file)]).toEqual(['at-server', 'file-elsewhere']);
    network.wire.fetch = straight;
    expect(await bringNow(second.host.desk(), serverOf(second), { of: 'file', id: file }, control())).toMatchObject({ ok: true });
    expect(bytesAt(second, file)).toEqual(Buffer.from('the will'));
  });

  it('comes to a desk that joins later, and papers that money made too', async () => {
    const invoice = Buffer.from('%PDF tax invoice 17');
    const id = storeDocument(first.host.desk(), {
      kind: 'tax-invoice',
      name: 'invoice-17.pdf',
      mediaType: 'application/pdf',
      bytes: Uint8Array.from(invoice),
      event: null,
      intent: null,
      batch: 'batch-17',
      source: 'own',
    });
    await settle(first, second);
    const third = await addDesk(network, first, 'third desk');
    await settle(first, third);
    for (const seat of [second, third]) {
      const answer = (await ok(seat, 'GET', `/documents/${id}`)) as unknown as { readonly base64: string };
      expect(Buffer.from(answer.base64, 'base64')).toEqual(invoice);
      expect(payouts.parse(await ok(seat, 'GET', '/payouts')).papers).toMatchObject([{ id, name: 'invoice-17.pdf', where: 'here' }]);
    }
    expect((await papers(third)).map(({ name, where }) => `${name} ${where}`).toSorted()).toEqual([
      'Contract.pdf here',
      'Letter.txt here',
      'Plan.pdf here',
      'Will.pdf here',
    ]);
    await third.host.close();
  });

  it('is sent again by a desk that has it where the server lost parts of it', async () => {
    const content = contentOf(2 * MAX_PART_BYTES, 5);
    await keep(first, 'Lost.pdf', content);
    await settle(first);
    const { file } = await paperNamed(first, 'Lost.pdf');
    const entry = db(first).statement<[string], { id: string }>('select id from book_entry where ref = ?').get(`file ${file}`)?.id ?? '';
    const { db: stored } = network.wire.server.ports.storage;
    await stored.deleteFrom('book_part').where('entry', '=', entry).where('no', '=', 1).execute();
    await settle(second, first);
    expect([(await paperNamed(second, 'Lost.pdf')).where, (await papers(first)).find((one) => one.name === 'Lost.pdf')?.where]).toEqual([
      'at-server',
      'here',
    ]);
    const parts = await stored.selectFrom('book_part').select('no').where('entry', '=', entry).orderBy('no').execute();
    expect(parts).toEqual([{ no: 0 }, { no: 1 }, { no: 2 }]);
    network.clock.advance(3_600_000);
    await settle(second, first);
    expect(bytesAt(second, file)).toEqual(content);
    expect(desksView.parse(await ok(second, 'GET', '/desks')).book?.files).toEqual(nothingWaits);
  });

  it('may be as large as a kept file may be', async () => {
    const content = contentOf(LARGEST_FILE, 3);
    await keep(first, 'Scan.pdf', content);
    const at = async (seat: Seat) => (await papers(seat)).find((one) => one.name === 'Scan.pdf');
    const sent = "select id from shared_file where name = 'Scan.pdf' and complete = 1";
    for (let round = 0; round < 20 && db(first).statement<[], unknown>(sent).get() === undefined; round += 1) await network.rounds(first);
    for (let round = 0; round < 20 && (await at(second))?.where !== 'here'; round += 1) await network.rounds(first, second);
    const { file } = await paperNamed(second, 'Scan.pdf');
    expect(Buffer.compare(bytesAt(second, file) as Buffer, content)).toBe(0);
  });

  it('goes with its person from every desk and from the server', async () => {
    const otto = await newContact(first, 'Otto');
    const other = addDeal(first, otto);
    await settle(first, second);
    const before = (await partsAtServer()).length;
    await keep(second, 'Otto.pdf', contentOf(2 * MAX_PART_BYTES, 4), other);
    await settle(second, first);
    expect((await papers(first, other)).map(({ where }) => where)).toEqual(['here']);
    expect((await partsAtServer()).length).toBe(before + 3);
    expect(erasePerson(first.host.desk(), personAt(first), otto, 'request').ok).toBe(true);
    await settle(first, second);
    for (const seat of [first, second])
      for (const table of ['private_file', 'shared_file'])
        expect(db(seat).statement<[string], unknown>(`select id from ${table} where subject = ?`).all(otto)).toEqual([]);
    expect((await partsAtServer()).length).toBe(before);
    expect(db(second).statement<[], unknown>('select no from shared_file_part').all()).toEqual([]);
  });
});
