import { err, ok, type Result } from '../../../domain/result.ts';
import type { NetworkServer } from '../../../ports/network-server.ts';
import type { DeskContext } from '../../context.ts';
import type { JobControl } from '../../jobs.ts';
import type { Refusal } from '../../refusal.ts';
import { bringFile, isHere } from './bring-file.ts';
import { fileSql, type SharedFile } from './tables.ts';

const refusal = (code: string, status: Refusal['status'], detail: string, next: string): Refusal => ({
  status,
  code,
  title: 'The file was not brought here',
  detail,
  kept: 'What has come of it is kept, and it goes on from there.',
  next,
});

const unknown = refusal('file-unknown', 404, 'No desk of the practice is known to keep it.', 'Go back to the record it belonged to.');
const coming = refusal(
  'file-coming',
  409,
  'The desk that keeps it has not sent all of it to the server yet. It sends while it is on and connected.',
  'Switch that desk on, or try again later.',
);
const noServer = refusal('no-server', 503, 'This desk is connected to no server.', 'Connect it under Network.');
const stopped = refusal('cancelled', 409, 'It was stopped.', 'Start again when you want it.');

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

/**
 * Brings a file or paper of another desk here, as a job with progress that can be stopped and goes on where it was. One that is here already is done at once.
 * Errors: `file-unknown`, `file-coming`, `no-server`, `server-unreachable`, `file-altered`.
 */
export const bringNow = async (
  desk: DeskContext,
  server: NetworkServer | null,
  { of, id }: Pick<SharedFile, 'of' | 'id'>,
  control: JobControl,
): Promise<Result<{ readonly id: string }, Refusal>> => {
  const file = desk.db.get(fileSql.selectFrom('shared_file').selectAll().where('id', '=', id).where('of', '=', of));
  if (file === undefined) return err(unknown);
  if (isHere(desk, file)) return ok({ id });
  if (file.complete === 0) return err(coming);
  if (server === null) return err(noServer);
  const brought = await bringFile(desk, server, file, {
    most: Number.POSITIVE_INFINITY,
    goOn: (done, parts) => {
      control.progress(done, parts, `Bringing ${file.name}, ${megabytes(file.bytes)}`);
      return !control.cancelled();
    },
  });
  if (brought.ok) return brought.value.whole ? ok({ id }) : err(stopped);
  if (brought.error.code === 'server')
    return err(refusal('server-unreachable', 503, brought.error.failure.why, 'Try again when the server answers.'));
  return err(
    refusal(
      `file-${brought.error.code}`,
      409,
      brought.error.why,
      'Try again later. If it stays so, keep the file anew at the desk that has it.',
    ),
  );
};
