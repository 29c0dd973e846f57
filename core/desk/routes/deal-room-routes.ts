import { Hono } from 'hono';
import { z } from 'zod';
import { dealFileInput, roomQuestion } from '../../contract/deal-room.ts';
import { uuid } from '../../contract/scalars.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { bringNow } from '../book/files/bring-now.ts';
import { removeRecord } from '../crm/changes.ts';
import { dealFileDefinition } from '../deal-room/deal-file-record.ts';
import { addDealFile, dealRoomOf } from '../deal-room/deal-room.ts';
import { readKeptFile } from '../files/private-files.ts';
import { valid } from '../http/valid.ts';

const byId = z.object({ id: uuid });

/** The room of a deal: its notes and papers, and what of them may leave the practice. */
export const dealRoomRoutes = (api: Api): Hono<DeskEnv> =>
  new Hono<DeskEnv>()
    .get('/deals/:id/room', needs(api, 'see-clients'), valid('param', byId), valid('query', roomQuestion), (c) =>
      reply(c, dealRoomOf(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('query'))),
    )
    .post('/deals/:id/files', needs(api, 'work-deals'), valid('param', byId), valid('json', dealFileInput), (c) =>
      reply(c, addDealFile(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
    )
    .get('/files/:id', needs(api, 'see-clients'), valid('param', byId), (c) =>
      reply(c, readKeptFile(c.var.desk, c.var.person, c.req.valid('param').id)),
    )
    .post('/files/:id/bring', needs(api, 'see-clients'), valid('param', byId), (c) => {
      const { desk } = c.var;
      const { id } = c.req.valid('param');
      return c.json(
        api.jobs.start('bring-file', (control) => bringNow(desk, api.network.serverOf(desk), { of: 'file', id }, control), {
          atClose: 'stop',
        }),
      );
    })
    .delete('/deal-files/:id', needs(api, 'work-deals'), valid('param', byId), (c) =>
      reply(c, removeRecord(c.var.desk, c.var.person, dealFileDefinition, c.req.valid('param').id)),
    );
