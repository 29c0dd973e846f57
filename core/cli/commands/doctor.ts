import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { osKeyStore } from '../../adapters/keys/os-key-store.ts';
import { osKeyStoreWorks } from '../../adapters/keys/key-stores.ts';
import { defaultKeyFolder } from '../../desk/data-folder.ts';
import { readSample } from '../../desk/hosting/sample-folder.ts';
import { SHIPPED } from '../../desk/hosting/system-desk.ts';
import { databasePath } from '../../desk/keys/installation.ts';
import { readProfile } from '../../desk/keys/profile-file.ts';
import { type Command, DATA_OPTIONS, readArguments } from '../command.ts';
import { dataFolderOf, WINDOW_FOLDER } from '../local-desk.ts';
import { readLoopback } from '../loopback-file.ts';
import { done, refused } from '../outcome.ts';

type Finding = {
  readonly check: string;
  readonly state: 'ok' | 'note' | 'wrong';
  readonly words: string;
  readonly next: string | null;
};

const ok = (check: string, words: string): Finding => ({ check, state: 'ok', words, next: null });
const note = (check: string, words: string, next: string): Finding => ({ check, state: 'note', words, next });
const wrong = (check: string, words: string, next: string): Finding => ({
  check,
  state: 'wrong',
  words,
  next,
});

const MEBIBYTE = 1_048_576;
const LOW_SPACE = 500 * MEBIBYTE;

const nodeFinding = (): Finding => {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24
    ? ok('node', `Node ${process.versions.node} on ${process.platform} ${process.arch}`)
    : wrong('node', `Node ${process.versions.node} is too old`, 'Start with npm start: it uses the Node 24 that npm installs.');
};

/** Folders that a service copies while files are open: a database in one is damaged sooner or later. */
const SYNCED = /(onedrive|dropbox|google ?drive|googledrive|icloud|box sync|nextcloud|creative cloud)/iu;
/** Magic numbers of network file systems (statfs(2)): NFS, SMB, CIFS, SMB2, FUSE, 9P. */
const NETWORK_TYPES: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997]);

const placeFinding = (folder: string): Finding => {
  if (SYNCED.test(folder))
    return wrong(
      'data folder',
      `${folder} is inside a folder that is synchronised`,
      'Move it to a folder of this computer only, and use the backups instead.',
    );
  if (/^(\\\\|\/\/)/u.test(folder)) return wrong('data folder', `${folder} is on a network share`, 'Move it to a disk of this computer.');
  const near = existing(folder);
  if (process.platform === 'linux' && NETWORK_TYPES.has(statfsSync(near).type >>> 0))
    return note(
      'data folder',
      `${folder} is on a network or user-space file system`,
      'Use a disk of this computer: locks and fsync are not certain elsewhere.',
    );
  return ok('data folder', existsSync(folder) ? folder : `${folder} (does not exist yet)`);
};

const existing = (folder: string): string => {
  let near = folder;
  while (!existsSync(near)) near = resolve(near, '..');
  return near;
};

const writableFinding = (folder: string): Finding => {
  const near = existing(folder);
  try {
    accessSync(near, constants.W_OK);
    return ok('write access', `${near} can be written`);
  } catch {
    return wrong('write access', `${near} cannot be written`, 'Check who owns the folder.');
  }
};

const spaceFinding = (folder: string): Finding => {
  const disk = statfsSync(existing(folder));
  const free = disk.bavail * disk.bsize;
  const words = `${Math.floor(free / MEBIBYTE)} MiB free`;
  return free > LOW_SPACE ? ok('disk space', words) : wrong('disk space', words, 'Make room: a full disk stops signing and backups.');
};

