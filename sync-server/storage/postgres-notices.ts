import pg from 'pg';
import { z } from 'zod';
import type { Movement, Storage } from './storage.ts';

const CHANNEL = 'flip360_moved';
/** A notice of PostgreSQL holds less than 8,000 bytes; a longer list becomes "look, everybody". */
const MOST_BYTES = 7000;
/** How long movements are gathered into one notice, and how soon a lost connection is opened again, in milliseconds. */
const GATHER = 10;
const RETRY = 500;

const EVERYBODY: Movement = { feeds: [], log: true, seen: [] };
const notice = z.object({ feeds: z.array(z.string()), log: z.boolean(), seen: z.array(z.string()) });

const join = (movements: readonly Movement[]): Movement => ({
  feeds: [...new Set(movements.flatMap(({ feeds }) => feeds))],
  log: movements.some(({ log }) => log),
  seen: [...new Set(movements.flatMap(({ seen }) => seen))],
});

const readNotice = (payload: string): Movement => {
  try {
    const read = notice.safeParse(JSON.parse(payload));
    return read.success ? read.data : EVERYBODY;
  } catch {
    return EVERYBODY;
  }
};

type Notices = Pick<Storage, 'tell' | 'listen' | 'close'>;

/**
 * Tells the processes on one database what moved, with LISTEN and NOTIFY over one connection of its own. Sent after the commit and outside of it: a
 * NOTIFY within a transaction makes all commits wait for one another. A notice that is lost with its process only delays: who waits looks again
 * when its time is over, and everybody is woken when a lost connection is back.
 */
export const createNotices = (url: string, pool: pg.Pool, report: (event: string) => void): Notices => {
  const listeners = new Set<(movement: Movement) => void>();
  const hear = (movement: Movement): void => {
    for (const listener of listeners) listener(movement);
  };
  let gathered: Movement[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let client: pg.Client | undefined;

  const connect = async (): Promise<void> => {
    if (closed) return;
    const opened = new pg.Client({ connectionString: url, application_name: 'flip360-server-notices', keepAlive: true });
    let lost = false;
    const again = (): void => {
      if (lost) return;
      lost = true;
      client = undefined;
      void opened.end().catch(() => undefined);
      if (!closed) setTimeout(() => void connect(), RETRY).unref();
    };
    opened.on('error', again);
    opened.on('end', again);
    opened.on('notification', ({ payload }) => hear(readNotice(payload ?? '')));
    try {
      await opened.connect();
      await opened.query(`listen ${CHANNEL}`);
      client = opened;
      hear(EVERYBODY);
    } catch {
      report('database.notices-lost');
      again();
    }
  };
  const ready = connect();

  const send = (): void => {
    timer = undefined;
    const text = JSON.stringify(join(gathered));
    gathered = [];
    pool.query('select pg_notify($1, $2)', [CHANNEL, text.length > MOST_BYTES ? JSON.stringify(EVERYBODY) : text]).catch(() => undefined);
  };
  return {
    tell: (movement) => {
      if (closed) return;
      // This process at once; the others with the next notice.
      hear(movement);
      gathered.push(movement);
      timer ??= setTimeout(send, GATHER);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await ready;
      await client?.end().catch(() => undefined);
    },
  };
};
