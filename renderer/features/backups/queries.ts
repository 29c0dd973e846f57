import { queryOptions } from '@tanstack/react-query';
import { backupsView } from '../../../core/contract/desk.ts';
import { recoveryView } from '../../../core/contract/status.ts';
import { request } from '../../client.ts';

/** The backups of this desk, newest first; answered even where the database is damaged. */
export const backupsQuery = queryOptions({
  queryKey: ['backups'],
  queryFn: ({ signal }) => request('GET', '/api/backups', backupsView, { signal }),
});

/** What a desk in recovery still needs before it signs again. */
export const recoveryQuery = queryOptions({
  queryKey: ['recovery'],
  queryFn: ({ signal }) => request('GET', '/api/recovery', recoveryView, { signal }),
});
