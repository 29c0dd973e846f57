import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoardRow } from '../../contract/consent.ts';
import { carry, DELTA, join, ok, sign } from '../exchange/network.fixture.ts';
import { addContact, boardOf, give, grantFor, type Opened, openConsents } from './consents.fixture.ts';

let net: Opened;
let contacts: readonly string[] = [];

const rowsOf = async (query: string): Promise<readonly BoardRow[]> =>
  (await boardOf(net.smith, query)).groups.flatMap((group) => group.rows);

/** Every row of a grouping, read in pages of two. */
const paged = async (query: string): Promise<readonly BoardRow[]> => {
  const { total } = await boardOf(net.smith, query);
  const rows: BoardRow[] = [];
  for (let offset = 0; offset < total; offset += 2) rows.push(...(await rowsOf(`${query}&offset=${String(offset)}&limit=2`)));
  return rows;
};
const keys = (rows: readonly BoardRow[]): readonly string[] => rows.map((row) => row.key).toSorted();

beforeAll(async () => {
  net = await openConsents();
  const delta = await join(net.office, DELTA, net.clock);
  await carry(net.office, net.smith);
  const practices = [net.abc.practice, delta.practice];
  const made: string[] = [];
  for (let at = 0; at < 5; at += 1) {
    const contact = await addContact(net.smith, { givenName: `Person ${String(at)}`, emails: [`p${String(at)}@example.com`] });
    made.push(contact);
    const root = await give(net.smith, grantFor(contact, at % 2 === 0 ? practices : practices.slice(0, 1), { months: 1 + at }));
    if (at === 1)
      await sign(net.smith, {
        act: 'consent-withdraw',
        consent: root,
        method: 'phone',
        artefact: 'Call',
        reason: null,
        askDeletion: false,
      });
    if (at === 2)
      await sign(net.smith, {
        act: 'consent-refuse',
        contact,
        recipients: practices,
        purpose: 'refinance',
        channel: 'phone',
        artefact: 'Call',
      });
    if (at === 3)
      await ok(net.smith, 'POST', '/consents/requests', {
        contacts: [contact],
        recipients: practices,
        purpose: 'refinance',
        channel: 'desk',
      });
  }
  contacts = made;
  // As after an erasure: the consent stands, and nobody knows whose it is.
  net.smith.host
    .desk()
    .db.statement<[string], never>('delete from consent_link where contact = ?')
    .run(made[4] ?? '');
});
afterAll(() => net.close());

describe('the rows of the consent board', () => {
  it('are the same in every grouping, and in pages as at once', async () => {
    const all = keys(await rowsOf('?group=state'));
    expect(all).toHaveLength(12);
    for (const group of ['state', 'practice', 'person']) {
      expect(keys(await rowsOf(`?group=${group}`))).toEqual(all);
      expect(keys(await paged(`?group=${group}`))).toEqual(all);
    }
  });

  it('stand together by practice and by person; whom the desk does not know comes last', async () => {
    const practices = (await paged('?group=practice')).map((row) => row.recipient);
    expect(practices).toEqual(practices.toSorted());
    const people = (await paged('?group=person')).map((row) => row.contact);
    const known = people.filter((contact) => contact !== null);
    expect(known).toEqual(known.toSorted());
    expect(people.slice(known.length)).toEqual([null, null]);
  });

  it('are those of one state or one practice where that is asked for', async () => {
    const { abc } = net;
    for (const group of ['state', 'practice', 'person']) {
      for (const state of ['asked', 'refused', 'withdrawn', 'expiring', 'evidence-weak']) {
        const { counts, total } = await boardOf(net.smith, `?group=${group}&state=${state}`);
        expect(total).toBe(counts[state as keyof typeof counts]);
        expect(await paged(`?group=${group}&state=${state}`)).toHaveLength(total);
      }
      expect(new Set((await paged(`?group=${group}&practice=${abc.practice}`)).map((row) => row.recipient))).toEqual(
        new Set([abc.practice]),
      );
    }
  });

  it('are those of one contact where that is asked for', async () => {
    const rows = (await ok(net.smith, 'GET', `/contacts/${contacts[2] ?? ''}/consents`))['rows'] as readonly BoardRow[];
    expect(rows.map((row) => row.state)).toEqual(['evidence-weak', 'evidence-weak', 'refused', 'refused']);
    expect((await rowsOf(`?contact=${contacts[3] ?? ''}&state=asked`)).map((row) => row.state)).toEqual(['asked', 'asked']);
  });
});
