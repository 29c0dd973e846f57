import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodePrimitives } from '../core/adapters/crypto/node-primitives.ts';
import { CLIENT_HEADER, PROTOCOL_VERSION } from '../core/contract/network/headers.ts';
import { base64ToBytes } from '../core/protocol/bytes.ts';
import { isSignedBy, type SignedPaper } from '../core/protocol/network/signed-paper.ts';
import { readSlip } from '../core/protocol/network/slip.ts';
import { type ServerProcess, startServerProcess } from '../sync-server/testing/server-process.ts';
import { startPostgres } from '../sync-server/testing/start-postgres.ts';
import { startServer } from '../sync-server/testing/start-server.ts';
import { type ReachedServer, type TestDesk, testDesk } from '../sync-server/testing/test-desk.ts';
import { type Figure, paired, round, timed } from './measure.ts';

const DESKS = 8;
/** Requests of one desk in one run, and parcels in each; a parcel of one event is about this large. */
const REQUESTS = 8;
const PARCELS = 100;
const PARCEL_BYTES = 1500;
const SLIPS = DESKS * REQUESTS * PARCELS;
const RUNS = 5;

/** A desk's requests, made before the clock starts, and the slips in them. */
type Load = { readonly desk: TestDesk; readonly requests: readonly Request[]; readonly slips: readonly string[] };

let named = 0;

/** `POST /v1/parcels`, of a stated length as it comes over a connection. */
const requestOf = (url: string, token: string, body: string): Request =>
  new Request(`${url}/v1/parcels`, {
    method: 'POST',
    headers: {
      [CLIENT_HEADER]: `1.0.0; protocol=${PROTOCOL_VERSION}`,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      authorization: `Bearer ${token}`,
    },
    body,
  });

/** What every desk hands in, spread over the servers. */
const loads = async (server: ReachedServer, urls: readonly string[]): Promise<readonly Load[]> => {
  named += 1;
  const desks = await Promise.all(Array.from({ length: DESKS }, (_, at) => testDesk(server, `load ${named} ${at}`)));
  return desks.map((desk, at) => {
    const to = desks[(at + 1) % DESKS]?.practice ?? desk.practice;
    const requests = Array.from({ length: REQUESTS }, (_, request) =>
      Array.from({ length: PARCELS }, (__, parcel) => desk.parcel(to, `${request} ${parcel} `.padEnd(PARCEL_BYTES, 'x'))),
    );
    return {
      desk,
      slips: requests.flat().map(({ slip }) => slip),
      requests: requests.map((parcels) =>
        requestOf(
          urls[at % urls.length] ?? '',
          desk.token,
          JSON.stringify({ parcels: parcels.map(({ slip, ciphertext }) => ({ slip, ciphertext })) }),
        ),
      ),
    };
  });
};

type Send = (request: Request) => Response | Promise<Response>;

/** Hands in what each desk has, every desk one request after the other, all desks at once. Every parcel must be taken. */
const handIn = async (send: Send, all: readonly Load[]): Promise<void> => {
  await Promise.all(
    all.map(async ({ requests }) => {
      for (const request of requests) {
        const text = await (await send(request)).text();
        const taken = text.split('"taken"').length - 1;
        if (taken !== PARCELS) throw new Error(`${taken} of ${PARCELS} parcels were taken: ${text.slice(0, 200)}`);
      }
    }),
  );
};

/** Checks the signatures of the same slips and nothing else. */
const verifyOnly = (all: readonly Load[]): (() => void) => {
  const primitives = nodePrimitives();
  const papers: {
    readonly paper: SignedPaper<unknown>;
    readonly key: { readonly spki: string; readonly alg: 'ed25519'; readonly credential: null };
  }[] = [];
  for (const { desk, slips } of all) {
    const key = { spki: desk.signer.spki, alg: 'ed25519', credential: null } as const;
    for (const slip of slips) {
      const bytes = base64ToBytes(slip);
      const paper = bytes.ok ? readSlip(bytes.value, primitives) : bytes;
      if (paper.ok) papers.push({ paper: paper.value, key });
    }
  }
  return () => {
    for (const { paper, key } of papers) if (!isSignedBy(paper, key, primitives)) throw new Error('a slip does not verify');
  };
};

const onSqlite = async (): Promise<Figure> => {
  const server = await startServer();
  let load: readonly Load[] = [];
  const { a, b, ratio, lowest, highest } = await paired(
    RUNS,
    async () => {
      load = await loads(server, ['http://bench.test']);
      return timed(() => handIn((request) => server.server.fetch(request), load));
    },
    () => timed(verifyOnly(load)),
  );
  await server.close();
  return {
    name: 'Ingest of slips on SQLite, durable when answered, to verifying their signatures alone',
    value: round(ratio),
    unit: '×',
    // 60 % of the speed of verifying alone.
    limit: round(1 / 0.6),
    detail: `${round(SLIPS / (a / 1000), 0)} slips/s against ${round(SLIPS / (b / 1000), 0)} verified/s in one process: ${round((100 * b) / a, 0)} %; ${RUNS} runs of ${SLIPS}, ${round(lowest)}–${round(highest)} ×`,
  };
};

const onPostgres = async (): Promise<readonly Figure[]> => {
  const postgres = await startPostgres({ durable: true });
  const folder = mkdtempSync(join(tmpdir(), 'flip360-bench-'));
  const url = await postgres.database();
  const flags = ['--postgres', url, '--log-key', join(folder, 'log.key')];
  const rates: { readonly processes: number; readonly rate: number }[] = [];
  for (const processes of [1, 2, 4]) {
    const servers: ServerProcess[] = [];
    for (let at = 0; at < processes; at += 1) servers.push(await startServerProcess(folder, flags));
    const [first] = servers;
    if (first === undefined) throw new Error('no server started');
    const runs: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      const load = await loads(
        first,
        servers.map((one) => one.url),
      );
      runs.push(await timed(() => handIn(fetch, load)));
    }
    rates.push({ processes, rate: SLIPS / ((runs.toSorted((x, y) => x - y)[1] ?? Number.NaN) / 1000) });
    for (const server of servers) await server.terminate();
  }
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
  const [one] = rates;
  return rates.map(({ processes, rate }) => ({
    name: `Ingest of slips on PostgreSQL, ${processes} server ${processes === 1 ? 'process' : 'processes'}, to one process`,
    value: round(rate / (one?.rate ?? Number.NaN)),
    unit: '×',
    limit: null,
    detail: `${round(rate, 0)} slips/s over HTTP; the database and the client run on the same cores`,
  }));
};

/** Ingest of delivery slips, verified and durable when acknowledged: SQLite in one process, PostgreSQL under several. */
export const ingestBench = async (): Promise<readonly Figure[]> => [await onSqlite(), ...(await onPostgres())];
