import { err, ok, type Result } from '../../domain/result.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url, equalBytes, utf8Decode } from '../bytes.ts';
import { canonicalBytes } from '../jcs.ts';
import { EVENT_PAYLOAD_TYPE, pae } from '../pae.ts';
import type { Primitives } from '../primitives.ts';
import { encodeRecord, eventHashOf, parseKeyId, type RecordSignature } from '../record.ts';
import { ANSWER_INFO, answerAad, type ClientAnswer, type ClientAsk, encodeSealed, type SealedAnswer, signAnswer } from './client-answer.ts';
import { type ClientChoice, clientEvent, type ClientKey, noticeOpening, shownOpening, useInvitation } from './client-events.ts';
import { inviteSigner, type LinkSigner } from './link-keys.ts';
import type { SigningRequest } from './signing-request.ts';

/** Without the key id: the page fills it in. */
type Signature = RecordSignature extends infer One ? (One extends unknown ? Omit<One, 'keyid'> : never) : never;

/** A key of the client on the page. `sign` gets PAE bytes and their SHA-256, which is a passkey's challenge; its error is the page's own. */
export type PageKey<E> = {
  readonly stream: string;
  readonly stated: ClientKey;
  readonly sign: (message: Bytes, challenge: Bytes) => Promise<Result<Signature, E>>;
};

/** Where a key stands in its stream: `n` of its next event and the hash before it. */
export type Standing = { readonly n: number; readonly prev: string };

/** One signed record, as text, and its ticket. */
export type PageRecord = { readonly text: string; readonly ticket: ClientAnswer['tickets'][number]; readonly choice: ClientChoice };

const bytesOf = (text: string): Bytes => {
  const bytes = base64urlToBytes(text);
  return bytes.ok ? bytes.value : new Uint8Array();
};

/**
 * The invitation key for a press: that of the link for a passkey and for a no, that of the code for a yes by a one-time key. Errors: `code.missing`
 * (the link takes no one-time key), `code.wrong`.
 */
export const invitationFor = (
  request: SigningRequest,
  choice: ClientChoice,
  oneTime: boolean,
  code: string,
): Result<{ readonly invite: string; readonly signer: LinkSigner }, { readonly code: 'code.missing' | 'code.wrong' }> => {
  const { link, code: second } = request.invitations;
  const byCode = oneTime && choice !== 'refuse';
  if (byCode && second === null) return err({ code: 'code.missing' });
  const used = byCode && second !== null ? second : link;
  const signer = inviteSigner(bytesOf(used.salt), byCode ? code : link.code);
  return equalBytes(signer.publicKey, bytesOf(used.key)) ? ok({ invite: used.invite, signer }) : err({ code: 'code.wrong' });
};

/** True when the request's commitments are those of the words that it has the page show: a signer confirms exactly what `shown` commits to. */
export const wordsFit = (primitives: Pick<Primitives, 'sha256'>, request: SigningRequest): boolean =>
  noticeOpening(primitives, request, bytesOf).commitment === request.notice.commitment;

/** Makes and signs the record of one press. Errors: those of the key. */
export const signPress = async <E>(
  primitives: Pick<Primitives, 'sha256'>,
  request: SigningRequest,
  press: {
    readonly choice: ClientChoice;
    readonly invitation: { readonly invite: string; readonly signer: LinkSigner };
    readonly consents: readonly string[];
    readonly id: string;
    readonly at: string;
  },
  key: PageKey<E>,
  { n, prev }: Standing,
): Promise<Result<{ readonly record: PageRecord; readonly standing: Standing }, E>> => {
  const { choice, invitation, consents, id, at } = press;
  const shown = choice === 'acknowledge' || choice === 'outcome' ? shownOpening(primitives, request, choice, bytesOf).commitment : '';
  const place = { stream: key.stream, n, prev, stated: n === 0 ? key.stated : null, id, at };
  const used = useInvitation(request, invitation.invite, invitation.signer, key.stream);
  const payloadBytes = canonicalBytes(clientEvent(request, choice, place, used, consents, shown));
  const message = pae(EVENT_PAYLOAD_TYPE, payloadBytes);
  const signature = await key.sign(message, primitives.sha256(message));
  if (!signature.ok) return signature;
  const keyid = parseKeyId(key.stream);
  if (!keyid.ok) throw new Error('a key id is the hash of its key');
  const bytes = encodeRecord({ payloadType: EVENT_PAYLOAD_TYPE, payloadBytes, signature: { ...signature.value, keyid: keyid.value } });
  const hash = eventHashOf(primitives, bytes);
  const text = utf8Decode(bytes);
  if (!text.ok) throw new Error('a record is text');
  return ok({
    record: { text: text.value, choice, ticket: { event_hash: hash, n, prev, stream: key.stream } },
    standing: { n: n + 1, prev: hash },
  });
};

/** Seals to a practice's key, as HPKE of protocol §10. */
export type SealTo = (
  to: Bytes,
  info: Bytes,
  aad: Bytes,
  plaintext: Bytes,
) => Promise<Result<{ readonly enc: Bytes; readonly ciphertext: Bytes }, { readonly code: 'seal.invalid' }>>;

/**
 * The whole answer: records to both practices, how the passkey was made and the client's own words to the one that asked, in one record signed by the
 * link's key. Errors: `seal.invalid` (a practice's key is none).
 */
export const makeAnswer = async (
  primitives: Pick<Primitives, 'sha256'>,
  request: SigningRequest,
  answer: {
    readonly request: string;
    readonly no: number;
    readonly at: string;
    readonly records: readonly PageRecord[];
    readonly registration: SealedAnswer['registration'];
    readonly ask: ClientAsk | null;
  },
  signer: LinkSigner,
  seal: SealTo,
): Promise<Result<Bytes, { readonly code: 'seal.invalid' }>> => {
  const { net } = request;
  const records = answer.records.map((record) => record.text);
  const seals: ClientAnswer['seals'] = [];
  for (const { practice, sealKey } of request.members) {
    const asked = practice === request.by;
    if (!asked && records.length === 0) continue;
    const plain = encodeSealed({ v: 1, records, registration: asked ? answer.registration : null, ask: asked ? answer.ask : null });
    const sealed = await seal(bytesOf(sealKey), ANSWER_INFO, answerAad({ net, no: answer.no, practice, request: answer.request }), plain);
    if (!sealed.ok) return sealed;
    seals.push({ body: bytesToBase64url(sealed.value.ciphertext), enc: bytesToBase64url(sealed.value.enc), practice });
  }
  const { request: id, no, at } = answer;
  return ok(
    signAnswer({ at, net, no, request: id, seals, tickets: answer.records.map((record) => record.ticket), v: 1 }, signer, primitives),
  );
};
