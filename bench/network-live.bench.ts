import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLIENT_HEADER, PROTOCOL_VERSION } from '../core/contract/network/headers.ts';
import { feedPage, waitAnswer } from '../core/contract/network/parcels.ts';
import { startServerProcess } from '../sync-server/testing/server-process.ts';
import { type ReachedServer, type TestDesk, testDesk, type TestParcel } from '../sync-server/testing/test-desk.ts';
import { type Figure, percentile, round } from './measure.ts';

/** Desks that wait, events a second, seconds, desks that are behind and parcels that each of them lacks. */
export type LiveSize = {
  readonly desks: number;
  readonly rate: number;
  readonly seconds: number;
  readonly behind: number;
  readonly missed: number;
};

const PARCEL_BYTES = 1500;
const TICKS = 100;
/** Both parts together end before the ten minutes of a session, which the simulated desks do not renew. */
const MOST_BESIDE_SECONDS = 60;
/** Events a second of one sending desk: two requests each, well below what a key may ask for. */
const SENDER_RATE = 2;

/** Processor seconds and memory of a process, from /proc; null where there is none. */
const usageOf = (pid: number): { readonly cpu: number; readonly megabytes: number } | null => {
  const folder = `/proc/${String(pid)}`;
  if (!existsSync(folder)) return null;
  const fields = (readFileSync(join(folder, 'stat'), 'utf8').split(') ')[1] ?? '').split(' ');
  const resident = /VmRSS:\s+(\d+)/u.exec(readFileSync(join(folder, 'status'), 'utf8'))?.[1];
  return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, megabytes: Number(resident) / 1024 };
};

/** The server as a desk at an address of its own reaches it: one machine stands for many. */
const from = (server: ReachedServer & { readonly url: string }, at: number): ReachedServer => ({
  ...server,
  request: (path, init = {}) =>
    fetch(`${server.url}${path}`, {
      method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
      headers: {
        [CLIENT_HEADER]: `1.0.0; protocol=${String(PROTOCOL_VERSION)}`,
        'x-forwarded-for': `10.${String(at >> 16)}.${String((at >> 8) & 255)}.${String(at & 255)}`,
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(init.token === undefined ? {} : { authorization: `Bearer ${init.token}` }),
      },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    }),
});

type Seat = { readonly server: ReachedServer; readonly desk: TestDesk };

const open = async (
  server: ReachedServer & { readonly url: string },
  label: string,
  count: number,
  first: number,
): Promise<readonly Seat[]> => {
  const seats: Seat[] = [];
  for (let at = 0; at < count; at += 20)
    seats.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(20, count - at) }, async (_, more) => {
          const own = from(server, first + at + more);
          return { server: own, desk: await testDesk(own, `${label} ${String(at + more)}`) };
        }),
      )),
    );
  return seats;
};

const readFeed = async ({ server, desk }: Seat, after: number): Promise<{ readonly last: number; readonly texts: readonly string[] }> => {
  const page = feedPage.parse(await (await server.request(`/v1/feed?after=${String(after)}&limit=100`, { token: desk.token })).json());
  const texts = page.items.flatMap((item) => (item.kind === 'parcel' ? [Buffer.from(item.ciphertext, 'base64').toString().trimEnd()] : []));
  return { last: page.items.at(-1)?.no ?? after, texts };
};

/** A server that did not do what was asked ends the bench: what it refuses costs it nothing. */
const expectIn = async (answer: Response, outcome: string): Promise<void> => {
  const text = await answer.text();
  if (!text.includes(outcome)) throw new Error(`${String(answer.status)}: ${text.slice(0, 200)}`);
};

/**
 * Desks that long-poll one server process on SQLite while events come at a rate, each a ticket and a parcel to one of them; then others that are far
 * behind catch up beside. Times from the start of the sender's request to the parcel read by its recipient.
 */
