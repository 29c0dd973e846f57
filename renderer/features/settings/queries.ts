import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { settings, type settingsInput, smsTested } from '../../../core/contract/money.ts';
import { request } from '../../client.ts';

export type Settings = z.infer<typeof settings>;
export type SettingsChange = z.input<typeof settingsInput>;

/** Bank, mail, backups and shortcuts of this practice; never a password. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => request('GET', '/api/settings', settings, { signal }),
});

/** Writes the named settings as new versions. */
export const saveSettings = (change: SettingsChange): Promise<Settings> => request('PUT', '/api/settings', settings, { body: change });

/** Sends one text message to try what is kept. */
export const trySms = (number: string): Promise<z.infer<typeof smsTested>> =>
  request('POST', '/api/settings/sms/test', smsTested, { body: { number } });
