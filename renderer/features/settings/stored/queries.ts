import { queryOptions } from '@tanstack/react-query';
import { settingView } from '../../../../core/contract/settings.ts';
import { request } from '../../../client.ts';

const path = (name: string): string => `/api/settings/store/${encodeURIComponent(name)}`;

/** A setting of the versioned store with every version of it. */
export const storedSettingQuery = (name: string) =>
  queryOptions({
    queryKey: ['settings', 'store', name],
    queryFn: ({ signal }) => request('GET', path(name), settingView, { signal }),
  });

/** Saves a value as a new version. */
export const saveStored = (name: string, value: unknown, note: string) =>
  request('PUT', path(name), settingView, { body: { value, note } });

/** Brings an earlier version back as a new one; 0 is what the program ships. */
export const revertStored = (name: string, version: number) => request('POST', `${path(name)}/revert`, settingView, { body: { version } });
