import { Hono } from 'hono';
import { holdUnaskedInput, importChange, importCommit, importMappingName, unaskedDecision } from '../../contract/imports.ts';
import { fileInput } from '../../contract/scalars.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { batchResult, findBatch, listBatches } from '../contacts/imports/batches.ts';
import { commitImport } from '../contacts/imports/commit.ts';
import { createHeldImports, type HeldImport } from '../contacts/imports/held-imports.ts';
import { importGone, notBase64 } from '../contacts/imports/import-refusals.ts';
import { FIRST_PAGE, previewPage, previewView } from '../contacts/imports/preview-view.ts';
import { changeHeld, readBy, readFile, saveReading } from '../contacts/imports/read-file.ts';
import { resultFile } from '../contacts/imports/result-file.ts';
import { forgetMapping } from '../contacts/imports/saved-mappings.ts';
import { holdUnasked, keepUnasked, purgeUnasked, unaskedFiles } from '../contacts/imports/unasked/unasked.ts';
import { revertImport } from '../contacts/imports/revert.ts';
import type { ReferralsOfContact } from '../contacts/referral-facts.ts';
import type { DeskContext } from '../context.ts';
import { valid } from '../http/valid.ts';
import type { Refusal } from '../refusal.ts';

// No groups: a repeated group over a file of this size would exhaust the regular expression's stack.
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;

const bytesOf = (base64: string): Result<Uint8Array, Refusal> =>
  base64.length % 4 === 0 && BASE64.test(base64) ? ok(new Uint8Array(Buffer.from(base64, 'base64'))) : err(notBase64);

const imported: Refusal = {
  status: 409,
  code: 'import.done',
  title: 'This import is in the book already',
  detail: 'Its preview is closed.',
  kept: 'The contacts stay as they were imported.',
  next: 'Open its result, or revert it whole.',
};

/** Imports of contact files: preview, corrections, one named batch, its result row by row, revert. */
export const importRoutes = (api: Api, referralsOf: ReferralsOfContact): Hono<DeskEnv> => {
  const held = createHeldImports();
  const find = (desk: DeskContext, id: string): Result<HeldImport, Refusal> => {
    const found = held.find(desk.db, id, desk.clock.now());
    if (found !== undefined) return ok(found);
    return err(findBatch(desk, id) === undefined ? importGone : imported);
  };
  return new Hono<DeskEnv>()
    .get('/imports', needs(api, 'see-clients'), (c) => reply(c, ok(listBatches(c.var.desk))))
    .post('/imports/preview', needs(api, 'import-contacts'), valid('json', fileInput), (c) => {
      const { name, base64 } = c.req.valid('json');
      const bytes = bytesOf(base64);
      const read = bytes.ok ? readFile(c.var.desk, name, bytes.value) : bytes;
      if (!read.ok) return reply(c, read);
      held.put(c.var.desk.db, read.value, c.var.desk.clock.now());
      return reply(c, ok(previewView(c.var.desk, read.value, FIRST_PAGE)));
    })
    .get('/imports/:id', needs(api, 'import-contacts'), valid('query', previewPage), (c) => {
      const found = find(c.var.desk, c.req.param('id'));
      return reply(c, found.ok ? ok(previewView(c.var.desk, found.value, c.req.valid('query'))) : found);
    })
    .post('/imports/:id/change', needs(api, 'import-contacts'), valid('query', previewPage), valid('json', importChange), (c) => {
      const found = find(c.var.desk, c.req.param('id'));
      const { reading, ...change } = c.req.valid('json');
      const read = found.ok && reading !== undefined ? readBy(c.var.desk, found.value, reading) : found;
      const changed = read.ok ? changeHeld(read.value, change) : read;
      if (!changed.ok) return reply(c, changed);
      held.put(c.var.desk.db, changed.value, c.var.desk.clock.now());
      return reply(c, ok(previewView(c.var.desk, changed.value, c.req.valid('query'))));
    })
    .post('/imports/:id/mapping', needs(api, 'import-contacts'), valid('query', previewPage), valid('json', importMappingName), (c) => {
      const { desk, person } = c.var;
      const found = find(desk, c.req.param('id'));
      const saved = found.ok ? saveReading(desk, person, found.value, c.req.valid('json').name) : found;
      if (!saved.ok) return reply(c, saved);
      held.put(desk.db, saved.value, desk.clock.now());
      return reply(c, ok(previewView(desk, saved.value, c.req.valid('query'))));
    })
    .delete('/imports/mappings/:name', needs(api, 'import-contacts'), (c) =>
      reply(c, forgetMapping(c.var.desk, c.var.person, c.req.param('name'))),
    )
    .post('/imports/:id/commit', needs(api, 'import-contacts'), valid('json', importCommit), (c) => {
      const { desk, person } = c.var;
      const id = c.req.param('id');
      // The acknowledgement of an earlier commit may have been lost: asking again answers with what was done.
      const done = batchResult(desk, id);
      if (done.ok) return reply(c, done);
      const found = find(desk, id);
      const result = found.ok ? commitImport(desk, person, found.value, c.req.valid('json')) : found;
      if (result.ok) held.drop(desk.db, id);
      return reply(c, result);
    })
    .get('/imports/:id/result', needs(api, 'see-clients'), (c) => reply(c, batchResult(c.var.desk, c.req.param('id'))))
    .post('/imports/:id/hold', needs(api, 'import-contacts'), valid('json', holdUnaskedInput), (c) => {
      const { desk, person } = c.var;
      const found = find(desk, c.req.param('id'));
      const kept = found.ok ? holdUnasked(desk, person, found.value, c.req.valid('json')) : found;
      if (kept.ok) held.drop(desk.db, c.req.param('id'));
      return reply(c, kept);
    })
    .get('/unasked-files', needs(api, 'import-contacts'), (c) => reply(c, ok(unaskedFiles(c.var.desk))))
    .post('/unasked-files/:id/keep', needs(api, 'manage-privacy'), valid('json', unaskedDecision), (c) => {
      const { desk, person } = c.var;
      const kept = keepUnasked(desk, person, c.req.param('id'), c.req.valid('json').why);
      if (!kept.ok) return reply(c, kept);
      held.put(desk.db, kept.value, desk.clock.now());
      return reply(c, ok(previewView(desk, kept.value, FIRST_PAGE)));
    })
    .post('/unasked-files/:id/purge', needs(api, 'manage-privacy'), valid('json', unaskedDecision), (c) =>
      reply(c, purgeUnasked(c.var.desk, c.var.person, c.req.param('id'), c.req.valid('json').why)),
    )
    .get('/imports/:id/result/file', needs(api, 'import-contacts'), (c) =>
      reply(c, resultFile(c.var.desk, c.var.person, c.req.param('id'))),
    )
    .post('/imports/:id/revert', needs(api, 'import-contacts'), (c) =>
      reply(c, revertImport(c.var.desk, c.var.person, c.req.param('id'), referralsOf)),
    )
    .delete('/imports/:id', needs(api, 'import-contacts'), (c) => {
      const found = find(c.var.desk, c.req.param('id'));
      if (!found.ok) return reply(c, found);
      held.drop(c.var.desk.db, found.value.id);
      return reply(c, ok({ ok: true }));
    });
};
