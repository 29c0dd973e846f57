import { Hono } from 'hono';
import { z } from 'zod';
import { assetAct, assetEdit, assetInput } from '../../contract/assets.ts';
import { campaignEdit, campaignInput, optInInput, unsubscribeInput } from '../../contract/campaigns.ts';
import { uuid } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, refusal, reply } from '../api.ts';
import { actOnAsset, addAsset, editAsset, gatesView, listAssets } from '../assets/assets.ts';
import { addCampaign, campaignPage, editCampaign, listCampaigns, type SegmentOf } from '../campaigns/campaigns.ts';
import { marketingStandingOf, recordOptIn } from '../campaigns/opt-ins.ts';
import { type Pause, sendCampaign } from '../campaigns/send.ts';
import { liftSuppression, suppressions, unsubscribe } from '../campaigns/suppression.ts';
import { valid } from '../http/valid.ts';
import type { Refusal } from '../refusal.ts';

const byId = z.object({ id: uuid });

const alreadyRunning: Refusal = {
  status: 409,
  code: 'campaign-running',
  title: 'This campaign is being sent',
  detail: 'A second start would write to the same people.',
  kept: 'The sending that runs goes on.',
  next: 'Wait for it to end, or stop it.',
};

/** Marketing: consent to it, campaigns, unsubscribe requests, and the register of assets with their gates. */
export const campaignRoutes = (api: Api, ports: { readonly segmentOf: SegmentOf; readonly pause: Pause }): Hono<DeskEnv> => {
  const running = new Map<string, string>();
  return new Hono<DeskEnv>()
    .get('/campaigns', needs(api, 'see-clients'), (c) => reply(c, ok(listCampaigns(c.var.desk, running))))
    .post('/campaigns', needs(api, 'send-campaigns'), valid('json', campaignInput), (c) =>
      reply(c, addCampaign(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .get('/campaigns/:id', needs(api, 'see-clients'), valid('param', byId), (c) =>
      reply(c, campaignPage(c.var.desk, c.var.person, c.req.valid('param').id, { segmentOf: ports.segmentOf, running })),
    )
    .put('/campaigns/:id', needs(api, 'send-campaigns'), valid('param', byId), valid('json', campaignEdit), (c) =>
      reply(c, editCampaign(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post('/campaigns/:id/send', needs(api, 'send-campaigns'), valid('param', byId), (c) => {
      const { id } = c.req.valid('param');
      const { desk, person } = c.var;
      if (running.has(id)) return refusal(alreadyRunning);
      const job = api.jobs.start(
        'campaign',
        async (control) => {
          try {
            return await sendCampaign(desk, person, id, { ...ports, control });
          } finally {
            running.delete(id);
          }
        },
        { atClose: 'stop' },
      );
      running.set(id, job.id);
      return c.json(job, 202);
    })
    .get('/suppressions', needs(api, 'see-clients'), (c) => reply(c, ok(suppressions(c.var.desk))))
    .post('/suppressions', needs(api, 'edit-contacts'), valid('json', unsubscribeInput), (c) =>
      reply(c, unsubscribe(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .delete('/suppressions/:id', needs(api, 'manage-privacy'), valid('param', byId), (c) =>
      reply(c, liftSuppression(c.var.desk, c.var.person, c.req.valid('param').id)),
    )
    .get('/contacts/:id/marketing-consent', needs(api, 'see-clients'), valid('param', byId), (c) =>
      reply(c, marketingStandingOf(c.var.desk, c.req.valid('param').id)),
    )
    .post('/contacts/:id/marketing-consent', needs(api, 'edit-contacts'), valid('param', byId), valid('json', optInInput), (c) =>
      reply(c, recordOptIn(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
    )
    .get('/compliance-gates', needs(api, null), (c) => reply(c, ok(gatesView(c.var.desk))))
    .get('/assets', needs(api, 'see-clients'), (c) => reply(c, ok(listAssets(c.var.desk))))
    .post('/assets', needs(api, 'send-campaigns'), valid('json', assetInput), (c) =>
      reply(c, addAsset(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .put('/assets/:id', needs(api, 'send-campaigns'), valid('param', byId), valid('json', assetEdit), (c) =>
      reply(c, editAsset(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post('/assets/:id/acts', needs(api, 'send-campaigns'), valid('param', byId), valid('json', assetAct), (c) =>
      reply(c, actOnAsset(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
    );
};
