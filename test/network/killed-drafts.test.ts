import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { SqlValue } from '../../core/adapters/sqlite/database.ts';
import { contactList } from '../../core/contract/contact-list.ts';
import { crmDrafts, crmKeyMade } from '../../core/contract/crm-drafts.ts';
import type { DeskContext } from '../../core/desk/context.ts';
import { ok, type Seat } from '../../core/desk/exchange/network.fixture.ts';
import { openTestHost, signInAs } from '../../core/desk/open-desk.fixture.ts';
import { fileKeyStore } from './file-key-store.ts';
import { openWiredNetwork, SERVER_URL, straightTo } from './wired-network.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-drafts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CLIENTS = [
  { givenName: 'Quillabeth', familyName: 'Zanzotto', emails: ['q@zanzotto.example.com'] },
  { givenName: 'Ottokar', familyName: 'Wyrzykowski', emails: ['o@wyrzykowski.example.com'] },
] as const;

/** Runs `changed` each time that a change of the desk is in its journal, until the answer is called. */
const afterEachChange = ({ db }: DeskContext, changed: () => void): (() => void) => {
  const { run, transaction, statement } = db;
  const sizeOf = (): string => {
    const { size, mtimeNs } = statSync(`${db.path}-wal`, { bigint: true });
    return `${String(size)} ${String(mtimeNs)}`;
  };
  let last = sizeOf();
  const look = <T>(done: T): T => {
    const now = sizeOf();
    if (now !== last) changed();
    last = now;
    return done;
  };
  const watched: Pick<typeof db, 'run' | 'transaction' | 'statement'> = {
    run: (query) => look(run(query)),
    transaction: (work) => look(transaction(work)),
    statement: <P extends readonly SqlValue[], R>(sql: string) => {
      const made = statement<P, R>(sql);
      return { ...made, run: (...parameters: P) => look(made.run(...parameters)) };
    },
  };
  Object.assign(db, watched);
  return () => Object.assign(db, { run, transaction, statement });
};

type Row = { readonly state: string; readonly content: string | null };
const rowsOf = ({ db }: DeskContext): readonly Row[] =>
  db.statement<[], Row>('select state, content from crm_draft order by state desc').all();
const contactsOf = async (seat: Seat, name: string): Promise<number> =>
  contactList.parse(await ok(seat, 'GET', '/contacts?limit=500')).rows.filter((row) => row.name.includes(name)).length;

it('takes each draft once, and makes one contact of it, wherever the desk is killed while it takes, uses and dismisses them', async () => {
  let stores = 0;
  const network = await openWiredNetwork({
    keyStore: async () => {
      stores += 1;
      return fileKeyStore(join(folder, `${stores}.json`));
    },
  });
  await network.rounds();
  const { smith, wire, clock } = network;
  const desk = smith.host.desk();
  const { key } = crmKeyMade.parse(await ok(smith, 'POST', '/crm-keys', { name: 'Our CRM', webhook: '' }));
  for (const [at, client] of CLIENTS.entries()) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'idempotency-key': `matter-${at}` };
    const sent = await wire.fetch(`${SERVER_URL}/api/v1/referrals`, { method: 'POST', headers, body: JSON.stringify({ client }) });
    expect(sent.status).toBe(201);
  }

  const copies: { readonly at: string; readonly done: readonly string[] }[] = [];
  const done: string[] = [];
  const copy = (): void => {
    const at = join(folder, `killed-${copies.length}`);
    cpSync(smith.host.folders.dataFolder, join(at, 'data'), { recursive: true });
    cpSync(smith.host.folders.keyFolder, join(at, 'keys'), { recursive: true });
    copies.push({ at, done: [...done] });
  };
  const end = afterEachChange(desk, copy);
  await network.rounds(smith);
  done.push('round');
  const { drafts } = crmDrafts.parse(await ok(smith, 'GET', '/crm-drafts'));
  const [used, dismissed] = CLIENTS.map(({ familyName }) => drafts.find(({ name }) => name.endsWith(familyName))?.id ?? '');
  await ok(smith, 'POST', `/crm-drafts/${used}/use`);
  done.push('use');
  await ok(smith, 'POST', `/crm-drafts/${dismissed}/dismiss`);
  done.push('dismiss');
  copy();
  end();
  await smith.host.close();
  expect(copies.length).toBeGreaterThan(6);

  for (const [no, { at, done: before }] of copies.entries()) {
    const folders = { dataFolder: join(at, 'data'), keyFolder: join(at, 'keys'), store: fileKeyStore(join(folder, '2.json')) };
    const options = { clock, seed: `after kill ${no}`, network: { fetch: straightTo(wire.server), live: false } };
    const host = await openTestHost(folders, options);
    const seat = { ...smith, host, token: await signInAs(host, smith.person) };
    const here = host.desk();
    expect(here.recovery).toBeNull();
    const states = (): readonly string[] => rowsOf(here).map(({ state }) => state);
    // What the desk said before it was killed holds, and a contact is there only with a draft that says so.
    if (before.includes('round')) expect(states()).toHaveLength(2);
    if (before.includes('use')) expect(states()).toContain('used');
    if (before.includes('dismiss')) expect(states()).toContain('dismissed');
    expect({ no, contacts: await contactsOf(seat, 'Zanzotto') }).toEqual({ no, contacts: states().includes('used') ? 1 : 0 });
    // Whoever was not answered does it again.
    await network.rounds(seat);
    await network.rounds(seat);
    for (const { id } of crmDrafts.parse(await ok(seat, 'GET', '/crm-drafts')).drafts)
      await ok(seat, 'POST', `/crm-drafts/${id}/${id === used ? 'use' : 'dismiss'}`);
    await network.rounds(seat);
    expect(rowsOf(here).map(({ state, content }) => [state, content === null])).toEqual([
      ['used', false],
      ['dismissed', true],
    ]);
    expect([await contactsOf(seat, 'Zanzotto'), await contactsOf(seat, 'Wyrzykowski')]).toEqual([1, 0]);
    // The row that is kept names nobody.
    expect(
      rowsOf(here)
        .map(({ content }) => content ?? '')
        .join(' '),
    ).not.toMatch(/Zanzotto|Wyrzykowski/u);
    expect(host.reports).toEqual([]);
    await host.close();
  }
  await network.office.host.close();
  await network.abc.host.close();
  await wire.server.close();
}, 120_000);
