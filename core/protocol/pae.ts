import { type Bytes, concatBytes, utf8Encode } from './bytes.ts';

/** Payload type of an event of the shared history. */
export const EVENT_PAYLOAD_TYPE = 'application/vnd.flip360.event.v1+json';
/** Payload type under which an assertion inside a payload is hashed; never the type of a record. */
export const ASSERTION_PAYLOAD_TYPE = 'application/vnd.flip360.assertion.v1+json';
/** Payload type of a signed request for keys: not an event. */
export const KEY_REQUEST_PAYLOAD_TYPE = 'application/vnd.flip360.key-request.v1+json';

/**
 * Pre-authentication encoding (DSSE v1.0.2): `DSSEv1 SP LEN(type) SP type SP LEN(body) SP body`, lengths in bytes as
 * ASCII decimals. These are the bytes that are signed.
 */
export const pae = (payloadType: string, body: Bytes): Bytes => {
  const type = utf8Encode(payloadType);
  return concatBytes(utf8Encode(`DSSEv1 ${type.length} `), type, utf8Encode(` ${body.length} `), body);
};
