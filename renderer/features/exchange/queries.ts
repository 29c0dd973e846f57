import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { exchangeImported, exchangePreview, exchangeView } from '../../../core/contract/desk.ts';
import { fileInputOf, request, requestFile } from '../../client.ts';

export type Preview = z.infer<typeof exchangePreview>;
export type Imported = z.infer<typeof exchangeImported>;

/** Counterparts with what waits, was sent and was received, and the history of files. */
export const exchangeQuery = queryOptions({
  queryKey: ['exchange'],
  queryFn: ({ signal }) => request('GET', '/api/exchange', exchangeView, { signal }),
});

/** Makes the next file for one counterpart; `resend` puts everything ever addressed to it in again. */
export const makeFile = (practice: string, resend: boolean): Promise<File> =>
  requestFile('POST', `/api/exchange/${encodeURIComponent(practice)}/export`, { body: { resend } });

/** What a file holds; changes nothing. */
export const previewFile = async (file: File): Promise<Preview> =>
  request('POST', '/api/exchange/preview', exchangePreview, { body: await fileInputOf(file) });

/** Takes a file in. The same file again changes nothing. */
export const importFile = async (file: File): Promise<Imported> =>
  request('POST', '/api/exchange/import', exchangeImported, { body: await fileInputOf(file) });
