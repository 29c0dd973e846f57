/** Version of the wire protocol between desk and server. */
export const PROTOCOL_VERSION = 1;

/** What a desk says of itself with each request: `<version>; protocol=<n>`. */
export const CLIENT_HEADER = 'flip360-client';
/** Of each answer: the protocol version, the oldest client version it serves, and the server's time (ISO 8601, UTC, milliseconds). */
export const PROTOCOL_HEADER = 'flip360-protocol';
export const MIN_CLIENT_HEADER = 'flip360-min-client';
export const TIME_HEADER = 'flip360-time';

/** Largest request body in bytes: of `POST /v1/parcels`, and of every other route. */
export const MAX_PARCELS_BODY = 6 * 1024 * 1024;
export const MAX_BODY = 1024 * 1024;
