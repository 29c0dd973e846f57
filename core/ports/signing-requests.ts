import type { Result } from '../domain/result.ts';
import type { Bytes } from '../protocol/bytes.ts';

/** Why the server did not do what was asked; `why` is for the person at the desk. */
export type SigningRequestFailure = {
  readonly code: 'server.unreachable' | 'server.refused' | 'request.unknown';
  readonly why: string;
};

/** A signing request as a server holds it: nothing that says who is asked, or what. */
export type PostedRequest = {
  /** 16 random bytes, base64url. */
  readonly id: string;
  readonly ciphertext: Bytes;
  /** SubjectPublicKeyInfo of the answer key, base64url. */
  readonly answerKey: string;
  readonly expires: string;
  readonly practices: readonly string[];
};

/** Signing requests at the server of the network (protocol §15), through the desk's own session. */
export type SigningRequests = {
  /** Where the signing page stands: its passkeys belong to this origin and host. */
  readonly page: { readonly origin: string; readonly rpId: string };
  /** Durable when it resolves. The same request again changes nothing. */
  readonly make: (request: PostedRequest) => Promise<Result<true, SigningRequestFailure>>;
  /** What the server has seen: the first fetch, which may be a mail scanner's, and how many answers. */
  readonly state: (id: string) => Promise<Result<{ readonly openedAt: string | null; readonly answers: number }, SigningRequestFailure>>;
  /** The link opens nothing afterwards. An unknown id changes nothing. */
  readonly withdraw: (id: string) => Promise<Result<true, SigningRequestFailure>>;
};
