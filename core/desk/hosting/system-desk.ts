import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { chooseKeyStore } from '../../adapters/keys/key-stores.ts';
import { passphraseFileKeyStore } from '../../adapters/keys/passphrase-file-key-store.ts';
import { sendBySmtp } from '../../adapters/mail/smtp-mailer.ts';
import { twilioSender } from '../../adapters/sms/twilio-sender.ts';
import { systemClock, systemEntropy } from '../../adapters/system/system-ports.ts';
import type { KeyStore } from '../../ports/key-store.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { TextSender } from '../../ports/message-senders.ts';
import type { DeskContext, Mailer, ShippedFiles } from '../context.ts';
import { defaultKeyFolder } from '../data-folder.ts';
import type { DeskHost, MountFacts } from '../http/host.ts';
import type { DeskOptions } from '../keys/desk-options.ts';
import { foundOffice } from '../office/founding.ts';
import { mailSettings, smsSettings } from '../settings/settings.ts';
import { hostDesk } from './hosted-desk.ts';
import type { LoadDemo } from './load-demo.ts';
import { readSample, type SampleFolder } from './sample-folder.ts';

/** The project's folder, or `build`, which mirrors it. */
const ROOT = join(import.meta.dirname, '..', '..', '..');
const packageFile = z.looseObject({ version: z.string() });

const firstOf = (...paths: readonly [string, ...string[]]): string => paths.find((path) => existsSync(path)) ?? paths[0];

/** Version of the program, from its package file. */
export const programVersion = (): string =>
  packageFile.parse(JSON.parse(readFileSync(firstOf(join(ROOT, 'package.json'), join(ROOT, '..', 'package.json')), 'utf8'))).version;

/** Files that are delivered with the program. */
export const SHIPPED: ShippedFiles = {
  resources: join(ROOT, 'resources'),
  verifyPage: firstOf(join(ROOT, 'build', 'verify', 'verify.html'), join(ROOT, 'verify', 'verify.html')),
};

/** The mailer of the practice's own settings; null while none are entered. */
export const settingsMailer = (desk: Pick<DeskContext, 'db' | 'vault'>): Mailer | null => {
  const server = mailSettings(desk);
  return server === null ? null : { send: (message) => sendBySmtp(server, message) };
};

/** The practice's account for text messages by its own settings; null while none is entered. */
export const settingsTexter = (desk: Pick<DeskContext, 'db' | 'vault'>): TextSender | null => {
  const account = smsSettings(desk);
  return account === null ? null : twilioSender(account);
};

/** The key store of a sample folder: a passphrase file whose passphrase is public, opened at once. */
export const sampleKeyStore = async (sample: SampleFolder, entropy: Entropy): Promise<KeyStore> => {
  const store = passphraseFileKeyStore({
    path: join(sample.keyFolder, 'keys.sealed'),
    entropy,
    cost: { memory: 256, passes: 1, lanes: 1 },
  });
  await store.unlock(sample.passphrase);
  return store;
};

/** Options of a desk on this computer: its clock, randomness, key store and files. */
export const systemOptions = (mount: Pick<MountFacts, 'dataDir' | 'origin'>): DeskOptions => {
  const sample = readSample(mount.dataDir);
  const keyFolder = sample?.keyFolder ?? defaultKeyFolder(process.platform, process.env, homedir());
  return {
    dataFolder: mount.dataDir,
    keyFolder,
    clock: systemClock,
    entropy: systemEntropy,
    primitives: nodePrimitives(),
    keyStore: (kind, install) =>
      sample === null ? chooseKeyStore(kind, { keyFolder, install, entropy: systemEntropy }) : sampleKeyStore(sample, systemEntropy),
    origin: { origin: mount.origin, rpId: new URL(mount.origin).hostname },
    version: programVersion(),
    zone: 'Australia/Sydney',
    shipped: SHIPPED,
    mailer: settingsMailer,
    texter: settingsTexter,
    network: { fetch: (url, init) => fetch(url, init), live: true },
    foundOffice: (desk, request, roots) => foundOffice({ network: request.request.legalName, test: false })(desk, request, roots),
  };
};

/** Opens the desk of a data folder for a shell. Rejects with an Error whose message may be shown to the person. */
export const openSystemDesk = async (mount: MountFacts, loadDemo?: LoadDemo): Promise<DeskHost> => {
  mkdirSync(mount.dataDir, { recursive: true, mode: 0o700 });
  const host = await hostDesk({
    ...systemOptions(mount),
    windowDir: mount.windowDir,
    ...(loadDemo === undefined ? {} : { loadDemo }),
    report: (failure) => process.stderr.write(`desk failure ${failure.id} ${failure.name}\n${failure.frames.join('\n')}\n`),
  });
  if (host.ok) return host.value;
  throw new Error(`${host.error.title}. ${host.error.detail} ${host.error.next ?? ''}`.trim());
};
