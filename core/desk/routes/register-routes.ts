import { Hono } from 'hono';
import { z } from 'zod';
import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { confirmKeysInput } from '../../contract/desk.ts';
import { fileInput, type FileAnswer, uuid } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import { utf8Encode } from '../../protocol/bytes.ts';
import { type Api, type DeskEnv, needs, needsDesk, needsRegister, refusal, reply } from '../api.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { handedIn } from '../exchange/handed-in.ts';
import { agreementPaper } from '../agreements/agreement-paper.ts';
import { instrumentsOf } from '../agreements/legal-hub.ts';
import { openFile } from '../exits/files.ts';
import { valid } from '../http/valid.ts';
import { confirmRecoveredKeys } from '../keys/recovered-keys.ts';
import { trustFileText } from '../office/network-trust.ts';
import { communitiesOf, memberRecordOf } from '../office/member-record.ts';
import { registerView } from '../office/register-view.ts';
import { takeRegister } from '../office/take-register.ts';
import type { Refusal } from '../refusal.ts';
import { REASONS } from '../referrals/reasons.ts';
import { verticals } from '../verticals.ts';

const paperParams = z.object({ practice: uuid, kind: z.enum(['introducer', 'referral', 'affiliate', 'rcti']) });
const joinInput = z.object({ answer: fileInput, trust: fileInput });

const trustAnswer = (desk: DeskContext): FileAnswer => {
  const register = registerOf(desk);
  const bytes = utf8Encode(trustFileText(desk, register));
  return openFile(desk.primitives, { name: `trust-${register.net.slice(0, 8)}.txt`, mediaType: 'text/plain', bytes });
};

const noSuchPractice: Refusal = {
  status: 404,
  code: 'practice-unknown',
  title: 'This practice is not in the register',
  detail: 'The register of this desk does not state it.',
  next: 'Import the newest file of the network office.',
};

/** The register, the code lists of the network, its trust file, and taking the office's answer on a new desk. */
export const registerRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.post('/setup/register', needsDesk(api), valid('json', joinInput), async (c) => {
    const { desk } = c.var;
    const input = c.req.valid('json');
    const answer = handedIn(input.answer);
    if (!answer.ok) return reply(c, answer);
    const trust = handedIn(input.trust);
    return reply(c, trust.ok ? await takeRegister(desk, hpkeSealer(desk.entropy), { answer: answer.value, trust: trust.value }) : trust);
  });
  routes.get('/register', needsRegister(api), needs(api, null), (c) => reply(c, ok(registerView(c.var.desk))));
  routes.get('/legal', needsRegister(api), needs(api, null), (c) => c.json(instrumentsOf(c.var.desk)));
  routes.get('/legal/:practice/:kind', needsRegister(api), needs(api, null), valid('param', paperParams), async (c) => {
    const { practice, kind } = c.req.valid('param');
    return reply(c, await agreementPaper(c.var.desk, c.var.person, practice, kind));
  });
  routes.get('/register/communities', needsRegister(api), needs(api, null), (c) => c.json(communitiesOf(c.var.desk)));
  routes.get('/register/:practice', needsRegister(api), needs(api, null), (c) => {
    const found = memberRecordOf(c.var.desk, c.req.param('practice'));
    return found === undefined ? refusal(noSuchPractice) : c.json(found);
  });
  routes.post('/practices/confirm-keys', needsRegister(api), needs(api, 'manage-people'), valid('json', confirmKeysInput), (c) =>
    reply(c, confirmRecoveredKeys(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.get('/trust-file', needsRegister(api), needs(api, null), (c) => reply(c, ok(trustAnswer(c.var.desk))));
  routes.get('/reasons', (c) => c.json(REASONS));
  routes.get('/verticals', (c) => {
    const state = api.runtime.state();
    const known = verticals(state.phase === 'open' ? state.desk : api.runtime);
    const defined = state.phase === 'open' ? state.desk.ledger.register()?.verticals : undefined;
    return c.json(
      known.map(({ code, name, regulator, products }) => ({ code, name, regulator, products, defined: defined?.has(code) === true })),
    );
  });
  return routes;
};
