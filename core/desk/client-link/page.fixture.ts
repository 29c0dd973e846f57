import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { openUnder } from '../../adapters/crypto/aead.ts';
import { type TestAuthenticator, testAuthenticator } from '../../adapters/crypto/test-authenticator.ts';
import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { ok } from '../../domain/result.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { PostedRequest, SigningRequests } from '../../ports/signing-requests.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url } from '../../protocol/bytes.ts';
import type { ClientAsk } from '../../protocol/network/client-answer.ts';
import { type ClientChoice, FIRST, statedOneTimeKey, statedPasskey } from '../../protocol/network/client-events.ts';
import { invitationFor, makeAnswer, type PageKey, type PageRecord, signPress, type Standing } from '../../protocol/network/client-page.ts';
import { type LinkKeys, linkKeys, readLink } from '../../protocol/network/link-keys.ts';
import { readRequest, requestAad, type SigningRequest } from '../../protocol/network/signing-request.ts';
import { keyIdOfSpki } from '../../protocol/record.ts';
import { verifyRegistration } from '../../protocol/webauthn-registration.ts';
import { ed25519Signer } from '../../adapters/crypto/node-signer.ts';
import { seededBytes } from '../open-desk.fixture.ts';

const primitives = nodePrimitives();

/** Where the page of the tests stands. */
export const PAGE = { origin: 'https://sign.example', rpId: 'sign.example' };

/** A server that holds requests in memory. */
export const requestServer = (): SigningRequests & { readonly held: Map<string, PostedRequest>; readonly gone: Set<string> } => {
  const held = new Map<string, PostedRequest>();
  const gone = new Set<string>();
  return {
    held,
    gone,
    page: PAGE,
    make: async (request) => {
      held.set(request.id, request);
      return await Promise.resolve(ok(true));
    },
    state: async () => await Promise.resolve(ok({ openedAt: null, answers: 0 })),
    withdraw: async (id) => {
      gone.add(id);
      return await Promise.resolve(ok(true));
    },
  };
};

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

/** A client's page without a browser: what the link opens, and the keys that follow from it. */
export type OpenPage = { readonly id: string; readonly request: SigningRequest; readonly keys: LinkKeys };

/** Opens a link as the page does. */
export const openPage = (link: string, held: ReadonlyMap<string, PostedRequest>): OpenPage => {
  const url = new URL(link);
  const { id, idBytes, secret } = must(readLink(url.pathname, url.hash));
  const keys = linkKeys(idBytes, secret);
  const sealed = held.get(id)?.ciphertext ?? new Uint8Array();
  return { id, keys, request: must(readRequest(must(openUnder(keys.request, requestAad(id, 'request'), sealed)))) };
};

/** A key of the client with how it was made, for a passkey. */
export type ClientHolder = PageKey<never> & {
  readonly oneTime: boolean;
  readonly registration: { readonly attestationObject: string; readonly clientDataJSON: string } | null;
};

const bytes = (text: string): Bytes => must(base64urlToBytes(text));

/** A passkey made on the page. */
export const passkeyOn = (
  page: Pick<OpenPage, 'request'>,
  seed: number,
  where: { readonly rpId: string; readonly origin: string } = PAGE,
): ClientHolder => {
  const device: TestAuthenticator = testAuthenticator(new Uint8Array(32).fill(seed));
  const challenge = bytes(page.request.challenge);
  const made = device.register({ ...where, challenge });
  const facts = must(
    verifyRegistration({ primitives, ...made, challenge, rpId: where.rpId, origins: [where.origin], requireUserVerification: true }),
  );
  return {
    oneTime: false,
    stream: keyIdOfSpki(primitives, facts.spki),
    stated: statedPasskey(where, facts),
    registration: {
      attestationObject: bytesToBase64url(made.attestationObject),
      clientDataJSON: bytesToBase64url(made.clientDataJSON),
    },
    sign: async (_message, hash) => {
      const { authenticatorData, clientDataJSON, signature } = device.assert({ ...where, challenge: hash });
      return await Promise.resolve(
        ok({ alg: 'webauthn-es256' as const, credential: device.credential, authenticatorData, clientDataJSON, sig: signature }),
      );
    },
  };
};

/** A one-time key made on the page. */
export const oneTimeKey = (seed: number): ClientHolder => {
  const key = ed25519Signer(new Uint8Array(32).fill(seed));
  return {
    oneTime: true,
    stream: keyIdOfSpki(primitives, key.spki),
    stated: statedOneTimeKey(bytesToBase64url(key.spki)),
    registration: null,
    sign: async (message) => await Promise.resolve(ok({ alg: 'ed25519' as const, sig: key.sign(message) })),
  };
};

export type Pressed = {
  readonly choices: readonly ClientChoice[];
  readonly at: string;
  readonly code?: string;
  readonly no?: number;
  readonly from?: Standing;
  readonly consents?: readonly string[];
  readonly ask?: ClientAsk;
  readonly keys?: LinkKeys;
  /** Changes what is signed, for attacks. */
  readonly request?: SigningRequest;
};

const entropy: Entropy = seededBytes('page of a client');

/** Presses in turn and gives the whole answer. */
export const press = async (
  page: OpenPage,
  key: ClientHolder,
  pressed: Pressed,
): Promise<{ readonly answer: Bytes; readonly records: readonly PageRecord[] }> => {
  const request = pressed.request ?? page.request;
  const records: PageRecord[] = [];
  let standing: Standing = pressed.from ?? FIRST;
  let consents = pressed.consents ?? request.consents;
  for (const choice of pressed.choices) {
    const invitation = must(invitationFor(request, choice, key.oneTime, pressed.code ?? ''));
    const one = { choice, invitation, consents, id: uuidV7(entropy, pressed.at), at: pressed.at };
    const made = must(await signPress(primitives, request, one, key, standing));
    records.push(made.record);
    standing = made.standing;
    if (choice === 'consent') consents = [...consents, made.record.ticket.event_hash];
  }
  return { answer: await answerOf(page, records, key, pressed), records };
};

/** Seals records as the page does. */
export const answerOf = async (page: OpenPage, records: readonly PageRecord[], key: ClientHolder, pressed: Pressed): Promise<Bytes> =>
  must(
    await makeAnswer(
      primitives,
      page.request,
      {
        request: page.id,
        no: pressed.no ?? 1,
        at: pressed.at,
        records,
        registration: key.registration,
        ask: pressed.ask ?? null,
      },
      (pressed.keys ?? page.keys).answer,
      hpkeSealer(entropy).seal,
    ),
  );
