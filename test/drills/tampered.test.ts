import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { status } from '../../core/contract/status.ts';
import { walkLedger } from '../../core/desk/ledger/walk.ts';
import { openHere, openWithKey, tokenOf } from './desks.ts';
import { quiet } from './kill/run.ts';
import { BATCH_EDITS, disarm, EDITS, factsOf } from './tamper/edits.ts';
import { playWorld, type World } from './world.ts';

const GRACE = 'Grace Okafor';
let world: World;

beforeAll(async () => {
  world = await playWorld({ until: 'end' });
}, 60_000);
afterAll(() => world.remove());

describe('a ledger that somebody with its key has edited', () => {
  it.each(EDITS.map((edit) => [edit.name, edit] as const))('names it: %s', async (_name, edit) => {
    const copy = world.copy('end', 'tampered');
    const db = await openWithKey(copy, edit.house);
    disarm(db);
    const facts = factsOf(db);
    edit.edit(db, facts);
    db.close();
    const here = await openHere(world, copy, edit.house, world.at('end'));
    const shown = status.parse((await here.call('GET', '/status')).json);
    if (edit.found.by === 'opening') {
      expect(shown).toMatchObject({
        phase: edit.found.phase,
        problem: { detail: expect.stringMatching(edit.found.words) },
      });
      if (edit.found.walk !== undefined)
        expect(await walkLedger(here.context(), quiet, { threads: 0 })).toMatchObject({
          value: { ok: false, failure: { code: edit.found.walk, index: facts.settlement } },
        });
    } else {
      expect(shown.phase).toBe('signed-out');
      const walked = await walkLedger(here.context(), quiet, { threads: 0 });
      expect(walked).toMatchObject({
        ok: true,
        value: {
          ok: false,
          failure: { code: edit.found.code, words: expect.stringMatching(/^[A-Z].{15,}\.$/u) },
        },
      });
      if (walked.ok && edit.found.at !== undefined) expect(walked.value.failure?.index).toBe(edit.found.at(facts));
    }
    await here.opened.close();
  });

  it('finds nothing where nothing was edited', async () => {
    for (const house of ['office', 'smith', 'abc'] as const) {
      const here = await openHere(world, world.copy('end', `whole-${house}`), house, world.at('end'));
      expect(await walkLedger(here.context(), quiet, { threads: 0 })).toMatchObject({
        value: { ok: true, failure: null },
      });
      await here.opened.close();
    }
  });
});

describe('a batch whose private rows somebody has edited', () => {
  it.each(BATCH_EDITS.map((edit) => [edit.name, edit] as const))('is not released: %s', async (_name, edit) => {
    const copy = world.copy('approved', 'altered');
    const db = await openWithKey(copy, 'abc');
    disarm(db);
    const batch = String(db.statement<[], { readonly batch: string }>('select batch from payout_batch').get()?.batch);
    db.exec(edit.sql);
    db.close();
    const here = await openHere(world, copy, 'abc', world.at('approved'));
    const token = await tokenOf(world, here, 'abc', GRACE);
    const refused = await here.call('POST', '/acts', { act: { act: 'batch-release', batch } }, token);
    expect(refused).toMatchObject({
      status: 409,
      json: { code: 'batch-altered', detail: expect.stringMatching(edit.named), next: expect.any(String) },
    });
    await here.opened.close();
  });

  it('is not exported either', async () => {
    const copy = world.copy('end', 'altered');
    const db = await openWithKey(copy, 'abc');
    disarm(db);
    const batch = String(db.statement<[], { readonly batch: string }>('select batch from payout_batch').get()?.batch);
    db.exec(BATCH_EDITS[0]?.sql ?? '');
    db.close();
    const here = await openHere(world, copy, 'abc', world.at('end'));
    const token = await tokenOf(world, here, 'abc', GRACE);
    expect(await here.call('POST', `/payouts/${batch}/aba`, { seenBefore: true }, token)).toMatchObject({
      status: 409,
      json: { code: 'batch-altered' },
    });
    await here.opened.close();
  });
});
