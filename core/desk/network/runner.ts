import type { Result } from '../../domain/result.ts';
import { ok } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { bookOf } from '../book/state.ts';
import type { DeskContext } from '../context.ts';
import type { Runtime } from '../runtime.ts';
import type { TakeAnswer } from './feed.ts';
import { lastCheckpoint } from './checkpoints.ts';
import { linkOf, type NetworkLink } from './link.ts';
import { NOTHING, type Round, synchronise } from './synchronise.ts';

/** Whether the server answers: null before the first round. Times are ISO 8601. */
export type ConnectionState =
  | { readonly state: 'off' }
  | { readonly state: 'connecting'; readonly since: string }
  | { readonly state: 'online'; readonly since: string; readonly lastRound: string }
  | { readonly state: 'offline'; readonly since: string; readonly why: string };

/** The part of a connection's state that a window shows: a change of it is news. */
const connectionWords = (state: ConnectionState): string => (state.state === 'offline' ? `offline ${state.why}` : state.state);

/** Keeps a desk and its server in step. */
export type NetworkRunner = {
  readonly state: () => ConnectionState;
  /** Runs a round as soon as may be: something is to be sent. */
  readonly kick: () => void;
  /** As `kick`, where several desks share a book: something was written that has no event. */
  readonly kickIfShared: () => void;
  /** Runs one round now and waits for it. */
  readonly round: () => Promise<Result<Round, ServerFailure>>;
  /** Does something while no round is under way: a round judges the log by the trust file that it began with. */
  readonly betweenRounds: <T>(work: () => Promise<T>) => Promise<T>;
  /** The server of the desk, with the session it has; null while it exchanges files only. */
  readonly serverOf: (desk: DeskContext) => NetworkServer | null;
  /** The server at an address, as this desk speaks to it. */
  readonly serverAt: (desk: DeskContext, url: string) => NetworkServer;
  readonly close: () => Promise<void>;
};

/** What the shell gives the runner. */
export type RunnerPorts = {
  readonly serverAt: (desk: DeskContext, url: string) => NetworkServer;
  readonly sealer: (desk: DeskContext) => Sealer;
  readonly answer: TakeAnswer;
  /** Resolves after `ms`, or at once when the signal fires. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Called when the connection came, went or failed in another way. */
  readonly onState: () => void;
  /** False in tests that run rounds by hand. */
  readonly live: boolean;
};

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;
const IDLE_MS = 5000;
/** After a round that changed nothing. A change of this desk's own ledger does not wait for it. */
const QUIET_MS = 250;

const isNothing = (round: Round): boolean => Object.values(round).every((count) => count === 0);

/** Between two rounds that move files: what one desk may ask of the server in a second is left for everything else. */
const FILES_MS = 1000;

type Ready = { readonly desk: DeskContext; readonly link: NetworkLink; readonly server: NetworkServer };

/** Starts keeping the open desk of a runtime in step with its server, whichever desk and server that is at each moment. */
export const createNetworkRunner = (runtime: Runtime, ports: RunnerPorts): NetworkRunner => {
  let state: ConnectionState = { state: 'off' };
  const enter = (next: ConnectionState): void => {
    const news = connectionWords(next) !== connectionWords(state);
    state = next;
    if (news) ports.onState();
  };
  let closed = false;
  let wake = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  let kept: { readonly desk: DeskContext; readonly url: string; readonly server: NetworkServer } | null = null;
  const watched = new WeakSet<DeskContext['ledger']>();

  const kick = (): void => {
    wake.abort();
  };

  const serverFor = (desk: DeskContext, { url }: NetworkLink): NetworkServer => {
    if (kept?.desk !== desk || kept.url !== url) kept = { desk, url, server: ports.serverAt(desk, url) };
    return kept.server;
  };

  const ready = (): Ready | null => {
    const now = runtime.state();
    if (now.phase !== 'open' || now.desk.ledger.register() === null) return null;
    const { desk } = now;
    const link = linkOf(desk);
    if (link === undefined) return null;
    if (!watched.has(desk.ledger)) {
      watched.add(desk.ledger);
      desk.ledger.onChange(kick);
    }
    return { desk, link, server: serverFor(desk, link) };
  };

  const note = (desk: DeskContext, result: Result<unknown, ServerFailure>): void => {
    const now = desk.clock.now();
    if (result.ok) enter({ state: 'online', since: state.state === 'online' ? state.since : now, lastRound: now });
    else enter({ state: 'offline', since: state.state === 'offline' ? state.since : now, why: result.error.why });
  };

  const betweenRounds = async <T>(work: () => Promise<T>): Promise<T> => {
    const done = running.then(work);
    running = done.catch(() => undefined);
    return done;
  };

  const round = async (): Promise<Result<Round, ServerFailure>> =>
    betweenRounds(async () => {
      const at = ready();
      if (at === null) {
        enter({ state: 'off' });
        return ok(NOTHING);
      }
      if (state.state === 'off') enter({ state: 'connecting', since: at.desk.clock.now() });
      const result = await synchronise(at.desk, { server: at.server, sealer: ports.sealer(at.desk), answer: ports.answer });
      note(at.desk, result);
      // Windows read again what left, what came that is in no ledger, what other desks of the practice wrote, and what is witnessed now.
      if (result.ok && !isNothing(result.value)) ports.onState();
      return result;
    });

  const waitForNews = async (signal: AbortSignal): Promise<Result<unknown, ServerFailure>> => {
    const at = ready();
    if (at === null) return ok(await ports.pause(IDLE_MS, signal));
    const { feed, seen } = linkOf(at.desk) ?? at.link;
    const news = await at.server.wait(
      { feed, seen, size: lastCheckpoint(at.desk)?.size ?? 0, ops: bookOf(at.desk)?.last ?? Number.MAX_SAFE_INTEGER },
      signal,
    );
    if (signal.aborted) return ok(true);
    if (!news.ok) note(at.desk, news);
    return news;
  };

  const live = async (): Promise<void> => {
    let retry = FIRST_RETRY_MS;
    while (!closed) {
      wake = new AbortController();
      const done = await round();
      if (closed) return;
      // What is left of the files goes at once; other work had its turn in between.
      if (done.ok && done.value.files > 0) {
        await ports.pause(FILES_MS, wake.signal);
        continue;
      }
      const waited = done.ok ? await waitForNews(wake.signal) : done;
      if (waited.ok) {
        retry = FIRST_RETRY_MS;
        // News that a round cannot take in, for example a log that is not believed, must not make the desk ask without end.
        if (done.ok && isNothing(done.value)) await ports.pause(QUIET_MS, wake.signal);
        continue;
      }
      const asked = waited.error.code === 'server.refused' ? waited.error.retryAfter : null;
      await ports.pause(asked ?? retry, wake.signal);
      retry = Math.min(retry * 2, LAST_RETRY_MS);
    }
  };

  const loop = ports.live ? live() : Promise.resolve();
  return {
    state: () => state,
    kick,
    kickIfShared: () => {
      const now = runtime.state();
      if (now.phase === 'open' && bookOf(now.desk) !== undefined) kick();
    },
    round,
    betweenRounds,
    serverOf: (desk) => {
      const link = linkOf(desk);
      return link === undefined ? null : serverFor(desk, link);
    },
    serverAt: ports.serverAt,
    close: async () => {
      closed = true;
      kick();
      await loop;
      await running;
    },
  };
};
