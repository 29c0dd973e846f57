import type { Hono } from 'hono';
import type { Problem } from '../contract/problem.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { actHandlers, decideBy } from './acts/handlers.ts';
import { createActEngine } from './acts/engine.ts';
import type { Api, DeskEnv } from './api.ts';
import { createApp } from './app.ts';
import { createChanges } from './changes.ts';
import { createDailyBackup } from './backup/daily.ts';
import { createNightlyWalk } from './ledger/nightly.ts';
import { createRuntime } from './life/desk-runtime.ts';
import { type ErrorPorts, toProblem } from './http/problem.ts';
import { createJobs } from './jobs.ts';
import type { LoadDemo } from './hosting/load-demo.ts';
import type { DeskOptions } from './keys/desk-options.ts';
import { networkPorts } from './network/ports.ts';
import { createNetworkRunner } from './network/runner.ts';
import type { Refusal } from './refusal.ts';
import type { Runtime } from './runtime.ts';
import { createSessions, type Sessions } from './sessions.ts';

/** How often a desk that stays open looks whether its chain is to be walked. */
const WALK_LOOK_MS = 30 * 60 * 1000;

/** An open desk: its API, its life, and everything a mount or the command line needs of it. */
export type OpenedDesk = {
  /** Hono application with `basePath('/api')`. */
  readonly app: Hono<DeskEnv>;
  readonly api: Api;
  readonly runtime: Runtime;
  /** Forgets everybody's unlocked key: the screen was locked. */
  readonly lock: () => void;
  /** Ends sessions, waits for running work, closes the database, gives the instance lock back. */
  readonly close: () => Promise<void>;
};

/**
 * Opens the desk of a data folder with everything injected. Error: the folder is open elsewhere or cannot be written; all other troubles are
 * phases that `GET /api/status` shows.
 */
export const openDesk = async (
  options: DeskOptions & ErrorPorts & { readonly loadDemo?: LoadDemo },
): Promise<Result<OpenedDesk, Refusal>> => {
  const runtime = await createRuntime(options);
  if (!runtime.ok) return err(runtime.error);
  const onBug = (error: unknown): Problem => toProblem(error, options);
  const daily = createDailyBackup(runtime.value, options.clock, onBug);
  const nightly = createNightlyWalk(runtime.value, options.clock, onBug);
  const look = setInterval(nightly.kick, WALK_LOOK_MS).unref();
  const held = createSessions(options.entropy);
  // A desk that is never closed is backed up too: by the first sign-in of a day.
  const sessions: Sessions = {
    ...held,
    open: (person, at) => {
      daily.kick();
      nightly.kick();
      return held.open(person, at);
    },
  };
  daily.kick();
  nightly.kick();
  const jobs = createJobs({
    entropy: options.entropy,
    clock: options.clock,
    onBug,
  });
  const changes = createChanges(runtime.value);
  const network = createNetworkRunner(runtime.value, { ...networkPorts(options), onState: changes.count });
  const engine = createActEngine(decideBy(actHandlers({ sessions })));
  const api: Api = { runtime: runtime.value, sessions, engine, jobs, network, changes };
  const { newId, report, version, zone } = options;
  const app = createApp(api, {
    newId,
    report,
    version,
    zone,
    now: options.clock.now,
    loadDemo: options.loadDemo ?? null,
  });
  return ok({
    app,
    api,
    runtime: runtime.value,
    lock: () => sessions.closeAll(),
    close: async () => {
      sessions.closeAll();
      await network.close();
      await jobs.settled();
      clearInterval(look);
      await nightly.close();
      await daily.settled();
      await runtime.value.close();
    },
  });
};
