import { createHash } from 'node:crypto';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { openUnder, sealUnder } from '../../core/adapters/crypto/aead.ts';
import { testAuthenticator } from '../../core/adapters/crypto/test-authenticator.ts';
import { hpkeSealer } from '../../core/adapters/exchange/hpke.ts';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { StoryFailed } from '../../core/cli/demo/stage.ts';
import { answerTaken, openedRequest } from '../../core/contract/network/requests.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { uuidV7 } from '../../core/ports/entropy.ts';
import { base64ToBytes, base64urlToBytes, type Bytes, bytesToBase64, bytesToBase64url } from '../../core/protocol/bytes.ts';
import type { SealedAnswer } from '../../core/protocol/network/client-answer.ts';
import { type ClientChoice, FIRST, statedPasskey } from '../../core/protocol/network/client-events.ts';
import { invitationFor, makeAnswer, type PageKey, signPress, type Standing, wordsFit } from '../../core/protocol/network/client-page.ts';
import { type LinkKeys, linkKeys, readLink } from '../../core/protocol/network/link-keys.ts';
import { readRequest, requestAad, type SigningRequest } from '../../core/protocol/network/signing-request.ts';
import { keyIdOfSpki } from '../../core/protocol/record.ts';
import { verifyRegistration } from '../../core/protocol/webauthn-registration.ts';
import { type ClientCopy, consentsOf, EMPTY_COPY, encodeCopy } from '../../core/protocol/network/client-copy.ts';

const primitives = nodePrimitives();

/** A link that opened: what it asks, and by which clock the page signs. */
type Open = {
  readonly id: string;
  readonly server: string;
  readonly keys: LinkKeys;
  readonly request: SigningRequest;
  readonly answers: number;
  readonly clockAhead: number;
};

type Held = { readonly key: PageKey<never>; readonly registration: SealedAnswer['registration']; readonly standing: Standing };

/** The client's phone of the demo: the signing page without a browser, and a passkey that stays on the phone between two links. */
export type ClientPhone = {
  /** Opens a link, ticks everything it asks, signs it press by press. Answers in words how that was done. Throws `StoryFailed`. */
  readonly sign: (link: string) => Promise<string>;
};

const must = <T>(what: string, result: Result<T, unknown>): T => {
  if (!result.ok) throw new StoryFailed(`on the client’s phone ${what} failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

const read = async (what: string, answer: Response): Promise<unknown> => {
  if (!answer.ok) throw new StoryFailed(`the server did not take ${what} from the client’s phone: ${answer.status} ${await answer.text()}`);
  return answer.json();
};

const open = async (link: string): Promise<Open> => {
  const url = new URL(link);
  const { id, idBytes, secret } = must('reading the link', readLink(url.pathname, url.hash));
  const fetched = openedRequest.parse(await read('the link', await fetch(`${url.origin}/v1/requests/${id}`)));
  const keys = linkKeys(idBytes, secret);
  const sealed = must('reading the request', base64ToBytes(fetched.ciphertext));
  const request = must(
    'reading the request',
    readRequest(must('opening the request', openUnder(keys.request, requestAad(id, 'request'), sealed))),
  );
  if (!wordsFit(primitives, request) || request.origin !== url.origin)
    throw new StoryFailed('the client’s page is not the one of the link');
  return { id, server: url.origin, keys, request, answers: fetched.answers, clockAhead: Date.parse(fetched.time) - Date.now() };
};

const bytesOf = (text: string): Bytes => must('reading the request', base64urlToBytes(text));

/** A phone with a test authenticator whose key is a function of the seed. */
export const clientPhone = (seed: number): ClientPhone => {
  const device = testAuthenticator(Uint8Array.from(createHash('sha256').update(`flip360 demo client phone\n${seed}`).digest()));
  const seal = hpkeSealer(systemEntropy).seal;

  const signerFor = ({ rpId, origin }: SigningRequest): PageKey<never>['sign'] => {
    return async (_message, challenge) => {
      const { authenticatorData, clientDataJSON, signature: sig } = device.assert({ rpId, origin, challenge });
      return await Promise.resolve(ok({ alg: device.alg, credential: device.credential, authenticatorData, clientDataJSON, sig }));
    };
  };

  /** The passkey of the first step where the request names it, else a new one. */
  const keyFor = (request: SigningRequest): Held => {
    const { earlier, rpId, origin } = request;
    const challenge = bytesOf(request.challenge);
    const made = device.register({ rpId, origin, challenge });
    const facts = must(
      'making a passkey',
      verifyRegistration({ primitives, ...made, challenge, rpId, origins: [origin], requireUserVerification: true }),
    );
    const key = { stream: keyIdOfSpki(primitives, facts.spki), stated: statedPasskey(request, facts), sign: signerFor(request) };
    if (earlier?.stream === key.stream) return { key, registration: null, standing: { n: earlier.n + 1, prev: earlier.last } };
    const registration = {
      attestationObject: bytesToBase64url(made.attestationObject),
      clientDataJSON: bytesToBase64url(made.clientDataJSON),
    };
    return { key, registration, standing: FIRST };
  };

  /** One press: one record, one answer, sent at once. */
  const press = async (page: Open, held: Held, copy: ClientCopy, choice: ClientChoice): Promise<{ held: Held; copy: ClientCopy }> => {
    const { id, keys, request } = page;
    const { key, registration, standing } = held;
    const at = new Date(Date.now() + page.clockAhead).toISOString();
    const pressed = {
      choice,
      invitation: must('using the link', invitationFor(request, choice, false, '')),
      consents: [...request.consents, ...consentsOf(copy)],
      id: uuidV7(systemEntropy, at),
      at,
    };
    const { record, standing: next } = must('signing', await signPress(primitives, request, pressed, key, standing));
    const after: ClientCopy = {
      ...copy,
      records: [...copy.records, { ...record, at }],
      key: { stream: key.stream, stated: key.stated, n: next.n, prev: next.prev },
    };
    const no = page.answers + after.records.length;
    const first = standing.n === 0 ? registration : null;
    const answer = must(
      'sealing',
      await makeAnswer(primitives, request, { request: id, no, at, records: [record], registration: first, ask: null }, keys.answer, seal),
    );
    const sealedCopy = sealUnder(systemEntropy, keys.copy, requestAad(id, 'copy'), encodeCopy(after));
    const sent = await fetch(`${page.server}/v1/requests/${id}/answer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ answer: bytesToBase64(answer), copy: bytesToBase64(sealedCopy) }),
    });
    answerTaken.parse(await read('an answer', sent));
    return { held: { ...held, standing: next }, copy: after };
  };

  return {
    sign: async (link) => {
      const page = await open(link);
      const first = keyFor(page.request);
      let now = { held: first, copy: EMPTY_COPY };
      for (const { id } of page.request.page.choices) now = await press(page, now.held, now.copy, id);
      const key = first.registration === null ? 'the passkey of the first step' : 'a new passkey';
      return `${now.copy.records.map(({ choice }) => choice).join(' and ')} signed on the client’s phone by ${key} (test authenticator)`;
    },
  };
};
