import type { Storage } from '../storage/storage.ts';
import { STORED_COLUMNS } from '../storage/stored-columns.ts';
import { erasurePaper, firstEntries } from './book-papers.ts';
import { testAnswer, testLink } from './link-papers.ts';
import { sha256Hex, testId, testSigner } from './papers.ts';
import type { TestServer } from './start-server.ts';
import { admissionPaper, type TestDesk, testDesk } from './test-desk.ts';

/** Everything that a whole story hands in, made once: each process after a kill is given the same bytes again, as desks do. */
const papersOf = (server: TestServer, alice: TestDesk, bruno: TestDesk) => {
  const [link, other] = [testLink(1, alice), testLink(2, alice)];
  const carla = testSigner('carla');
  return {
    tickets: [0, 1, 2].map((at) => alice.ticket(`event ${String(at)}`)),
    parcels: ['one', 'two'].map((text) => alice.parcel(bruno.practice, text)).map(({ slip, ciphertext }) => ({ slip, ciphertext })),
    seen: bruno.seen({ [alice.signer.key]: 2 }),
    entries: firstEntries(server, alice, new Map(['desks', 'kept', 'erased'].map((name) => [name, name]))),
    erasure: erasurePaper(server, alice, 'erased'),
    link,
    other,
    answer: testAnswer(server, link, alice),
    carla: [
      {
        keys: [{ desk: testId('desk of carla'), key: carla.key, spki: carla.spki, use: 'desk' as const }],
        status: 'active' as const,
        seq: 1,
      },
      { revoked: [carla.key], seq: 2 },
    ].map((change) => admissionPaper(server, { practice: testId('practice of carla'), ...change })),
  };
};
export type Papers = ReturnType<typeof papersOf>;

const KEY = 'A'.repeat(16);

const answeredWith = (path: string, status: number, wanted: readonly number[]): void => {
  if (!wanted.includes(status)) throw new Error(`${path} was answered ${String(status)}`);
};

/** How a step is taken: `until` it ends without throwing. */
export type Until = <T>(step: () => Promise<T>) => Promise<T>;

/** The whole story; every step is one that its sender repeats until it is answered. By default each must be answered at once. */
export const playWhole = async (server: TestServer, papers?: Papers, until: Until = (step) => step()): Promise<Papers> => {
  const [alice, bruno] = [await until(() => testDesk(server, 'alice')), await until(() => testDesk(server, 'bruno'))];
  const given = papers ?? papersOf(server, alice, bruno);
  const { token } = alice;
  const send = (path: string, body: object, as: string | null = token): Promise<void> =>
    until(async () => {
      const { status } = await server.request(path, { body, ...(as === null ? {} : { token: as }) });
      answeredWith(path, status, [200]);
    });
  const remove = (path: string): Promise<void> =>
    until(async () => {
      // Not found: it was removed, and the answer was lost.
      const { status } = await server.request(path, { method: 'DELETE', token });
      answeredWith(path, status, [200, 204, 404]);
    });
  const publish = (): Promise<unknown> => until(() => server.server.publisher.publish());
  await send('/v1/tickets', { tickets: given.tickets });
  await publish();
  await send('/v1/parcels', { parcels: given.parcels });
  await send('/v1/seen', { list: given.seen }, bruno.token);
  await send('/v1/requests', given.link.body);
  await send('/v1/requests', given.other.body);
  await until(async () => {
    const path = `/v1/requests/${given.link.id}`;
    answeredWith(path, (await server.request(path)).status, [200]);
  });
  await send(`/v1/requests/${given.link.id}/answer`, given.answer, null);
  await remove(`/v1/requests/${given.other.id}`);
  await send('/v1/ops', { entries: given.entries });
  await send('/v1/ops/erase', { papers: [given.erasure] });
  await send('/v1/crm/keys', { id: KEY, digest: sha256Hex('secret'), webhook: null });
  await remove(`/v1/crm/keys/${KEY}`);
  for (const paper of given.carla) await send('/v1/admissions', { paper }, null);
  await publish();
  return given;
};

/** What is stored, but for what each process draws anew: the set-up code in the claim, secrets, used nonces, leases, and which sizes had a checkpoint. */
export const contentOf = async ({ db }: Storage): Promise<Readonly<Record<string, readonly string[]>>> => {
  const drawn = new Set(['nonce', 'token_secret', 'lease', 'schema_version', 'checkpoint']);
  const tables = Object.keys(STORED_COLUMNS).filter((table) => !drawn.has(table));
  const content: Record<string, readonly string[]> = {};
  for (const table of tables) {
    const rows = await db
      .selectFrom(table as 'meta')
      .selectAll()
      .execute();
    content[table] = rows
      .filter(({ name }) => name !== 'claim')
      .map((row) => JSON.stringify(row))
      .toSorted();
  }
  return content;
};
