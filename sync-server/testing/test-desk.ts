import { randomBytes } from 'node:crypto';
import { parcelResult, type ParcelResult, parcelsAnswer } from '../../core/contract/network/parcels.ts';
import { ticketsAnswer, type TicketResult } from '../../core/contract/network/log.ts';
import { challengeAnswer, sessionAnswer } from '../../core/contract/network/session.ts';
import { bytesToBase64url } from '../../core/protocol/bytes.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import {
  ADMISSION_PAYLOAD_TYPE,
  SEEN_PAYLOAD_TYPE,
  SESSION_PAYLOAD_TYPE,
  SLIP_PAYLOAD_TYPE,
  TICKET_PAYLOAD_TYPE,
} from '../../core/protocol/pae.ts';
import { sha256Hex, signPaper, testId, type TestSigner, testSigner } from './papers.ts';
import type { TestServer } from './start-server.ts';

/** What a desk needs of a server, in this process or another. */
export type ReachedServer = Pick<TestServer, 'request' | 'net' | 'registrar'> & {
  readonly ports: Pick<TestServer['ports'], 'clock'>;
  readonly identity: Pick<TestServer['identity'], 'origin'>;
};

/** A slip with its ciphertext, as `POST /v1/parcels` takes it. */
export type TestParcel = { readonly slip: string; readonly ciphertext: string; readonly hash: string; readonly m: number };

/** A desk of a practice that speaks the protocol by hand: every paper it makes can be bent before it is sent. */
export type TestDesk = {
  readonly signer: TestSigner;
  readonly practice: string;
  readonly desk: string;
  readonly token: string;
  /** Makes the next ticket of its stream, for an event of this name; `bend` changes the payload before it is signed. */
  readonly ticket: (event: string, bend?: Readonly<Record<string, string | number>>) => string;
  /** Makes the next parcel to a practice. */
  readonly parcel: (to: string, text: string, bend?: Readonly<Record<string, string | number>>) => TestParcel;
  readonly seen: (seen: Readonly<Record<string, number>>, at?: string) => string;
  readonly sendTickets: (tickets: readonly string[]) => Promise<readonly TicketResult[]>;
  readonly sendParcels: (parcels: readonly TestParcel[]) => Promise<readonly ParcelResult[]>;
};

type AdmittedKey = { readonly desk: string; readonly key: string; readonly spki: string; readonly use: 'desk' | 'sign' | 'registrar' };
type AdmissionChange = {
  readonly practice: string;
  readonly keys?: readonly AdmittedKey[];
  readonly revoked?: readonly string[];
  readonly status?: 'active' | 'suspended' | 'resigned' | null;
  readonly seq: number;
};

/** A signed admission, base64. */
export const admissionPaper = (server: ReachedServer, change: AdmissionChange, signer: TestSigner = server.registrar): string =>
  signPaper(
    ADMISSION_PAYLOAD_TYPE,
    {
      at: server.ports.clock.now(),
      keys: (change.keys ?? []).map((key) => ({ ...key })),
      net: server.net,
      practice: change.practice,
      revoked: [...(change.revoked ?? [])],
      sealKey: null,
      seq: change.seq,
      status: change.status ?? null,
      v: 1,
    },
    signer,
  ).base64;

/** A signed session proof over a fresh nonce, base64. */
export const proofPaper = async (server: ReachedServer, signer: TestSigner): Promise<string> => {
  const { nonce } = challengeAnswer.parse(await (await server.request('/v1/session/challenge', { body: { key: signer.key } })).json());
  return signPaper(
    SESSION_PAYLOAD_TYPE,
    { at: server.ports.clock.now(), net: server.net, nonce, server: server.identity.origin, v: 1 },
    signer,
  ).base64;
};

/** Opens a session for an admitted key. Answers its token, which lasts ten minutes. */
export const testSession = async (server: ReachedServer, signer: TestSigner): Promise<string> => {
  const opened = await server.request('/v1/session', { body: { proof: await proofPaper(server, signer) } });
  if (opened.status !== 200) throw new Error(`the session was answered ${opened.status}: ${await opened.text()}`);
  return sessionAnswer.parse(await opened.json()).token;
};

/** Admits a practice with one desk, both called by `name`, and opens its session. */
export const testDesk = async (server: ReachedServer, name: string): Promise<TestDesk> => {
  const signer = testSigner(name);
  const [practice, desk] = [testId(`practice of ${name}`), testId(`desk of ${name}`)];
  const paper = admissionPaper(server, {
    practice,
    status: 'active',
    seq: 1,
    keys: [{ desk, key: signer.key, spki: signer.spki, use: 'desk' }],
  });
  const admitted = await server.request('/v1/admissions', { body: { paper } });
  if (admitted.status !== 200) throw new Error(`the admission was answered ${admitted.status}: ${await admitted.text()}`);
  const token = await testSession(server, signer);
  let head = { n: -1, event: ZERO_HASH };
  const lanes = new Map<string, { readonly m: number; readonly hash: string }>();
  return {
    signer,
    practice,
    desk,
    token,
    ticket: (event, bend = {}) => {
      const payload = { event_hash: sha256Hex(event), n: head.n + 1, prev: head.event, stream: signer.key, ...bend };
      head = { n: payload.n, event: payload.event_hash };
      return signPaper(TICKET_PAYLOAD_TYPE, payload, signer).base64;
    },
    parcel: (to, text, bend = {}) => {
      const end = lanes.get(to) ?? { m: 0, hash: ZERO_HASH };
      const ciphertext = Buffer.from(text);
      const payload = {
        at: server.ports.clock.now(),
        body: sha256Hex(ciphertext),
        desk,
        enc: bytesToBase64url(Uint8Array.from(randomBytes(32))),
        from: practice,
        m: end.m + 1,
        net: server.net,
        prevTo: end.hash,
        to,
        v: 1,
        ...bend,
      };
      const { base64, hash } = signPaper(SLIP_PAYLOAD_TYPE, payload, signer);
      lanes.set(to, { m: payload.m, hash });
      return { slip: base64, ciphertext: ciphertext.toString('base64'), hash, m: payload.m };
    },
    seen: (seen, at = server.ports.clock.now()) =>
      signPaper(SEEN_PAYLOAD_TYPE, { at, desk, net: server.net, practice, seen: { ...seen }, v: 1 }, signer).base64,
    sendTickets: async (tickets) => {
      const response = await server.request('/v1/tickets', { body: { tickets }, token });
      return ticketsAnswer.parse(await response.json()).results;
    },
    sendParcels: async (parcels) => {
      const body = { parcels: parcels.map(({ slip, ciphertext }) => ({ slip, ciphertext })) };
      const response = await server.request('/v1/parcels', { body, token });
      return parcelsAnswer.parse(await response.json()).results.map((result) => parcelResult.parse(result));
    },
  };
};
