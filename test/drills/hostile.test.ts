import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ABC } from '../../core/cli/demo/cast.ts';
import { type Person, personAt, samplePasskey } from '../../core/cli/demo/person.ts';
import { statedOriginOf } from '../../core/cli/demo/demo-desk.ts';
import { DeskRefused } from '../../core/cli/desk-client.ts';
import { prepared, signed } from '../../core/contract/acts.ts';
import { batchView, payouts } from '../../core/contract/money.ts';
import { type ChildDesk, type HereDesk, openHere, startChild } from './desks.ts';
import { fuzz, TARGETS } from './hostile/fuzz.ts';
import { later } from './kill/operations.ts';
import { type HouseName, playWorld, type World } from './world.ts';

const TIMES = 60;
const HELEN = ABC.first.name;
const DANIEL = ABC.others[0]?.name ?? '';
let world: World;
const open = new Map<HouseName, ChildDesk>();

beforeAll(async () => {
  world = await playWorld({ until: 'end' });
  for (const house of ['smith', 'abc', 'office'] as const)
    open.set(house, await startChild(world, world.copy('end', `fuzzed-${house}`), house, later(world.at('end'), 1)));
}, 90_000);
afterAll(async () => {
  for (const child of open.values()) await child.kill();
  world.remove();
});

const childOf = (house: HouseName): ChildDesk => {
  const child = open.get(house);
  if (child === undefined) throw new Error(house);
  return child;
};

describe('hostile files over HTTP', () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))(
    'are refused in words and leave the ledger as it was: %s',
    async (_name, target) => {
      const figures = await fuzz(world, childOf(target.house), target, TIMES);
      expect(figures.sent).toBe(TIMES);
      expect(figures.refused).toBeGreaterThan(0);
    },
  );
});

describe('whoever prepared a batch', () => {
  const codeOf = async (work: () => Promise<unknown>): Promise<string> => {
    try {
      await work();
      return 'done';
    } catch (error) {
      if (error instanceof DeskRefused) return error.problem.code ?? '';
      throw error;
    }
  };
  /** A further session of a person at a desk; `passkeyOf` is whose authenticator they hold. */
  const session = async (here: HereDesk, name: string, passkeyOf = name): Promise<Person> => {
    const desk = {
      house: ABC,
      connection: here.connection,
      statedOrigin: statedOriginOf(ABC),
      setClock: async () => undefined,
      close: async () => undefined,
    };
    const person = personAt(
      desk,
      world.seed,
      { id: world.seats.abc.people.get(name) ?? '', name: passkeyOf },
      samplePasskey(world.seed, 'abc', passkeyOf),
    );
    await person.signIn();
    return person;
  };

  it('does not approve it: not in a second session, not in another’s, not with a shared passkey', async () => {
    const here = await openHere(world, world.copy('payable', 'four-eyes'), 'abc', later(world.at('payable'), 1));
    const helen = await here.person(HELEN);
    const { payable } = await helen.api.get('/payouts', payouts);
    const { batch } = await helen.act({
      act: 'batch-prepare',
      batch: null,
      entitlements: payable.map((row) => row.entitlement),
      excluded: [],
      processingDate: later(here.clock.now(), 1440).slice(0, 10),
    });
    const approve = { act: 'batch-approve', batch: batch ?? '' } as const;
    expect(await codeOf(() => helen.act(approve))).toBe('preparer-approves');
    const second = await session(here, HELEN);
    expect(second.token()).not.toBe(helen.token());
    expect(await codeOf(() => second.act(approve))).toBe('preparer-approves');

    // In Daniel's session, which somebody left open, with the passkey of the one who prepared.
    const daniel = await here.person(DANIEL);
    const draft = await daniel.api.send('POST', '/acts', { act: approve }, prepared);
    expect(await codeOf(() => daniel.api.send('POST', `/acts/${draft.draft}/sign`, helen.answerTo(draft), signed))).toBe('assertion.key');
    // Daniel's draft, handed over to the session of the one who prepared, with Daniel's own passkey.
    expect(await codeOf(() => helen.api.send('POST', `/acts/${draft.draft}/sign`, daniel.answerTo(draft), signed))).toBe('draft-gone');
    // One authenticator for two people: it stays the key of the first.
    const shared = await session(here, DANIEL, HELEN);
    const enrolled = await codeOf(() => shared.enrolPasskey());
    expect(enrolled).not.toBe('done');
    expect(enrolled).not.toBe('internal');
    expect(await codeOf(() => shared.act(approve))).toBe('assertion.key');
    const state = await helen.api.get(`/payouts/${batch ?? ''}`, batchView);
    expect(state.state).toBe('prepared');
    expect(state.approvals.steps.filter((step) => step.kind === 'approved')).toEqual([]);
    expect(await codeOf(() => helen.act({ act: 'batch-release', batch: batch ?? '' }))).toBe('not-now');

    await daniel.act(approve);
    expect((await helen.api.get(`/payouts/${batch ?? ''}`, batchView)).state).toBe('approved');
    expect(here.reports).toEqual([]);
    await here.opened.close();
  });

  it('releases once, though two people press at the same moment', async () => {
    const here = await openHere(world, world.copy('approved', 'at-once'), 'abc', later(world.at('approved'), 1));
    const people = [await here.person(HELEN), await session(here, HELEN), await here.person('Grace Okafor')];
    const batch = (await people[0]?.api.get('/payouts', payouts))?.batches[0]?.batch ?? '';
    const codes = await Promise.all(people.map((person) => codeOf(() => person.act({ act: 'batch-release', batch }))));
    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    expect(codes.filter((code) => code !== 'done').every((code) => code === 'not-now')).toBe(true);
    expect(
      here
        .context()
        .db.statement<[], { readonly n: number }>(`select count(*) as n from event where type in ('batch.released', 'invoice.issued')`)
        .get()?.n,
    ).toBe(2);
    await here.opened.close();
  });
});
