import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { abnLookupView, officeAnswer, officeRequestPreview, registerView } from '../../../core/contract/desk.ts';
import { instant, hash, uuid } from '../../../core/contract/scalars.ts';
import { fileInputOf, request, requestFile } from '../../client.ts';

/** The register as this desk holds it. */
export const registerQuery = queryOptions({
  queryKey: ['register'],
  queryFn: ({ signal }) => request('GET', '/api/register', registerView, { signal }),
});

const requests = z.array(
  z.object({
    request: hash,
    practice: uuid,
    legalName: z.string(),
    abn: z.string(),
    receivedAt: instant,
    event: hash.nullable(),
  }),
);
export type Answered = z.infer<typeof requests>[number];

/** Key requests that were handed in, newest first. */
export const requestsQuery = queryOptions({
  queryKey: ['office-requests'],
  queryFn: ({ signal }) => request('GET', '/api/office/requests', requests, { signal }),
});

export type Asked = z.infer<typeof officeRequestPreview>;

/** What a key request asks for; nothing is registered by looking. */
export const previewRequest = async (file: File): Promise<z.infer<typeof officeRequestPreview>> =>
  request('POST', '/api/office/requests/preview', officeRequestPreview, { body: await fileInputOf(file) });

/** Registers the practice that a key request asks for; the same request again gives the first answer. */
export const registerRequest = async (file: File): Promise<z.infer<typeof officeAnswer>> =>
  request('POST', '/api/office/requests', officeAnswer, { body: await fileInputOf(file) });

/** What strangers compare out of band: the network's name, id and root keys. */
export const trustFile = (): Promise<File> => requestFile('GET', '/api/trust-file');

export type AbnLookup = z.infer<typeof abnLookupView>;

/** What the Australian Business Register says about an applicant, beside what it declares; `again` asks although an answer is kept. */
export const lookUpAbn = (asked: Pick<Asked, 'abn' | 'legalName' | 'gst'>, again: boolean, signal?: AbortSignal): Promise<AbnLookup> =>
  request('POST', '/api/office/abn-lookup', abnLookupView, {
    body: { abn: asked.abn, legalName: asked.legalName, gst: asked.gst, again },
    ...(signal === undefined ? {} : { signal }),
  });
