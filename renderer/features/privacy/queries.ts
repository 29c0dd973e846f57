import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { privacyView, retentionPreview } from '../../../core/contract/privacy.ts';
import { request } from '../../client.ts';

/** Registers with their clocks, holds, erasures, documents, and the law as it is configured. */
export const privacyQuery = queryOptions({
  queryKey: ['privacy'],
  queryFn: ({ signal }) => request('GET', '/api/privacy', privacyView, { signal }),
});

/** What retention would do today. */
export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: ({ signal }) => request('GET', '/api/retention', retentionPreview, { signal }),
});

const filledDocument = z.object({
  name: z.string(),
  title: z.string(),
  version: z.int(),
  sections: z.array(z.object({ heading: z.string(), paragraphs: z.array(z.string()) })),
  open: z.array(z.string()),
});
export type FilledDocumentView = z.infer<typeof filledDocument>;

/** A privacy document as people read it, with what the program knows filled in. */
export const documentQuery = (name: string) =>
  queryOptions({
    queryKey: ['privacy', 'document', name],
    queryFn: ({ signal }) => request('GET', `/api/privacy/documents/${encodeURIComponent(name)}`, filledDocument, { signal }),
  });
