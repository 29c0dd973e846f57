import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { abnLookupView, officeAnswer, officeRequestPreview, registerView } from '../../../core/contract/desk.ts';
import {
  type Application,
  application,
  applications,
  askedRules,
  communities,
  memberRecord,
  revocations,
  welcomeOffered,
  welcomeSent,
  type WelcomeSent,
} from '../../../core/contract/membership.ts';
import { fileInputOf, request, requestFile } from '../../client.ts';

/** The register as this desk holds it. */
export const registerQuery = queryOptions({
  queryKey: ['register'],
  queryFn: ({ signal }) => request('GET', '/api/register', registerView, { signal }),
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

/** Applications that this office holds, newest first. */
export const applicationsQuery = queryOptions({
  queryKey: ['office-applications'],
  queryFn: ({ signal }) => request('GET', '/api/office/applications', applications, { signal }),
});

/** Takes a request in as an application; the same request again changes nothing. */
export const takeInApplication = async (file: File): Promise<Application> =>
  request('POST', '/api/office/applications', application, { body: await fileInputOf(file) });

/** Everything the register says about one practice. */
export const memberRecordQuery = (practice: string) =>
  queryOptions({
    queryKey: ['member-record', practice],
    queryFn: ({ signal }) => request('GET', `/api/register/${practice}`, memberRecord, { signal }),
  });

/** Keys that no longer count and people who have left, newest first. */
export const revocationsQuery = queryOptions({
  queryKey: ['office-revocations'],
  queryFn: ({ signal }) => request('GET', '/api/office/revocations', revocations, { signal }),
});

/** Communities of the network with their outlines and members. */
export const communitiesQuery = queryOptions({
  queryKey: ['register-communities'],
  queryFn: ({ signal }) => request('GET', '/api/register/communities', communities, { signal }),
});

/** Rules that signed agreements ask for and nobody has proposed yet. */
export const askedRulesQuery = queryOptions({
  queryKey: ['office-asked-rules'],
  queryFn: ({ signal }) => request('GET', '/api/office/asked-rules', askedRules, { signal }),
});

/** The welcome as it would go out to a practice. */
export const welcomeQuery = (practice: string) =>
  queryOptions({
    queryKey: ['office-welcome', practice],
    queryFn: ({ signal }) => request('GET', `/api/office/welcomes/${practice}`, welcomeOffered, { signal }),
  });

/** Sends the welcome of a member’s activation; a null address is that of the try before. */
export const sendWelcome = (welcome: { readonly practice: string; readonly address: string | null }): Promise<WelcomeSent> =>
  request('POST', '/api/office/welcomes', welcomeSent, { body: welcome });
