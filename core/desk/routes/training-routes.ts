import { Hono } from 'hono';
import { partAnswers } from '../../contract/training.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { firstStepsOf, judgePart } from '../training/first-steps.ts';

/** What a new member reads and does to begin with; passing is an act. */
export const trainingRoutes = (api: Api): Hono<DeskEnv> =>
  new Hono<DeskEnv>()
    .get('/first-steps', needsRegister(api), needs(api, null), (c) => reply(c, ok(firstStepsOf(c.var.desk, c.var.person))))
    .post('/first-steps/check', needsRegister(api), needs(api, null), valid('json', partAnswers), (c) =>
      reply(c, judgePart(c.var.desk, c.req.valid('json'))),
    );
