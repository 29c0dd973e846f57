import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotOpen } from '../outcome.ts';
import { writePackFolder } from '../pack-on-disk.ts';
import { resourceFile } from '../resource-file.ts';
import { CLIENT, FIRST_MORNING, SAMPLE_PIN } from './cast.ts';
import { childDesks } from './child-desk.ts';
import type { OpenDemoDesk } from './demo-desk.ts';
import { fileCarrier } from './file-carrier.ts';
import { openMailSink } from './mail-sink.ts';
import { openStage } from './stage.ts';
import { playStory } from './story.ts';
import { type DemoSummary, summarise } from './summary.ts';

export type DemoOptions = {
  readonly out: string;
  readonly seed: number;
  readonly tell: (line: string) => void;
  /** How desks are opened; processes of their own unless said otherwise. */
  readonly open?: OpenDemoDesk;
  /** UTC instant of 9:00 in Sydney on the first day. */
  readonly firstMorning?: string;
};

/** The contact file of the story. */
export const sampleContacts = (): Uint8Array => readFileSync(resourceFile('demo/contacts-sample.csv'));

const readMe = (): string =>
  [
    'SAMPLE DATA ON A TEST NETWORK. Nothing here is a real client, practice or payment.',
    '',
    'office, smith, abc   data folders of three desks; open one with: flip360 desk --data smith',
    'keys                 their secrets, which a real desk keeps outside the data folder; these protect nothing',
    `PIN of everybody     ${SAMPLE_PIN}`,
    'exchange, requests   the files that the desks exchanged',
    'payout, documents    payment file, bank statement, invoices',
    'pack                 the evidence pack, as ZIP and as folder',
    'network.flip360-trust  the trust file for: flip360 pack verify pack/NAME.zip --trust network.flip360-trust',
    'summary.json         figures, hashes, times',
    '',
  ].join('\n');

/** Plays the story into an empty folder and leaves everything it made. Throws `CannotOpen` for a folder that is not empty. */
export const runDemo = async (options: DemoOptions): Promise<DemoSummary> => {
  const { out, seed, tell } = options;
  if (existsSync(out) && readdirSync(out).length > 0) throw new CannotOpen(`${out} is not empty.`, 'Name an empty folder with --out.');
  mkdirSync(out, { recursive: true });
  const from = performance.now();
  const mail = await openMailSink();
  const firstMorning = options.firstMorning ?? FIRST_MORNING;
  const stage = openStage({
    seed,
    out,
    firstMorning,
    mail,
    client: CLIENT,
    contacts: sampleContacts(),
    open: options.open ?? childDesks({ out, seed }),
    carrier: fileCarrier,
    tell,
  });
  try {
    const end = await playStory(stage, firstMorning);
    writePackFolder(end.pack.bytes, join(out, 'pack', end.pack.label));
    const summary = summarise(end, {
      out,
      seed,
      files: stage.written,
      times: stage.times,
      ms: Math.round(performance.now() - from),
    });
    writeFileSync(join(out, 'README.txt'), readMe());
    writeFileSync(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    return summary;
  } finally {
    await stage.close();
    await mail.close();
  }
};
