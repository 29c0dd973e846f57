import type { z } from 'zod';
import type { ticketsAnswer, proofsAnswer, consistencyAnswer } from '../contract/network/log.ts';
import type { bookEntriesAnswer, bookErasuresAnswer, bookPage } from '../contract/network/book.ts';
import type { BookPart, partKept, partsHeld } from '../contract/network/book-parts.ts';
import type { ApiKeyInput, apiKeyMade } from '../contract/network/crm.ts';
import type { NoticeAnswer, NoticeChannel, NoticeInput } from '../contract/network/notices.ts';
import type { OfficeAccess, officeInvitationMade } from '../contract/network/office-page.ts';
import type { parcelsAnswer, receivedPage, seenPage, waitAnswer } from '../contract/network/parcels.ts';
import type { requestMade, requestState } from '../contract/network/requests.ts';
import type { admissionAnswer, claimAnswer, serverStatus } from '../contract/network/session.ts';
import type { Result } from '../domain/result.ts';
import type { Bytes } from '../protocol/bytes.ts';
import type { PostedRequest } from './signing-requests.ts';

/** Why the server did not do what was asked. Nothing of it was kept unless an answer said so. */
export type ServerFailure =
  /** No answer: no connection, a time-out, a broken answer. Trying again is right. */
  | { readonly code: 'server.unreachable'; readonly why: string }
  /** It answers with a problem; `retryAfter` in ms where it says so. */
  | {
      readonly code: 'server.refused';
      readonly status: number;
      readonly problem: string;
      readonly why: string;
      readonly retryAfter: number | null;
    }
  /** An answer that does not have the form of the protocol. */
  | { readonly code: 'server.answer'; readonly why: string }
  /** This program is older than the oldest the server serves. */
  | { readonly code: 'server.too-new'; readonly why: string };

export type ServerAnswer<T> = Promise<Result<T, ServerFailure>>;

/** Which keys and cursors a desk waits beyond. */
export type Cursors = { readonly feed: number; readonly size: number; readonly seen: number; readonly ops: number };

/** The sync server as a desk sees it (protocol §14). Answers are in form and otherwise unverified: the desk believes nothing of them. */
export type NetworkServer = {
  readonly status: () => ServerAnswer<z.infer<typeof serverStatus>>;
  readonly claim: (paper: Bytes) => ServerAnswer<z.infer<typeof claimAnswer>>;
  readonly admit: (paper: Bytes) => ServerAnswer<z.infer<typeof admissionAnswer>>;
  readonly tickets: (tickets: readonly Bytes[]) => ServerAnswer<z.infer<typeof ticketsAnswer>>;
  readonly parcels: (
    parcels: readonly { readonly slip: Bytes; readonly ciphertext: Bytes }[],
  ) => ServerAnswer<z.infer<typeof parcelsAnswer>>;
  readonly feed: (after: number, limit: number) => ServerAnswer<z.infer<typeof receivedPage>>;
  readonly wait: (beyond: Cursors, signal: AbortSignal) => ServerAnswer<z.infer<typeof waitAnswer>>;
  /** Hands in entries of the practice's shared book, in order (protocol §16.2); `body` is null for content that was erased before it was sent. */
  readonly postEntries: (
    entries: readonly { readonly entry: Bytes; readonly body: Bytes | null }[],
  ) => ServerAnswer<z.infer<typeof bookEntriesAnswer>>;
  readonly entries: (after: number, limit: number) => ServerAnswer<z.infer<typeof bookPage>>;
  readonly eraseEntries: (papers: readonly Bytes[]) => ServerAnswer<z.infer<typeof bookErasuresAnswer>>;
  /** Parts of the files of the practice's shared book (protocol §16.7). */
  readonly putPart: (entry: string, no: number, part: BookPart) => ServerAnswer<z.infer<typeof partKept>>;
  readonly part: (entry: string, no: number) => ServerAnswer<BookPart>;
  readonly heldParts: (entry: string) => ServerAnswer<z.infer<typeof partsHeld>>;
  readonly postSeen: (list: Bytes) => ServerAnswer<true>;
  readonly seen: (after: number) => ServerAnswer<z.infer<typeof seenPage>>;
  /** The newest published checkpoint: a signed note. */
  readonly checkpoint: () => ServerAnswer<Bytes>;
  /** The note with which the log before this one ended (protocol §14.8); null at the first log. */
  readonly endOfLogBefore: () => ServerAnswer<Bytes | null>;
  /** The proof of one event as anyone gets it (C2SP tlog-proof). */
  readonly proofFile: (event: string) => ServerAnswer<Bytes>;
  readonly proofs: (size: number, events: readonly string[]) => ServerAnswer<z.infer<typeof proofsAnswer>>;
  /** RFC 3161 reply over the text of the published checkpoint of a size; null when the server has none and gets none now. */
  readonly timeStamp: (size: number) => ServerAnswer<Bytes | null>;
  readonly consistency: (from: number, to: number) => ServerAnswer<z.infer<typeof consistencyAnswer>>;
  /** Puts a client's signing request there (protocol §15.2). */
  readonly makeRequest: (request: PostedRequest) => ServerAnswer<z.infer<typeof requestMade>>;
  readonly requestState: (id: string) => ServerAnswer<z.infer<typeof requestState>>;
  readonly withdrawRequest: (id: string) => ServerAnswer<true>;
  /** Keys of the practice's own programs (protocol §17.1). */
  readonly makeApiKey: (key: ApiKeyInput) => ServerAnswer<z.infer<typeof apiKeyMade>>;
  readonly revokeApiKey: (id: string) => ServerAnswer<true>;
  /** How a person of the practice is told that something came (protocol §18). */
  readonly notice: (id: string) => ServerAnswer<NoticeAnswer>;
  readonly setNotice: (id: string, input: NoticeInput) => ServerAnswer<NoticeAnswer>;
  readonly sendNoticeCode: (id: string, channel: NoticeChannel) => ServerAnswer<NoticeAnswer>;
  readonly confirmNotice: (id: string, channel: NoticeChannel, code: string) => ServerAnswer<NoticeAnswer>;
  readonly removeNotice: (id: string) => ServerAnswer<true>;
  /** Who may use the server's page for people of the office; only a desk of the office is answered. */
  readonly officeAccess: () => ServerAnswer<OfficeAccess>;
  readonly inviteToOfficePage: (person: string) => ServerAnswer<z.infer<typeof officeInvitationMade>>;
  readonly removeOfficePasskey: (id: string) => ServerAnswer<true>;
  /** Ends link, passkeys and sessions of a person there. */
  readonly endOfficePerson: (person: string) => ServerAnswer<true>;
  /** Milliseconds that the server's clock is ahead of this desk's, from its last answer; 0 before the first. */
  readonly clockAhead: () => number;
};