const keyStoreFindings = async (folder: string): Promise<readonly Finding[]> => {
  const profile = readProfile(folder);
  const sample = readSample(folder);
  const keyFolder = sample?.keyFolder ?? defaultKeyFolder(process.platform, process.env, homedir());
  if (!profile.ok) return [wrong('profile', `${profile.error.path} does not read`, 'Restore the folder from a backup.')];
  if (profile.value === null) {
    const works = await osKeyStoreWorks(osKeyStore());
    return [
      ok('profile', 'No desk is set up in this folder'),
      works
        ? ok('key store', 'The operating system’s key store works')
        : note(
            'key store',
            'The operating system’s key store does not work here; a file sealed by a passphrase would be used, which is weaker',
            'On Linux, start a Secret Service such as GNOME Keyring.',
          ),
    ];
  }
  const { install, keyStore } = profile.value;
  const mark = existsSync(join(keyFolder, install, 'high-water'));
  return [
    ok('profile', `Installation ${install}`),
    keyStore === 'os'
      ? (await osKeyStoreWorks(osKeyStore()))
        ? ok('key store', 'The operating system’s key store')
        : wrong(
            'key store',
            'The keys are in the operating system’s key store, which does not answer',
            'Unlock it, or open the desk with the recovery key.',
          )
      : note(
          'key store',
          sample === null
            ? 'A file sealed by a passphrase: weaker than the operating system’s key store'
            : 'Sample data: its secrets are beside it and protect nothing',
          sample === null ? 'Use a long passphrase, and keep the computer’s disk encrypted.' : 'Keep nothing real in this folder.',
        ),
    mark
      ? ok('high-water mark', join(keyFolder, install))
      : wrong('high-water mark', `There is none in ${join(keyFolder, install)}`, 'The desk will open in recovery: follow what it asks.'),
  ];
};

const databaseFindings = (folder: string): readonly Finding[] => {
  const path = databasePath(folder);
  if (!existsSync(path)) return [];
  const wal = existsSync(`${path}-wal`);
  // SQLite is closed with the desk; a log left behind is replayed at the next start.
  return [
    wal
      ? note(
          'database',
          'A write-ahead log is there: the desk is open, or was not closed cleanly',
          'Nothing to do; it is replayed when the desk opens.',
        )
      : ok('database', 'Closed cleanly'),
  ];
};

const fontFinding = (): Finding => {
  const packages = ['inter', 'source-serif-4', 'source-code-pro'].filter(
    (name) => !existsSync(join(import.meta.dirname, '..', '..', '..', 'node_modules', '@expo-google-fonts', name)),
  );
  return packages.length === 0
    ? ok('fonts', 'The fonts of the printed documents are there')
    : wrong('fonts', `Fonts are missing: ${packages.join(', ')}`, 'Run npm install.');
};

const builtFindings = (): readonly Finding[] => [
  existsSync(join(WINDOW_FOLDER, 'index.html'))
    ? ok('window', 'The window is built')
    : wrong('window', 'The window is not built', 'Run npm run build.'),
  existsSync(SHIPPED.verifyPage)
    ? ok('verify page', `${Math.ceil(readFileSync(SHIPPED.verifyPage).length / 1024)} KiB`)
    : wrong('verify page', 'verify.html is not built: no pack can be exported', 'Run npm run build.'),
];

const addressFinding = (folder: string): readonly Finding[] => {
  const facts = readLoopback(folder);
  return facts === null || facts.port === null
    ? []
    : [ok('address', `http://${facts.name}.flip360.localhost:${facts.port}, to which passkeys are bound`)];
};

const MARKS = { ok: 'ok    ', note: 'note  ', wrong: 'WRONG ' } as const;

export const doctor: Command = {
  name: 'doctor',
  usage: '[--data DIR] [--json]',
  summary: 'Looks at this computer and the data folder, and says what is wrong. Reads no personal data and opens no database.',
  run: async (args) => {
    const given = readArguments(args, DATA_OPTIONS, { min: 0, max: 0 });
    const folder = dataFolderOf(given);
    const findings: readonly Finding[] = [
      nodeFinding(),
      placeFinding(folder),
      writableFinding(folder),
      spaceFinding(folder),
      ...(await keyStoreFindings(folder)),
      ...databaseFindings(folder),
      ...addressFinding(folder),
      fontFinding(),
      ...builtFindings(),
    ];
    const bad = findings.some((finding) => finding.state === 'wrong');
    const lines = findings.flatMap((finding) => [
      `${MARKS[finding.state]}${finding.check}: ${finding.words}`,
      ...(finding.next === null ? [] : [`      Next: ${finding.next}`]),
    ]);
    return (bad ? refused : done)(lines, { ok: !bad, folder, findings });
  },
};
