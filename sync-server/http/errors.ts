import { HTTPException } from 'hono/http-exception';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import type { LogLine, ServerPorts } from '../ports.ts';
import { problemResponse, refuse } from './problem.ts';

/** What SQLite, PostgreSQL (53100) and the system answer to a write for which there is no room. */
const NO_ROOM: ReadonlySet<string> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC', 'EDQUOT', 'EFBIG', '53100']);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** The log line of a mistake of the program: class, code and places, never its message, which may quote what was sent. */
export const failureLine = (error: unknown): LogLine => ({
  event: 'failure',
  name: error instanceof Error ? error.name : typeof error,
  code: codeOf(error),
  frames: framesOf(error),
});

/** Hono `onError`: malformed JSON is 400, a full disk 507, anything else 500 with a number and nothing of the error's own text, which may quote data. */
export const answerError =
  ({ entropy, log }: Pick<ServerPorts, 'entropy' | 'log'>) =>
  (error: unknown): Response => {
    if (error instanceof HTTPException && error.status < 500)
      return problemResponse(
        refuse(error.status, `http-${error.status}`, 'The request could not be read', { detail: 'It is not what this address expects.' })
          .error,
      );
    if (NO_ROOM.has(codeOf(error))) {
      log({ event: 'disk.full' });
      return problemResponse(
        refuse(507, 'disk-full', 'The server has no room', {
          detail: 'The disk of the server is full.',
          next: 'The desk keeps what it has to send and tries again. The operator has to make room.',
        }).error,
      );
    }
    const id = bytesToHex(entropy.bytes(6));
    log({ ...failureLine(error), id });
    return problemResponse(
      refuse(500, 'internal', 'The server made a mistake', {
        detail: 'An unexpected failure stopped this request.',
        next: `The desk tries again by itself. If it stays, tell the operator the number ${id}.`,
      }).error,
    );
  };

const framesOf = (error: unknown): readonly string[] =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.startsWith('at '))
        .slice(0, 8)
    : [];

/** Hono `notFound`. */
export const answerNotFound = (): Response =>
  problemResponse(refuse(404, 'not-found', 'Nothing is here', { detail: 'This server has no such address.' }).error);
