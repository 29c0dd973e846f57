import { setTimeout as wait } from 'node:timers/promises';
import { Hono } from 'hono';
import { z } from 'zod';
import { packInput } from '../../contract/desk.ts';
import { uuid } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, refusal } from '../api.ts';
import { fileInside } from '../exits/files.ts';
import { valid } from '../http/valid.ts';
import { networkEvidenceFrom } from '../network/pack-evidence.ts';
import { exportPack, listPacks, packZip } from '../packs/export.ts';

/** Evidence packs: export as a job, list, download. Opening packs happens in the window alone and needs no desk. */
export const packRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/packs', needs(api, 'see-money'), (c) => c.json(listPacks(c.var.desk)));
  routes.post('/packs', needs(api, 'export-packs'), valid('json', packInput), (c) => {
    const { desk, person } = c.var;
    const { referral, withholdClient } = c.req.valid('json');
    return c.json(
      api.jobs.start('pack', async (control) => {
        const made = await exportPack(
          desk,
          person,
          referral,
          { withholdClient },
          control,
          networkEvidenceFrom(api.network, (ms) => wait(ms)),
        );
        return made.ok ? ok(made.value.row) : made;
      }),
    );
  });
  routes.get('/packs/:id/zip', needs(api, 'export-packs'), valid('param', z.object({ id: uuid })), (c) => {
    const file = packZip(c.var.desk, c.req.valid('param').id);
    if (file === undefined)
      return refusal({
        status: 404,
        code: 'pack-unknown',
        title: 'This pack is not held here',
        detail: 'No pack with this id was exported from this desk.',
        next: 'Export it again from the referral.',
      });
    return c.json(
      fileInside(
        c.var.desk,
        c.var.person,
        { name: file.name, mediaType: 'application/zip', bytes: Uint8Array.from(file.bytes) },
        { what: 'evidence-pack', detail: file.name },
      ),
    );
  });
  return routes;
};
