import { Hono, type MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import {
  enrolChallengeInput,
  enrolInput,
  officeAuditQuery,
  officePasskeyParam,
  officeSessionParam,
  signInInput,
} from '../../core/contract/network/office-page.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import type { WitnessPolicy } from '../chain/policy-file.ts';
import { readOnlyGate, type RequestEnv, tooMany } from '../http/limits.ts';
import { answer, problemResponse, refuse, type Refused } from '../http/problem.ts';
import { createRateLimiter } from '../http/rate-limit.ts';
import { valid } from '../http/valid.ts';
import { removePasskey } from '../office-page/access.ts';
import { pageAddress } from '../office-page/address.ts';
import { auditPage } from '../office-page/audit-page.ts';
import { askToEnrol, enrol } from '../office-page/enrol.ts';
import { endSession, type OpenedPage, type PageSession, readPageSession, renewSession } from '../office-page/page-session.ts';
import { askToSignIn, signIn } from '../office-page/sign-in.ts';
import { createOfficeState } from '../office-page/state.ts';
import { pageFileResponse } from '../requests/page-files.ts';
import type { ServerParts } from './server-parts.ts';

type PageEnv = RequestEnv & { readonly Variables: { readonly page: PageSession } };

/** Cookies of the page: this host alone, encrypted connections alone, no script, no request that another site began. */
const ASKED = 'flip360-office-asked';
const RENEWAL = 'flip360-office';
const cookieText = (name: string, value: string, seconds: number | null): string =>
  `__Host-${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict${seconds === null ? '' : `; Max-Age=${seconds}`}`;

/** Ceremonies and renewals of one address: people press a button. */
const CEREMONY_RATE = { perSecond: 0.5, burst: 30 } as const;
/** What one session may ask for. */
const SESSION_RATE = { perSecond: 5, burst: 60 } as const;

const withCookies = (response: Response, ...cookies: readonly string[]): Response => {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
};

const asks = (asked: Result<{ readonly asked: object; readonly cookie: string; readonly seconds: number }, Refused>): Response =>
  asked.ok ? withCookies(answer(ok(asked.value.asked)), cookieText(ASKED, asked.value.cookie, asked.value.seconds)) : answer(asked);

const opens = (opened: Result<OpenedPage, Refused>): Response =>
  opened.ok
    ? withCookies(answer(ok(opened.value.session)), cookieText(RENEWAL, opened.value.cookie, null), cookieText(ASKED, '', 0))
    : answer(opened);

/** Takes what changes something only from the page itself, whatever cookie comes along. */
const fromThePage =
  (parts: ServerParts): MiddlewareHandler =>
  async (c, next) => {
    if (c.req.method === 'GET') return next();
    const address = pageAddress(parts);
    if (!address.ok) return problemResponse(address.error);
    if (c.req.header('origin') === address.value.origin) return next();
    return problemResponse(
      refuse(403, 'office.origin', 'This request came from another page', {
        detail: `The page of the network office is at ${address.value.origin}/office.`,
        next: 'Open it there.',
      }).error,
    );
  };

/** What the page asks for: enrolling, signing in, renewing, and with a session of its own what it shows and ends. */
const pageApi = (parts: ServerParts, policy: () => WitnessPolicy | null) => {
  const ceremonies = createRateLimiter(parts.clock, CEREMONY_RATE);
  const sessions = createRateLimiter(parts.clock, SESSION_RATE);
  const state = createOfficeState({ ...parts, policy });
  const slowly: MiddlewareHandler<PageEnv> = async (c, next) => {
    const wait = c.env.address === undefined ? 0 : ceremonies.take(c.env.address);
    return wait === 0 ? next() : tooMany(wait);
  };
  const signedIn: MiddlewareHandler<PageEnv> = async (c, next) => {
    const session = await readPageSession(parts, c.req.header('authorization'));
    if (!session.ok) return problemResponse(session.error, { 'www-authenticate': 'Bearer' });
    const wait = sessions.take(session.value.id);
    if (wait > 0) return tooMany(wait);
    c.set('page', session.value);
    return next();
  };
  const ended = (response: Response): Response => withCookies(response, cookieText(RENEWAL, '', 0));
  return (
    new Hono<PageEnv>()
      .use(readOnlyGate(parts))
      .use(fromThePage(parts))
      .post('/enrol/challenge', slowly, valid('json', enrolChallengeInput), async (c) =>
        asks(await askToEnrol(parts, c.req.valid('json').link)),
      )
      .post('/enrol', slowly, valid('json', enrolInput), async (c) =>
        opens(await enrol(parts, getCookie(c, ASKED, 'host'), c.req.valid('json'))),
      )
      .post('/sign-in/challenge', slowly, async () => asks(await askToSignIn(parts)))
      .post('/sign-in', slowly, valid('json', signInInput), async (c) =>
        opens(await signIn(parts, getCookie(c, ASKED, 'host'), c.req.valid('json'))),
      )
      .post('/session/renew', slowly, async (c) => {
        const renewed = await renewSession(parts, getCookie(c, RENEWAL, 'host'));
        return renewed.ok ? opens(renewed) : ended(answer(renewed));
      })
      // From here on with a session; an address that is not here says the same without one.
      .use(signedIn)
      .get('/state', async (c) => answer(ok(await state(c.get('page')))))
      .get('/audit', valid('query', officeAuditQuery), async (c) => answer(ok(await auditPage(parts, c.req.valid('query').before))))
      .post('/session/end', async (c) => ended(answer(await endSession(parts, c.get('page'), c.get('page').id))))
      .delete('/sessions/:id', valid('param', officeSessionParam), async (c) =>
        answer(await endSession(parts, c.get('page'), c.req.valid('param').id)),
      )
      .delete('/passkeys/:id', valid('param', officePasskeyParam), async (c) => {
        const { passkey, person } = c.get('page');
        return answer(await removePasskey(parts, passkey, c.req.valid('param').id, person));
      })
  );
};

/** `/office`: the page of the network office's people, its files by name, and what it asks for below `/office/api`. */
export const officePageRoutes = (parts: ServerParts, policy: () => WitnessPolicy | null) => {
  const page = (name: string): Response =>
    pageFileResponse(parts.officePage, name) ??
    problemResponse(refuse(404, 'not-found', 'Nothing is here', { detail: 'This server has no such page, or it was not built.' }).error);
  return new Hono<RequestEnv>()
    .route('/api', pageApi(parts, policy))
    .get('/', () => page('index.html'))
    .get('/:name{.*}', (c) => page(c.req.param('name') === '' ? 'index.html' : c.req.param('name')));
};
