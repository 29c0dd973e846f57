import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { leafHash, rootOfLeaves } from '../../core/protocol/merkle.ts';
import { frontierRoot } from '../../core/protocol/merkle-log.ts';
import { frontierAt } from '../log/nodes.ts';
import { chunks, type Storage } from '../storage/storage.ts';
import { sha256Hex } from '../testing/papers.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { type TestDesk, testDesk, type TestParcel } from '../testing/test-desk.ts';

const NEW_RUNS = 8;

/** One history whatever the order, the number of times and the company in which tickets and parcels are handed in, by two server processes at once. */
export const disorderAcceptance = (name: string, open: () => Promise<readonly Storage[]>): void => {
  describe(`disorder on ${name}`, () => {
    let servers: readonly TestServer[] = [];
    let run = 0;
    beforeAll(async () => {
      const [first, ...others] = await open();
      if (first === undefined) throw new Error('no storage');
      const server = await startServer({ storage: first });
      servers = [server];
      for (const storage of others) servers = [...servers, await startServer({ storage, claim: null })];
    });
    afterAll(() => Promise.all(servers.map((server) => server.close())));

    const first = (): TestServer => {
      const [server] = servers;
      if (server === undefined) throw new Error('no server');
      return server;
    };
    /** The same desk as seen through each server process. */
    const everywhere = async (called: string): Promise<readonly TestDesk[]> => {
      const desk = await testDesk(first(), called);
      return servers.map((server) => ({
        ...desk,
        sendTickets: async (tickets) => {
          const response = await server.request('/v1/tickets', { body: { tickets }, token: desk.token });
          return ((await response.json()) as { readonly results: Awaited<ReturnType<TestDesk['sendTickets']>> }).results;
        },
        sendParcels: async (parcels) => {
          const body = { parcels: parcels.map(({ slip, ciphertext }) => ({ slip, ciphertext })) };
          const response = await server.request('/v1/parcels', { body, token: desk.token });
          return ((await response.json()) as { readonly results: Awaited<ReturnType<TestDesk['sendParcels']>> }).results;
        },
      }));
    };
    /** Hands items in as the plan says, all batches at once, until a round changes nothing. */
    const rounds = async <T>(
      items: readonly T[],
      plan: readonly number[],
      send: (batch: readonly T[], to: number) => Promise<boolean>,
    ): Promise<void> => {
      const mixed = items.map((item, at) => ({ item, key: plan[at % plan.length] ?? 0 })).toSorted((a, b) => a.key - b.key);
      const width = 1 + ((plan[0] ?? 0) % 5);
      for (let round = 0; round <= items.length; round += 1) {
        const batches = chunks(mixed, width);
        const moved = await Promise.all(
          batches.map((batch, at) =>
            send(
              batch.map(({ item }) => item),
              at % servers.length,
            ),
          ),
        );
        if (!moved.includes(true)) return;
      }
    };
    const plans = fc.array(fc.nat(1000), { minLength: 5, maxLength: 12 });

    it('gives every ticket one index, without gaps, and the root of exactly these leaves', async () => {
      await fc.assert(
        fc.asyncProperty(plans, async (plan) => {
          run += 1;
          const [desks, others] = [await everywhere(`writer ${run}`), await everywhere(`other writer ${run}`)];
          const tickets = [desks, others].flatMap(([desk]) => {
            if (desk === undefined) return [];
            const own = Array.from({ length: 6 }, (_, at) => desk.ticket(`${desk.signer.key} ${run} ${at}`));
            // A second event for place 3, as a restored backup makes one.
            const fork = desk.ticket('fork', {
              n: 3,
              prev: sha256Hex(`${desk.signer.key} ${run} 2`),
              event_hash: sha256Hex(`fork ${desk.signer.key}`),
            });
            return [...own, fork];
          });
          await rounds([...tickets, ...tickets], plan, async (batch, to) => {
            const results = (await desks[to]?.sendTickets(batch)) ?? [];
            return results.some(({ outcome }) => outcome === 'logged');
          });
          const { storage, primitives } = first().ports;
          const rows = await storage.db.selectFrom('log_entry').selectAll().orderBy('idx').execute();
          expect(rows.map(({ idx }) => idx)).toEqual(rows.map((_, at) => at));
          for (const [desk] of [desks, others]) {
            const own = rows.filter(({ stream }) => bytesToHex(stream) === desk?.signer.key).map(({ n }) => n);
            // Place 3 went to whichever came first; what follows the other one is a gap in its sense, refused by `prev`.
            expect([
              [0, 1, 2, 3],
              [0, 1, 2, 3, 4, 5],
            ]).toContainEqual(own);
          }
          const frontier = await frontierAt(storage.db, rows.length);
          const leaves = rows.map(({ event }) => leafHash(primitives, Uint8Array.from(event)));
          expect(frontierRoot(primitives, frontier)).toEqual(rootOfLeaves(primitives, leaves));
        }),
        { numRuns: NEW_RUNS },
      );
    });

    it('puts every parcel into its feed once, in order of its sender, without gaps', async () => {
      await fc.assert(
        fc.asyncProperty(plans, async (plan) => {
          run += 1;
          const senders = await everywhere(`sender ${run}`);
          const recipients = [await testDesk(first(), `left ${run}`), await testDesk(first(), `right ${run}`)];
          const parcels = recipients.flatMap(({ practice }) =>
            Array.from({ length: 5 }, (_, at) => senders[0]?.parcel(practice, `parcel ${at}`)).filter(
              (parcel): parcel is TestParcel => parcel !== undefined,
            ),
          );
          await rounds([...parcels, ...parcels], plan, async (batch, to) => {
            const results = (await senders[to]?.sendParcels(batch)) ?? [];
            return results.some(({ outcome }) => outcome === 'taken');
          });
          const { storage } = first().ports;
          for (const { practice } of recipients) {
            const items = await storage.db
              .selectFrom('feed_item')
              .select(['no', 'body'])
              .where('practice', '=', practice)
              .orderBy('no')
              .execute();
            expect(items.map(({ no, body }) => [no, Buffer.from(body).toString()])).toEqual(
              [0, 1, 2, 3, 4].map((at) => [at + 1, `parcel ${at}`]),
            );
            const lane = await storage.db.selectFrom('lane').select(['m', 'no']).where('recipient', '=', practice).orderBy('m').execute();
            expect(lane.map(({ m, no }) => [m, no])).toEqual([1, 2, 3, 4, 5].map((m) => [m, m]));
          }
        }),
        { numRuns: NEW_RUNS },
      );
    });
  });
};
