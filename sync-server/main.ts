import { join } from 'node:path';
import { bytesToHex } from '../core/protocol/bytes.ts';
import { formatVerifierKey } from '../core/protocol/note.ts';
import { firstSetupCode } from './admissions/setup-code.ts';
import { createServer } from './app.ts';
import { openChain } from './chain/open-chain.ts';
import { secondStoreOf } from './chain/succeed.ts';
import { tellWebhooks } from './crm/webhooks.ts';
import { failureLine } from './http/errors.ts';
import { listen, whyNotListening } from './http/listen.ts';
import { readSenders } from './notices/read-senders.ts';
import type { NoticeSenders } from './notices/senders.ts';
import { tellMembers } from './notices/tell-members.ts';
import { type OpenServer, openServer, readSeedOrStop } from './open-server.ts';
import { attempt, say, stop, writeLine } from './operator-console.ts';
import { DEFAULT_SETTINGS, type ServerPorts } from './ports.ts';
import { repeat } from './repeat.ts';
import { removeEndedRequests } from './requests/ended-requests.ts';
import { OFFICE_PAGE, readPage, SIGNING_PAGE } from './requests/page-files.ts';
import { publicAddress } from './public-address.ts';
import { programVersion } from './program-version.ts';
import { serverCipher } from './secrets/server-cipher.ts';
import { type CommandLine, readCommandLine } from './settings.ts';
import { endAllLeases } from './storage/lease.ts';
import { TASKS } from './tasks.ts';

/** How often messages that are due are looked for. */
const TELL_MS = 5000;
/** How often signing requests whose time is over are removed. */
const REMOVE_MS = 600_000;

/** What the operator reads about mail to members. */
const noticesLine = ({ mail, sms, reports, name, url }: NoticeSenders): string =>
  mail === null
    ? 'none: no mail is set, members see at their desks alone that something came'
    : `by mail through ${mail.host || 'this machine'} as ${name}${sms === null ? ', no SMS' : `, by SMS through ${sms.host} after two bounces`}${reports === null ? '' : `, later returns reported to ${url}/hooks/mail`}`;

const serve = async (opened: OpenServer, settings: CommandLine): Promise<void> => {
  const { storage, clock, entropy, primitives, identity, meta, keyFile, endpoints, lock } = opened;
  if (storage.kind === 'sqlite') await endAllLeases(opened);
  const secret = readSeedOrStop(settings.secretKey ?? join(settings.data, 'secret.key'), true);
  if (secret === null) return;
  const senders = readSenders(settings.notices, { clock, log: writeLine, fetchFrom: fetch });
  if (!senders.ok) return stop(senders.error.detail);
  const notices = senders.value;
  const parts = { storage, clock, entropy, primitives, identity, log: writeLine, cipher: serverCipher(secret, entropy) };
  const chain = await attempt(
    'The policy file or the second store cannot be read',
    'Nothing was signed. See that this user may read and write them.',
    () =>
      openChain(parts, {
        policy: settings.policy ?? join(settings.data, 'policy.txt'),
        secondStore: secondStoreOf(settings.secondStore ?? join(settings.data, 'chain'), meta.succeeds),
        authorities: settings.authorities,
        writeOnce: settings.writeOnce,
        fetchFrom: fetch,
        holder: bytesToHex(entropy.bytes(16)),
      }),
  );
  // Port 0 is another one once it listens.
  let { port } = settings;
  const ports: ServerPorts = {
    ...parts,
    settings: {
      ...DEFAULT_SETTINGS,
      region: settings.region,
      endpoints,
      minClient: settings.minClient,
      filesPerPractice: settings.filesPerPractice,
      logRequests: settings.logRequests,
      version: programVersion(),
      get publicUrl() {
        return publicAddress(settings, port);
      },
      get readOnly() {
        return settings.readOnly || chain.standing.closedBecause() !== null;
      },
    },
    signingPage: readPage(SIGNING_PAGE),
    officePage: readPage(OFFICE_PAGE),
    notices,
  };
  const server = createServer(ports, chain.parts);
  const web = await listen((request, address) => server.fetch(request, address), settings).catch((error: unknown) =>
    stop(whyNotListening(error, settings.host, settings.port)),
  );
  ({ port } = web);
  const holder = bytesToHex(entropy.bytes(16));
  const repeated = [
    repeat(TELL_MS, 'webhooks.failed', () => tellWebhooks(ports, fetch, holder), writeLine),
    repeat(TELL_MS, 'notices.failed', async () => (ports.settings.readOnly ? 0 : tellMembers(ports, holder)), writeLine),
    repeat(REMOVE_MS, 'removal.failed', () => removeEndedRequests(ports), writeLine),
  ];
  const code = await firstSetupCode(opened);
  say(`Sync server at http://${settings.host}:${web.port}`);
  say(`Data folder  ${settings.data}`);
  say(`Log key      ${formatVerifierKey(identity.key)}`);
  if (code !== null) say(`Set-up code  ${code}   (for one claim by the network office)`);
  if (identity.sign === null)
    say(`Signs        nothing: there is no ${keyFile}. Tickets are taken; another process has to make the checkpoints`);
  const watched = chain.policy()?.witnesses.map(({ key }) => key.name) ?? [];
  say(`Witnesses    ${watched.length === 0 ? 'none: members’ desks refuse this log until a policy file names one' : watched.join(', ')}`);
  say(`Notices      ${noticesLine(notices)}`);
  say(
    `Office page  ${ports.settings.publicUrl === null ? 'none: set public-url, a passkey belongs to one address' : `${ports.settings.publicUrl}/office`}`,
  );
  writeLine({ event: 'started', storage: storage.kind, readOnly: ports.settings.readOnly, signs: identity.sign !== null });
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    // Nobody new is let in; who waits is answered; what is being stored is finished.
    const closed = web.close();
    await server.close();
    await closed;
    await Promise.all(repeated.map((work) => work.end()));
    await chain.close();
    await storage.close();
    lock?.release();
    writeLine({ event: 'stopped' });
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
};

const main = async (settings: CommandLine): Promise<void> => {
  const server = await openServer(settings);
  if (settings.command === 'serve') return serve(server, settings);
  await TASKS[settings.command](server, settings);
  server.lock?.release();
};

// A mistake of the program ends it; what it was about is not written, for it may quote what was sent.
process.on('uncaughtException', (error) => {
  writeLine(failureLine(error));
  process.exit(1);
});
const settings = readCommandLine(process.argv.slice(2), process.env);
if (settings.ok) await attempt('The server could not go on', 'What was stored is whole.', () => main(settings.value));
else stop(settings.error.detail);
