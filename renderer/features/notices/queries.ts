import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { NoticeChannel } from '../../../core/contract/network/notices.ts';
import { noticesView, type noticesInput } from '../../../core/contract/notices.ts';
import { request } from '../../client.ts';

/** How the person who is signed in is told that something came; asked of the server each time. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => request('GET', '/api/notices', noticesView, { signal }),
  retry: false,
});

export const saveNotices = (input: z.infer<typeof noticesInput>) => request('PUT', '/api/notices', noticesView, { body: input });

export const confirmNotices = (input: { readonly channel: NoticeChannel; readonly code: string }) =>
  request('POST', '/api/notices/confirm', noticesView, { body: input });

export const sendNoticeCode = (channel: NoticeChannel) => request('POST', '/api/notices/code', noticesView, { body: { channel } });

export const removeNotices = () => request('DELETE', '/api/notices', noticesView);
