import { ed25519Signer } from '../../core/adapters/crypto/node-signer.ts';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import type { Fetch } from '../../core/adapters/network/http-server-client.ts';
import { input, type Network, ok, openNetwork, type Seat } from '../../core/desk/exchange/network.fixture.ts';
import type { DeskOptions } from '../../core/desk/keys/desk-options.ts';
import { utf8Decode, utf8Encode } from '../../core/protocol/bytes.ts';
import { cosign } from '../../core/protocol/cosignature.ts';
import { formatSignatureLine, formatVerifierKey, makeVerifierKey, parseNote } from '../../core/protocol/note.ts';
import { type CheckpointMaker, signedByLog } from '../../sync-server/log/publish.ts';
import type { NoticeSenders } from '../../sync-server/notices/senders.ts';
import type { Storage } from '../../sync-server/storage/storage.ts';
import { type StartOptions, startServer, type TestServer } from '../../sync-server/testing/start-server.ts';

const primitives = nodePrimitives();
const witnessSigner = ed25519Signer(new Uint8Array(32).fill(3));
const witnessKey = (() => {
  const key = makeVerifierKey(primitives, 'witness.test/one', 'cosignature/v1', witnessSigner.publicKey);
  if (!key.ok) throw new Error(key.error.code);
  return key.value;
})();

/** Its verifier key, as a trust file names it. */
export const witnessVerifierKey = formatVerifierKey(witnessKey);

/** The note with the cosignature of a witness that signs whatever it is shown; null when it is no note. */
export const cosigned = (note: string, at: string): string | null => {
  const parsed = parseNote(utf8Encode(note));
  if (!parsed.ok) return null;
  const line = cosign(parsed.value.text, witnessKey, BigInt(Math.floor(Date.parse(at) / 1000)), witnessSigner.sign);
  return line.ok ? `${note}${formatSignatureLine(line.value)}` : null;
};

/** Checkpoints that the witness of these tests has cosigned. */
export const withWitness =
  (make: CheckpointMaker, now: () => string): CheckpointMaker =>
  async (checkpoint) => {
    const note = await make(checkpoint);
    return note === null ? null : cosigned(note, now());
  };

/** A server of the network in this process: the same log key each time, so that another storage makes it another history of one log. */
export const startNetworkServer = (
  clock: Network['clock'],
  storage?: Storage,
  more: Pick<StartOptions, 'notices' | 'origin' | 'seed' | 'settings'> = {},
): Promise<TestServer> =>
  startServer({
    clock,
    claim: null,
    make: (ports) => withWitness(signedByLog(ports.identity), ports.clock.now),
    ...(storage === undefined ? {} : { storage }),
    ...more,
  });

export const SERVER_URL = 'http://sync.test';

/** What stands between the desks and the server: tests lie, lose and delay here. */
export type Wire = { fetch: Fetch; server: TestServer };

export type WiredNetwork = Network & {
  readonly wire: Wire;
  readonly seats: readonly Seat[];
  /** One round of each desk, in this order. */
  readonly rounds: (...seats: readonly Seat[]) => Promise<void>;
  readonly publish: () => Promise<void>;
  readonly trust: string;
};

/** Passes requests to a server in this process. */
export const straightTo =
  (server: TestServer): Fetch =>
  async (url, init) =>
    server.server.fetch(new Request(url.replace(SERVER_URL, 'http://server.test'), init));

/** Office, Smith & Partners and ABC Finance, linked to a server in this process whose log a witness cosigns. */
export const openWiredNetwork = async (
  options: Pick<Partial<DeskOptions>, 'keyStore'> = {},
  notices?: NoticeSenders,
): Promise<WiredNetwork> => {
  const wire = {} as Wire;
  const network = await openNetwork({ ...options, network: { fetch: (url, init) => wire.fetch(url, init), live: false } });
  wire.server = await startNetworkServer(network.clock, undefined, {
    settings: { publicUrl: SERVER_URL },
    ...(notices === undefined ? {} : { notices }),
  });
  wire.fetch = straightTo(wire.server);
  const { office, smith, abc } = network;
  const code = await wire.server.setupCode();
  const claimed = await ok(office, 'POST', '/network/claim', { url: SERVER_URL, code });
  if (claimed['vkey'] !== wire.server.vkey) throw new Error('another log was claimed');
  const policy = `log ${wire.server.vkey} ${SERVER_URL}\nwitness one ${formatVerifierKey(witnessKey)}\nquorum one\n`;
  const setting = await office.host.call(
    'PUT',
    '/settings/store/network-trust',
    { value: { policy, authorities: [] }, version: 0, note: 'The server is there' },
    office.token,
  );
  if (setting.status !== 200) throw new Error(JSON.stringify(setting.json));
  const trust = (await ok(office, 'GET', '/trust-file')) as unknown as { readonly name: string; readonly base64: string };
  const seats = [office, smith, abc];
  for (const seat of seats) await ok(seat, 'POST', '/network/join', input(trust));
  const text = utf8Decode(Uint8Array.from(Buffer.from(trust.base64, 'base64')));
  return {
    ...network,
    wire,
    seats,
    trust: text.ok ? text.value : '',
    rounds: async (...chosen) => {
      for (const seat of chosen.length === 0 ? seats : chosen) await ok(seat, 'POST', '/network/round');
    },
    publish: async () => {
      await wire.server.server.publisher.publish();
    },
    close: async () => {
      await network.close();
      await wire.server.close();
    },
  };
};
