import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { storyClock } from '../../core/cli/demo/story-clock.ts';
import { formatVerifierKey } from '../../core/protocol/note.ts';
import { firstSetupCode } from '../../sync-server/admissions/setup-code.ts';
import { createServer } from '../../sync-server/app.ts';
import { openChain } from '../../sync-server/chain/open-chain.ts';
import { listen } from '../../sync-server/http/listen.ts';
import { openLogIdentity } from '../../sync-server/log/log-key.ts';
import { readSenders } from '../../sync-server/notices/read-senders.ts';
import { tellMembers } from '../../sync-server/notices/tell-members.ts';
import { DEFAULT_SETTINGS } from '../../sync-server/ports.ts';
import { repeat } from '../../sync-server/repeat.ts';
import { OFFICE_PAGE, readPage, SIGNING_PAGE } from '../../sync-server/requests/page-files.ts';
import { readSeedFile } from '../../sync-server/secrets/seed-file.ts';
import { serverCipher } from '../../sync-server/secrets/server-cipher.ts';
import { openSqliteStorage } from '../../sync-server/storage/sqlite.ts';
import { opensslAuthority } from '../../sync-server/time-stamp/openssl-authority.ts';
import { openWitnessFolder } from '../../sync-server/witness/witness-folder.ts';
import { witnessServer } from '../../sync-server/witness/witness-server.ts';
import { type FromHost, hostSettings, toHost } from './host-messages.ts';

/** Server, witness and time-stamp authority of the sample network in one process: the real ones, under the clock of the story. */
const say = (message: FromHost): void => void process.send?.(message);

/** How often the server looks whom to tell. */
const TELL_MS = 250;

const settings = hostSettings.parse(JSON.parse(process.argv[2] ?? '{}'));
const clock = storyClock(settings.start);
const primitives = nodePrimitives();

const open = async (): Promise<() => Promise<void>> => {
  const data = join(settings.folder, 'server');
  mkdirSync(data, { recursive: true });
  const storage = await openSqliteStorage(join(data, 'server.db'));
  if (!storage.ok) throw new Error(storage.error.code);
  const log = (line: object): void =>
    writeFileSync(join(data, 'server.log'), `${JSON.stringify({ at: clock.now(), ...line })}\n`, { flag: 'a' });
  const base = { storage: storage.value, clock, entropy: systemEntropy, primitives, log };
  const seed = readSeedFile(join(data, 'log.key'), true, systemEntropy);
  if (!seed.ok) throw new Error(seed.error.code);
  const identity = await openLogIdentity(base, 'sample.flip360.test/log', seed.value);
  if (!identity.ok) throw new Error(identity.error.code);
  const logKey = formatVerifierKey(identity.value.key);

  const folder = openWitnessFolder(primitives, join(settings.folder, 'witness'), 'witness.sample.test/one', systemEntropy);
  if (!folder.ok) throw new Error(folder.error.code);
  const witness = witnessServer({ folder: folder.value, logs: [identity.value.key], primitives, clock }, (problem) =>
    log({ event: 'witness', problem }),
  );
  await new Promise<void>((resolve) => {
    witness.listen(0, '127.0.0.1', resolve);
  });
  const address = witness.address();
  const witnessUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const witnessKey = formatVerifierKey(folder.value.key);
  writeFileSync(join(data, 'policy.txt'), `witness one ${witnessKey} ${witnessUrl}\nquorum one\n`);

  const authority = opensslAuthority('ec');
  const stamps = await authority.serve(0);
  const parts = { ...base, identity: identity.value };
  const chain = await openChain(parts, {
    policy: join(data, 'policy.txt'),
    secondStore: join(data, 'chain'),
    authorities: [stamps.url],
    writeOnce: join(data, 'write-once'),
    fetchFrom: fetch,
    holder: 'sample',
  });
  // The story's clock stands still between two acts: a checkpoint that is due "in a second" would never come, and no rate would fill up again.
  const rate = { perSecond: 1000, burst: 1_000_000 };
  const senders = readSenders(
    {
      mail: `smtp://127.0.0.1:${settings.mailPort}`,
      mailSecret: null,
      mailReportSecret: null,
      mailReportTopic: null,
      mailFrom: 'Sample Network <notices@sample.flip360.test>',
      sms: null,
      smsSecret: null,
      smsFrom: null,
      publicUrl: 'http://localhost',
    },
    { clock, log: () => undefined, fetchFrom: fetch },
  );
  if (!senders.ok) throw new Error(senders.error.detail);
  const notices = senders.value;
  const cipher = serverCipher(base.entropy.bytes(32), base.entropy);
  let { port } = settings;
  const server = createServer(
    {
      ...parts,
      cipher,
      settings: {
        ...DEFAULT_SETTINGS,
        region: 'ap-southeast-2 (sample)',
        checkpointEvery: 0,
        keyRate: rate,
        addressRate: rate,
        get publicUrl() {
          return `http://localhost:${port}`;
        },
      },
      signingPage: readPage(SIGNING_PAGE),
      officePage: readPage(OFFICE_PAGE),
      notices,
    },
    chain.parts,
  );
  const web = await listen((request, from) => server.fetch(request, from), { host: '127.0.0.1', port: settings.port, behindProxy: false });
  ({ port } = web);
  const told = repeat(TELL_MS, 'notices.failed', () => tellMembers({ ...parts, cipher, notices }, 'sample'), log);
  say({
    say: 'open',
    // A passkey belongs to a host name: an address of numbers has none.
    url: `http://localhost:${web.port}`,
    setupCode: (await firstSetupCode(base)) ?? '',
    logKey,
    witnessKey,
    authority: authority.fingerprint,
    authorityRoot: authority.root,
  });
  return async () => {
    const closed = web.close();
    await server.close();
    await closed;
    await told.end();
    await chain.close();
    await storage.value.close();
    witness.close();
    witness.closeAllConnections();
    folder.value.release();
    stamps.server.close();
    authority.remove();
  };
};

// A parent that died leaves no server behind.
process.on('disconnect', () => process.exit(0));
try {
  const close = await open();
  process.on('message', (message) => {
    const asked = toHost.parse(message);
    if (asked.ask === 'set-clock') clock.set(asked.instant);
    else void close().then(() => process.disconnect());
  });
} catch (error) {
  say({ say: 'failed', why: error instanceof Error ? error.message : 'the network could not be started' });
  process.disconnect();
}
