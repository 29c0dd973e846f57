import { testAuthenticator, type TestCeremony } from '../../core/adapters/crypto/test-authenticator.ts';
import {
  enrolChallenge,
  officeInvitationMade,
  officeLink,
  officeSession,
  signInChallenge,
} from '../../core/contract/network/office-page.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url } from '../../core/protocol/bytes.ts';
import { problem } from '../../core/contract/problem.ts';
import type { TestServer } from './start-server.ts';

/** Where tests say that the office's page is. */
export const PAGE_URL = 'https://sync.example.test';

type Authenticator = ReturnType<typeof testAuthenticator>;
/** How a ceremony is bent; `user` is another handle. */
export type Bent = Partial<TestCeremony> & { readonly user?: string; readonly signer?: Authenticator };
type Answered = { readonly status: number; readonly code: string | undefined; readonly token: string | undefined };

/** A browser at the office's page: it keeps cookies as browsers do and answers with one authenticator. */
export type PageVisitor = {
  readonly ask: (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    more?: { body?: object; token?: string; origin?: string },
  ) => Promise<Response>;
  readonly enrol: (link: string, bend?: Bent) => Promise<Answered>;
  readonly signIn: (bend?: Bent) => Promise<Answered>;
  readonly renew: () => Promise<Answered>;
  readonly cookie: (name: string) => string | undefined;
  readonly setCookie: (name: string, value: string) => void;
  /** What was sent last, to be sent again. */
  readonly last: () => { readonly path: string; readonly body: object };
};

/** An authenticator of a name: the same name gives the same key. */
export const authenticatorOf = (name: string): Authenticator =>
  testAuthenticator(Uint8Array.from(Buffer.from(name.padEnd(32, '.').slice(0, 32))));

/** Person and secret of an enrolment link. */
export const linkParts = (link: string) => {
  const [person, secret] = (link.split('#enrol=')[1] ?? '').split('.');
  return officeLink.parse({ person, secret });
};

/** Invites a person by a desk of the office and answers the link. */
export const inviteToPage = async (server: Pick<TestServer, 'request'>, token: string, person: string): Promise<string> => {
  const made = await server.request('/v1/office/invitations', { body: { person }, token });
  return officeInvitationMade.parse(await made.json()).link;
};

const bytes = (text: string): Bytes => {
  const read = base64urlToBytes(text);
  if (!read.ok) throw new Error('not base64url');
  return read.value;
};

/** How often each authenticator signed, and the handle of its person. */
const counts = new Map<string, number>();
const handles = new Map<string, string>();

/** A browser of its own with the authenticator of a name, at the page of a server. */
export const pageVisitor = (server: Pick<TestServer, 'request'>, name: string, url = PAGE_URL): PageVisitor => {
  const jar = new Map<string, string>();
  const own = authenticatorOf(name);
  let sent: { readonly path: string; readonly body: object } = { path: '', body: {} };
  const ask: PageVisitor['ask'] = async (method, path, { body, token, origin = url } = {}) => {
    if (body !== undefined) sent = { path, body };
    const cookies = [...jar].map(([cookie, value]) => `${cookie}=${value}`).join('; ');
    const response = await server.request(path, {
      method,
      headers: { origin, ...(cookies === '' ? {} : { cookie: cookies }) },
      ...(body === undefined ? {} : { body }),
      ...(token === undefined ? {} : { token }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, cookie = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(set) ?? [];
      if (/Max-Age=0/u.test(set)) jar.delete(cookie);
      else jar.set(cookie, value);
    }
    return response;
  };
  const answered = async (response: Response): Promise<Answered> => {
    const json: unknown = await response.json();
    if (response.ok) return { status: response.status, code: undefined, token: officeSession.parse(json).token };
    return { status: response.status, code: problem.parse(json).code, token: undefined };
  };
  return {
    ask,
    enrol: async (text, { signer = own, ...bend } = {}) => {
      const link = linkParts(text);
      const asked = await ask('POST', '/office/api/enrol/challenge', { body: { link } });
      if (!asked.ok) return answered(asked);
      const { challenge, rpId, user } = enrolChallenge.parse(await asked.json());
      handles.set(name, user);
      const made = signer.register({ rpId, origin: url, challenge: bytes(challenge), ...bend });
      const [attestationObject, clientDataJSON] = [made.attestationObject, made.clientDataJSON].map(bytesToBase64url);
      return answered(await ask('POST', '/office/api/enrol', { body: { link, attestationObject, clientDataJSON } }));
    },
    signIn: async ({ signer = own, user, ...bend } = {}) => {
      const { challenge } = signInChallenge.parse(await (await ask('POST', '/office/api/sign-in/challenge')).json());
      const signCount = (counts.get(name) ?? 0) + 1;
      counts.set(name, signCount);
      const made = signer.assert({ rpId: new URL(url).hostname, origin: url, challenge: bytes(challenge), signCount, ...bend });
      const [authenticatorData, clientDataJSON, signature] = [made.authenticatorData, made.clientDataJSON, made.signature].map(
        bytesToBase64url,
      );
      const body = {
        credential: bytesToBase64url(own.credential),
        user: user ?? handles.get(name) ?? '',
        authenticatorData,
        clientDataJSON,
        signature,
      };
      return answered(await ask('POST', '/office/api/sign-in', { body }));
    },
    renew: async () => answered(await ask('POST', '/office/api/session/renew')),
    cookie: (cookie) => jar.get(cookie),
    setCookie: (cookie, value) => jar.set(cookie, value),
    last: () => sent,
  };
};
