import { Hono } from 'hono';
import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { deskAnswerInput, setupDeskInput } from '../../contract/shared-book.ts';
import { recoveryCheck, recoveryKeyInput, setupInput, unlockInput } from '../../contract/status.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, needsDesk, reply, refusal } from '../api.ts';
import { takeDeskAnswer } from '../book/join/answer.ts';
import { joiningRequest } from '../book/join/joining-desk.ts';
import { handedIn } from '../exchange/handed-in.ts';
import { joinServer, readNetworkTrust } from '../network/join.ts';
import { openFile } from '../exits/files.ts';
import { valid } from '../http/valid.ts';
import { readIdentity } from '../keys/identity.ts';

/** The first run, the recovery key, and opening a desk whose key store is sealed or lost. */
export const setupRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.post('/setup', valid('json', setupInput), async (c) => reply(c, await api.runtime.setUp(c.req.valid('json'))));
  routes.post('/setup/desk', valid('json', setupDeskInput), async (c) => {
    const { invitation, pin } = c.req.valid('json');
    const file = handedIn(invitation);
    return reply(c, file.ok ? await api.runtime.setUpDesk({ file: file.value.bytes, pin }) : file);
  });
  routes.post('/setup/desk/answer', needsDesk(api), valid('json', deskAnswerInput), async (c) => {
    const { desk } = c.var;
    const file = handedIn(c.req.valid('json').answer);
    if (!file.ok) return reply(c, file);
    const trust = await takeDeskAnswer(desk, hpkeSealer(desk.entropy), file.value.bytes);
    if (!trust.ok) return reply(c, trust);
    const read = readNetworkTrust(desk, trust.value);
    const joined = read.ok ? await joinServer(desk, api.network.serverAt(desk, read.value.url), trust.value) : read;
    if (!joined.ok) return reply(c, joined);
    api.network.kick();
    return c.json({ ok: true as const });
  });
  routes.post('/setup/recovery-check', valid('json', recoveryCheck), (c) => {
    const answer = api.runtime.confirmRecoveryKey(c.req.valid('json'));
    return answer.ok ? c.json({ ok: true as const }) : refusal(answer.error);
  });
  routes.get('/setup/request', needsDesk(api), (c) => {
    const identity = readIdentity(c.var.desk.db);
    if (identity === undefined)
      return refusal({
        status: 404,
        code: 'no-request',
        title: 'There is no request yet',
        detail: 'The first run has not been made.',
      });
    const { primitives, db } = c.var.desk;
    const bytes = Uint8Array.from(identity.request);
    const joining = joiningRequest(db, bytes);
    return c.json(
      joining === null
        ? openFile(primitives, { name: `${identity.abn}.flip360-request`, mediaType: 'application/vnd.flip360.key-request', bytes })
        : openFile(primitives, { name: `${identity.abn}.flip360-desk-request`, mediaType: 'application/json', bytes: joining }),
    );
  });
  routes.post('/recovery/new-key', needs(api, 'manage-people'), (c) => reply(c, api.runtime.renewRecoveryKey()));
  routes.post('/unlock', valid('json', unlockInput), async (c) => {
    const answer = await api.runtime.unlock(c.req.valid('json').passphrase);
    return reply(c, answer.ok ? ok({ ok: true as const }) : answer);
  });
  routes.post('/recovery/open', valid('json', recoveryKeyInput), async (c) => {
    const answer = await api.runtime.openWithRecoveryKey(c.req.valid('json').recoveryKey);
    return reply(c, answer.ok ? ok({ ok: true as const }) : answer);
  });
  return routes;
};
