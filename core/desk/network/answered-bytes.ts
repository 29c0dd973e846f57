import { err, ok, type Result } from '../../domain/result.ts';
import type { ServerFailure } from '../../ports/network-server.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { bytesOfBase64 } from '../base64.ts';

/** Bytes of a base64 text in an answer of the server. Error: it is not base64 in its one spelling. */
export const answeredBytes = (text: string): Result<Bytes, ServerFailure> => {
  const bytes = bytesOfBase64(text);
  return bytes !== undefined ? ok(bytes) : err({ code: 'server.answer', why: 'not base64 in its one spelling' });
};
