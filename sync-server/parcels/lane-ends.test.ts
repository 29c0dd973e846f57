import { CompiledQuery } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { startServer } from '../testing/start-server.ts';
import { testDesk } from '../testing/test-desk.ts';
import { laneEnds, laneEndsQuery, laneName } from './lane-ends.ts';

const server = await startServer();
afterAll(() => server.close());

it('finds the end of each lane by its key, without reading the slips before it', async () => {
  const [alice, bruno] = [await testDesk(server, 'alice'), await testDesk(server, 'bruno')];
  const sent = ['one', 'two', 'three'].map((words) => alice.parcel(bruno.practice, words));
  await alice.sendParcels(sent);
  const lanes = [
    { sender: alice.signer.key, recipient: bruno.practice },
    { sender: bruno.signer.key, recipient: alice.practice },
  ];
  const { ends, plan } = await server.ports.storage.write(async (tx) => {
    const { sql, parameters } = laneEndsQuery(tx, lanes).compile();
    const { rows } = await tx.executeQuery<{ readonly detail: string }>(CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]));
    return { ends: await laneEnds(tx, [...lanes, ...lanes]), plan: rows.map(({ detail }) => detail) };
  });
  expect([...ends.keys()]).toEqual([laneName(alice.signer.key, bruno.practice)]);
  expect([...ends.values()]).toMatchObject([{ m: 3 }]);
  expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([]);
  expect(plan.filter((step) => step.startsWith('SEARCH')).length).toBeGreaterThan(0);
});
