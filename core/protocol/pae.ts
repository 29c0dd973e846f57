import { type Bytes, concatBytes, utf8Encode } from './bytes.ts';

/** Payload type of an event of the shared history. */
export const EVENT_PAYLOAD_TYPE = 'application/vnd.flip360.event.v1+json';
/** Payload type under which an assertion inside a payload is hashed; never the type of a record. */
export const ASSERTION_PAYLOAD_TYPE = 'application/vnd.flip360.assertion.v1+json';
/** Payload type of a signed request for keys: not an event. */
export const KEY_REQUEST_PAYLOAD_TYPE = 'application/vnd.flip360.key-request.v1+json';
/** Payload type under which a new key proves that it is held (protocol §5.3). */
export const KEY_PROOF_PAYLOAD_TYPE = 'application/vnd.flip360.key-proof.v1+json';
/** Payload type of the proof that an invitation was used (protocol §6.3). */
export const INVITE_PAYLOAD_TYPE = 'application/vnd.flip360.invite.v1+json';
/** Payload type of a log ticket (protocol §7.4). */
export const TICKET_PAYLOAD_TYPE = 'application/vnd.flip360.ticket.v1+json';
/** Payload type of the header of an exchange file (protocol §10). */
export const EXCHANGE_PAYLOAD_TYPE = 'application/vnd.flip360.exchange.v1+json';
/** Payload type of a delivery slip (protocol §14.3). */
export const SLIP_PAYLOAD_TYPE = 'application/vnd.flip360.slip.v1+json';
/** Payload type of a list of what a desk has received (protocol §14.4). */
export const SEEN_PAYLOAD_TYPE = 'application/vnd.flip360.seen.v1+json';
/** Payload type of the statement of which keys may connect (protocol §14.1). */
export const ADMISSION_PAYLOAD_TYPE = 'application/vnd.flip360.admission.v1+json';
/** Payload type by which a registrar takes a new server for its network (protocol §14.1). */
export const CLAIM_PAYLOAD_TYPE = 'application/vnd.flip360.server-claim.v1+json';
/** Payload type by which a desk proves that it holds its key (protocol §14.2). */
export const SESSION_PAYLOAD_TYPE = 'application/vnd.flip360.session.v1+json';
/** Payload type of what a client sends from the signing page (protocol §15.3). */
export const CLIENT_ANSWER_PAYLOAD_TYPE = 'application/vnd.flip360.client-answer.v1+json';
/** Payload type of an entry of a practice's shared book (protocol §16.2). */
export const BOOK_PAYLOAD_TYPE = 'application/vnd.flip360.book-entry.v1+json';
/** Payload type of the request to delete the content of an entry (protocol §16.5). */
export const BOOK_ERASURE_PAYLOAD_TYPE = 'application/vnd.flip360.book-erasure.v1+json';

/**
 * Pre-authentication encoding (DSSE v1.0.2): `DSSEv1 SP LEN(type) SP type SP LEN(body) SP body`, lengths in bytes as
 * ASCII decimals. These are the bytes that are signed.
 */
export const pae = (payloadType: string, body: Bytes): Bytes => concatBytes(paeHead(payloadType, body.length), body);

/** What stands before the body in its pre-authentication encoding. `length` of the body in bytes. */
export const paeHead = (payloadType: string, length: number): Bytes => {
  const head = headOf(payloadType);
  const digits = String(length);
  const bytes = new Uint8Array(head.length + digits.length + 1);
  bytes.set(head);
  for (let digit = 0; digit < digits.length; digit += 1) bytes[head.length + digit] = digits.charCodeAt(digit);
  bytes[head.length + digits.length] = SPACE;
  return bytes;
};

const SPACE = 32;

/** The part before the body's length, by payload type: there are few, and each is used for every event. */
const heads = new Map<string, Bytes>();
const MOST_HEADS = 64;

const headOf = (payloadType: string): Bytes => {
  const known = heads.get(payloadType);
  if (known !== undefined) return known;
  const type = utf8Encode(payloadType);
  const head = concatBytes(utf8Encode(`DSSEv1 ${type.length} `), type, utf8Encode(' '));
  if (heads.size < MOST_HEADS) heads.set(payloadType, head);
  return head;
};
