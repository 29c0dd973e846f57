import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CLIENT, SAMPLE_PIN } from '../../core/cli/demo/cast.ts';
import { childDesks } from '../../core/cli/demo/child-desk.ts';
import { openMailSink } from '../../core/cli/demo/mail-sink.ts';
import { sampleContacts } from '../../core/cli/demo/run-demo.ts';
import { openStage, type Seat, StoryFailed } from '../../core/cli/demo/stage.ts';
import { LAST_DAY, playStory } from '../../core/cli/demo/story.ts';
import { summarise } from '../../core/cli/demo/summary.ts';
import { writePackFolder } from '../../core/cli/pack-on-disk.ts';
import { percentile } from '../../bench/measure.ts';
import { clientPhone } from './client-phone.ts';
import { type ClientSigned, networkCarrier, TOLD } from './network-carrier.ts';
import { addSecondDesk } from './second-desk.ts';
import { waitUntil } from './wait-until.ts';
import { startSampleNetwork } from './sample-network.ts';

const USAGE = `usage: npm run demo:network [-- --headless --out DIR] [-- --seed N]

Starts a sync server, a witness, a time-stamp authority and sample desks on this computer and plays one whole referral between them,
live. The client signs on a phone without a browser, by a link from a mail. Without --headless it prints links to the windows of the
desks and waits until Ctrl-C.`;

const DAY_MS = 86_400_000;

/** 9:00 in Sydney on the last Monday that lets the story end before now: a time-stamp goes by the computer's clock, and is later than what it stamps. */
const firstMorning = (now: number): string => {
  const sydneyNine = 23 * 3_600_000;
  const latest = now - (LAST_DAY + 2) * DAY_MS;
  let day = Math.floor(latest / DAY_MS) * DAY_MS;
  // 23:00 UTC on a Sunday is Monday morning in Sydney.
  while (new Date(day).getUTCDay() !== 0) day -= DAY_MS;
  return new Date(day + sydneyNine).toISOString();
};

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const read = () => {
  const { values } = parseArgs({
    options: {
      headless: { type: 'boolean', default: false },
      out: { type: 'string' },
      seed: { type: 'string', default: '360' },
      help: { type: 'boolean', default: false },
    },
  });
  return values;
};

const play = async (out: string, seed: number, headless: boolean): Promise<boolean> => {
  mkdirSync(out, { recursive: true });
  const begun = performance.now();
  const morning = firstMorning(Date.now());
  const mail = await openMailSink();
  const network = await startSampleNetwork(out, morning, mail.port);
  writeFileSync(join(out, 'time-stamp-authority.pem'), network.authorityRoot);
  tell(`Server       ${network.url}   public chain: ${network.url}/chain`);
  const deliveries = { ms: [] as number[] };
  const windowDir = fileURLToPath(new URL('../../build/renderer', import.meta.url));
  const windows: string[] = [];
  const client: ClientSigned[] = [];
  const open = childDesks({ out, seed, live: true, ...(headless ? {} : { windowDir }) });
  const stage = openStage({
    seed,
    out,
    firstMorning: morning,
    mail,
    client: CLIENT,
    contacts: sampleContacts(),
    carrier: networkCarrier(network, deliveries, clientPhone(seed), (how) => void client.push(how)),
    onClock: network.setClock,
    open: async (house, start) => {
      const desk = await open(house, start);
      if (!headless && desk.windowLink !== undefined) windows.push(`${house.legalName}: ${desk.windowLink}`);
      return desk;
    },
    tell,
  });
  try {
    const seats: Seat[] = [];
    const end = await playStory(
      {
        ...stage,
        seat: (seat) => {
          if (seat.house.folder === 'smith') seats.push(seat);
          stage.seat(seat);
        },
      },
      morning,
    );
    const [smith] = seats;
    if (smith !== undefined) await stage.step('A second desk of Smith shares the book', () => addSecondDesk(stage, smith, end.referral));
    writePackFolder(end.pack.bytes, join(out, 'pack', end.pack.label));
    const summary = summarise(end, { out, seed, files: stage.written, times: stage.times, ms: Math.round(performance.now() - begun) });
    const notice = await waitUntil('the mail that something came', () => Promise.resolve(mail.take(TOLD) ?? null));
    const times = {
      deliveries: deliveries.ms.length,
      p50: Math.round(percentile(deliveries.ms, 0.5)),
      p95: Math.round(percentile(deliveries.ms, 0.95)),
    };
    writeFileSync(
      join(out, 'summary.json'),
      `${JSON.stringify({ ...summary, network: { ...summary.network, url: network.url, ...times, notice: notice.subject }, client }, null, 2)}\n`,
    );
    tell(`  A mail from the server to ${TOLD}: "${notice.subject}", and nothing of what.`);
    for (const line of summary.pack.words) tell(`  ${line}`);
    for (const { how, facts } of client) tell(`  ${how}. ${facts}`);
    tell(
      `${times.deliveries} deliveries confirmed, half within ${times.p50} ms, 95 of 100 within ${times.p95} ms. Everything is in ${out}.`,
    );
    if (!headless) {
      tell(
        `\nWindows, PIN of everybody: ${SAMPLE_PIN}\n${windows.join('\n')}\nPublic chain: ${network.url}/chain\nCtrl-C ends everything.`,
      );
      await new Promise<void>((done) => process.once('SIGINT', () => done()));
    }
    return summary.ok;
  } finally {
    await stage.close();
    await mail.close();
    await network.close();
  }
};

const given = read();
if (given.help) tell(USAGE);
else {
  const out = resolve(given.out ?? join('build', 'demo-network'));
  const seed = Number(given.seed);
  if (existsSync(out) && readdirSync(out).length > 0) {
    process.stderr.write(`${out} is not empty. Name an empty folder with --out.\n`);
    process.exit(2);
  }
  try {
    process.exitCode = (await play(out, seed, given.headless)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof StoryFailed)) throw error;
    process.stderr.write(`The story did not go on: ${error.message}.\nWhat it left is in ${out}.\n`);
    process.exitCode = 1;
  }
}