export const liveBench = async ({ desks, rate, seconds, behind, missed }: LiveSize): Promise<readonly Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-live-'));
  const server = await startServerProcess(folder, ['--behind-proxy']);
  const began = new Map<string, number>();
  let taken: { readonly text: string; readonly ms: number }[] = [];
  let going = true;
  const follow = async (seat: Seat): Promise<void> => {
    let [feed, size] = [0, 0];
    while (going) {
      const waited = await seat.server
        .request(`/v1/wait?feed=${String(feed)}&size=${String(size)}&seen=0`, { token: seat.desk.token })
        .then(async (response) => (response.ok ? waitAnswer.parse(await response.json()) : null))
        .catch(() => null);
      if (waited === null) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        continue;
      }
      size = waited.size;
      if (waited.feed <= feed) continue;
      const page = await readFeed(seat, feed);
      feed = page.last;
      for (const text of page.texts) taken.push({ text, ms: performance.now() - (began.get(text) ?? Number.NaN) });
    }
  };
  try {
    const [seats, late, senders] = [
      await open(server, 'live', desks, 0),
      await open(server, 'late', behind, desks),
      await open(server, 'sender', Math.max(4, Math.ceil(rate / SENDER_RATE)), desks + behind),
    ];
    for (const [
      at,
      {
        desk: { practice },
      },
    ] of late.entries()) {
      const sender = senders[at % senders.length];
      if (sender === undefined) continue;
      const parcels = Array.from({ length: missed }, (_, no): TestParcel =>
        sender.desk.parcel(practice, `missed ${String(no)}`.padEnd(PARCEL_BYTES)),
      );
      for (let part = 0; part < parcels.length; part += 100) {
        const body = { parcels: parcels.slice(part, part + 100).map(({ slip, ciphertext }) => ({ slip, ciphertext })) };
        while ((await sender.server.request('/v1/parcels', { body, token: sender.desk.token })).status === 429)
          await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
    const following = seats.map((seat) => follow(seat));
    await new Promise((resolve) => setTimeout(resolve, 2000));
    let count = 0;
    /** Sends at the rate for some time and answers the times of what arrived. */
    const send = async (ms: number): Promise<readonly number[]> => {
      taken = [];
      const sent: Promise<void>[] = [];
      const turns = new Map<Seat, Promise<void>>();
      const start = performance.now();
      for (let no = 0; no < (rate * ms) / 1000; no += 1) {
        const pause = start + (no * 1000) / rate - performance.now();
        if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
        count += 1;
        const [sender, to] = [senders[count % senders.length], seats[(count * 7919) % seats.length]];
        if (sender === undefined || to === undefined) continue;
        const text = `event ${String(count)}`;
        const { slip, ciphertext } = sender.desk.parcel(to.desk.practice, text.padEnd(PARCEL_BYTES));
        const ticket = sender.desk.ticket(text);
        began.set(text, performance.now());
        const { token } = sender.desk;
        // A desk hands in one thing after the other: what overtakes leaves a gap, and is refused.
        const turn = (turns.get(sender) ?? Promise.resolve()).then(async () => {
          await expectIn(await sender.server.request('/v1/tickets', { body: { tickets: [ticket] }, token }), '"logged"');
          await expectIn(await sender.server.request('/v1/parcels', { body: { parcels: [{ slip, ciphertext }] }, token }), '"taken"');
        });
        turns.set(sender, turn);
        sent.push(turn);
      }
      await Promise.all(sent);
      for (let tries = 0; taken.length < (rate * ms) / 1000 && tries < 100; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 100));
      return taken.map((one) => one.ms);
    };
    const before = usageOf(server.pid);
    const clock = performance.now();
    const alone = await send(seconds * 1000);
    const elapsed = (performance.now() - clock) / 1000;
    const after = usageOf(server.pid);
    let caughtUp = 0;
    const catching = late.map(async (seat) => {
      let feed = 0;
      const start = performance.now();
      while (feed < missed) {
        const page = await readFeed(seat, feed).catch(() => null);
        if (page === null) await new Promise((resolve) => setTimeout(resolve, 1000));
        else feed = page.last;
      }
      caughtUp = Math.max(caughtUp, (performance.now() - start) / 1000);
    });
    const besideSeconds = Math.min(seconds, MOST_BESIDE_SECONDS);
    const beside = await send(besideSeconds * 1000);
    await Promise.all(catching);
    const end = usageOf(server.pid);
    const times: number[] = [];
    for (let no = 0; no < 100; no += 1) {
      const start = performance.now();
      const page = await from(server, 90_000 + no).request('/chain');
      times.push(performance.now() - start);
      await page.text();
    }
    going = false;
    await server.kill();
    await Promise.allSettled(following);
    const three = (values: readonly number[]): string =>
      [0.5, 0.95, 0.99].map((share) => String(round(percentile(values, share), 0))).join(', ');
    const all = rate * seconds;
    return [
      {
        name: `delivery to one of ${String(desks)} waiting desks at ${String(rate)} events/s, P95`,
        value: round(percentile(alone, 0.95), 0),
        unit: 'ms',
        limit: null,
        detail: `P50, P95, P99 ${three(alone)} ms; ${String(alone.length)} of ${String(all)} arrived in ${String(round(elapsed, 1))} s; sender, desks and server on the same cores`,
      },
      {
        name: 'processor time of the server for it, to one core',
        value: before === null || after === null ? Number.NaN : round((after.cpu - before.cpu) / elapsed),
        unit: '×',
        limit: null,
        detail: `${String(round(after?.megabytes ?? Number.NaN, 0))} MB; ${String(round(end?.megabytes ?? Number.NaN, 0))} MB after the catching up`,
      },
      {
        name: `the same P95 while ${String(behind)} desks catch up ${String(missed)} parcels each, to without them`,
        value: round(percentile(beside, 0.95) / percentile(alone, 0.95)),
        unit: '×',
        limit: null,
        detail: `P50, P95, P99 ${three(beside)} ms; ${String(beside.length)} of ${String(rate * besideSeconds)} arrived; the last had caught up after ${String(round(caughtUp, 1))} s`,
      },
      {
        name: `first byte of /chain beside ${String(desks)} waiting desks, P95`,
        value: round(percentile(times, 0.95), 0),
        unit: 'ms',
        limit: null,
        detail: `median ${String(round(percentile(times, 0.5), 0))} ms of 100 requests, one after the other`,
      },
    ];
  } finally {
    going = false;
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
};
