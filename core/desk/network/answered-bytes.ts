import { err, ok, type Result } from '../../domain/result.ts';
import type { ServerFailure } from '../../ports/network-server.ts';
import { base64ToBytes, type Bytes } from '../../protocol/bytes.ts';

/** Bytes of a base64 text in an answer of the server. Error: it is not base64 in its one spelling. */
export const answeredBytes = (text: string): Result<Bytes, ServerFailure> => {
  const bytes = base64ToBytes(text);
  return bytes.ok ? ok(bytes.value) : err({ code: 'server.answer', why: 'not base64 in its one spelling' });
};
