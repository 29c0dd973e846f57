import { Hono } from 'hono';
import { takeEntries } from './books/take-entries.ts';
import { createKeyBook } from './admissions/keys.ts';
import type { WitnessPolicy } from './chain/policy-file.ts';
import type { StampOf } from './chain/stamp-on-request.ts';
import type { SecondStore } from './chain/second-store.ts';
import { afterDisk } from './http/after-disk.ts';
import { answerError, answerNotFound } from './http/errors.ts';
import { addressLimit, bodyLimits, readOnlyGate, type RequestEnv } from './http/limits.ts';
import { createRateLimiter } from './http/rate-limit.ts';
import { requestLog } from './http/request-log.ts';
import { versionGate, withServerHeaders } from './http/version-gate.ts';
import { createWatch } from './live/watch.ts';
import { type CheckpointMaker, createPublisher, type Publisher, signedByLog } from './log/publish.ts';
import { createSequencer } from './log/sequence.ts';
import { takeParcels } from './parcels/take-parcels.ts';
import type { ServerPorts } from './ports.ts';
import { accessRoutes } from './routes/access.ts';
import { chainPage } from './routes/chain-page.ts';
import { crmApiRoutes, crmKeyRoutes } from './routes/crm.ts';
import { deskRoutes } from './routes/desk.ts';
import { deskSession } from './routes/desk-session.ts';
import { logFiles } from './routes/log-files.ts';
import { mailReportRoutes } from './routes/mail-reports.ts';
import { noticeRoutes, stopRoutes } from './routes/notices.ts';
import { officeAccessRoutes } from './routes/office-access.ts';
import { officePageRoutes } from './routes/office-page.ts';
import { openedLinkRoutes, requestRoutes, signingPageRoutes } from './routes/signing.ts';
import { chainRoutes, regionRoute, statusRoute } from './routes/public.ts';
import type { ServerParts } from './routes/server-parts.ts';
import { createTokenSecrets } from './sessions/secrets.ts';
import { createGroupCommit } from './storage/group-commit.ts';

/** One server process: its web application, and how to end it. */
export type SyncServer = {
  /** Answers one request; needs no port. `address` is where it came from, for the rate limit alone. */
  readonly fetch: (request: Request, address?: string) => Response | Promise<Response>;
  readonly publisher: Publisher;
  /** Lets those who wait go and finishes the checkpoint that is being made. The storage is the caller's to close. */
  readonly close: () => Promise<void>;
};

/** Most requests whose items share one transaction. */
const MOST_GROUPED = 64;

/** Puts the items of several requests through one call and gives each request its own results back. */
const grouped = <I, R>(run: (items: readonly I[]) => Promise<readonly R[]>): ((items: readonly I[]) => Promise<readonly R[]>) =>
  createGroupCommit<readonly I[], readonly R[]>(async (jobs) => {
    const results = await run(jobs.flat());
    let at = 0;
    return jobs.map((job) => results.slice(at, (at += job.length)));
  }, MOST_GROUPED);

/** What stands behind the public chain: who makes checkpoints, where the tiles are, who time-stamps. */
export type ChainParts = {
  readonly make: CheckpointMaker;
  readonly store: SecondStore | null;
  /** Whom the public page names as witnesses; absent for none. */
  readonly policy?: () => WitnessPolicy | null;
  readonly stampOf?: StampOf;
};

/** Builds the server over its ports. Without chain parts the log's key alone signs checkpoints, and no tiles are shown. */
export const createServer = (
  ports: ServerPorts,
  { make, store, policy = () => null, stampOf = () => Promise.resolve(null) }: ChainParts = {
    make: signedByLog(ports.identity),
    store: null,
  },
): SyncServer => {
  const keys = createKeyBook();
  const withKeys = { ...ports, keys };
  const publisher = createPublisher({ ...ports, make });
  const watch = createWatch(ports);
  const parts: ServerParts = {
    ...withKeys,
    secrets: createTokenSecrets(ports),
    publisher,
    stampOf,
    watch,
    sequence: grouped(createSequencer(withKeys)),
    enter: grouped(takeEntries(withKeys)),
    deliver: grouped(takeParcels(withKeys)),
  };
  const app = new Hono<RequestEnv>();
  app.onError(answerError(ports));
  app.notFound(answerNotFound);
  app.use(requestLog(ports));
  app.use(afterDisk(ports));
  app.use(withServerHeaders(ports));
  app.use(addressLimit(createRateLimiter(ports.clock, ports.settings.addressRate)));
  app.use(bodyLimits());
  app.route('/v1', statusRoute(parts));
  app.route('/v1', regionRoute(parts));
  app.route('/api/chain', chainRoutes(parts));
  app.use('/v1/*', readOnlyGate(ports));
  app.use('/api/v1/*', readOnlyGate(ports));
  app.route('/api/v1', crmApiRoutes(parts));
  app.route('/v1', openedLinkRoutes(parts));
  app.route('/s', signingPageRoutes(parts));
  app.route('/n', stopRoutes(parts));
  app.route('/hooks', mailReportRoutes(parts));
  app.route('/', logFiles(parts, store));
  app.route('/chain', chainPage(parts, policy));
  app.route('/office', officePageRoutes(parts, policy));
  app.use('/v1/*', versionGate(ports));
  app.route('/v1', accessRoutes(parts));
  app.use('/v1/*', deskSession(parts));
  app.route('/v1', requestRoutes(parts));
  app.route('/v1', crmKeyRoutes(parts));
  app.route('/v1', noticeRoutes(parts));
  app.route('/v1/office', officeAccessRoutes(parts));
  app.route('/v1', deskRoutes(parts));
  return {
    fetch: (request, address) => app.fetch(request, address === undefined ? {} : { address }),
    publisher,
    close: async () => {
      watch.close();
      await publisher.close();
    },
  };
};
