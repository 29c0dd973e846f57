import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import { SMITH } from '../../../core/cli/demo/cast.ts';
import type { Person } from '../../../core/cli/demo/person.ts';
import { type Act, prepared, signed } from '../../../core/contract/acts.ts';
import { contactList } from '../../../core/contract/contact-list.ts';
import { importPreview, importResult } from '../../../core/contract/imports.ts';
import { backupRow, backupsView } from '../../../core/contract/desk.ts';
import { abaPreview, payouts } from '../../../core/contract/money.ts';
import { fileAnswer } from '../../../core/contract/scalars.ts';
import { referralOptions } from '../../../core/contract/referrals.ts';
import { DeskRefused } from '../../../core/cli/desk-client.ts';
import { readAba } from '../../../core/domain/payment/aba-reader.ts';
import type { DeskContext } from '../../../core/desk/context.ts';
import type { ChildDesk, HereDesk } from '../desks.ts';
import type { HouseName, Point, World } from '../world.ts';
import type { Aim } from './aim.ts';
import { merge } from './merge-operation.ts';

/** What a kill is aimed at: one request that changes something, and what must be true of it afterwards. */
export type Operation = {
  readonly name: 'sign' | 'import' | 'merge' | 'prepare' | 'release' | 'backup';
  readonly house: HouseName;
  readonly from: Point;
  /** Whether each round starts from a fresh copy, because the thing can happen only once. */
  readonly fresh: boolean;
  readonly aims: readonly Aim['kind'][];
  /** Everything before the request. `round` makes what is sent different each time. */
  readonly ready: (
    world: World,
    desk: ChildDesk,
    round: number,
  ) => Promise<{ readonly send: () => Promise<unknown>; readonly subject: string }>;
  /** Looks at the folder afterwards: the effect is there whole, or not at all. Anything else fails the drill. */
  readonly inspect: (world: World, here: HereDesk, subject: string) => Promise<'whole' | 'absent'>;
  /** The person tries again after the restart, as they would; the effect is then there exactly once. */
  readonly again: (world: World, here: HereDesk, subject: string, found: 'whole' | 'absent') => Promise<void>;
};

/** An instant some minutes later. */
export const later = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();

const count = (desk: DeskContext, sql: string, ...parameters: readonly (string | number)[]): number =>
  desk.db.statement<readonly (string | number)[], { readonly n: number }>(sql).get(...parameters)?.n ?? 0;

/** One or none; two would be the fault that the drill looks for. */
const wholeOrAbsent = (n: number): 'whole' | 'absent' => {
  expect(n).toBeLessThanOrEqual(1);
  return n === 1 ? 'whole' : 'absent';
};

const refusalCode = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof DeskRefused) return error.problem.code ?? error.problem.title;
    throw error;
  }
};

const drafted = async (person: Person, act: Act): Promise<() => Promise<unknown>> => {
  const draft = await person.api.send('POST', '/acts', { act }, prepared);
  return () => person.api.send('POST', `/acts/${draft.draft}/sign`, person.answerTo(draft), signed);
};

const intentAct = async (world: World, person: Person): Promise<Act> => {
  const found = await person.api.get('/contacts?limit=500', contactList);
  const contact = found.rows.find((row) => row.name.includes('Okonkwo'))?.id ?? '';
  const options = await person.api.get(`/referrals/options?contact=${contact}`, referralOptions);
  const purpose = options.purposes.find((entry) => entry.product === 'home-loan');
  return {
    act: 'intent',
    contact,
    receiver: world.seats.abc.practice,
    purpose: purpose?.code ?? '',
    product: purpose?.product ?? '',
    purposeWords: 'Home loan',
    rule: options.rules[0]?.hash ?? '',
    estimate: null,
    duplicateConfirmed: true,
    recordedConsent: null,
  };
};

const intents = (desk: DeskContext): number => count(desk, `select count(*) as n from event where type = 'referral.intent'`);

/** Every intent has its projection, its ticket, its places in the outbox and the opening of its client commitment; labels never repeat. */
const expectIntentsWhole = (desk: DeskContext): void => {
  const n = intents(desk);
  expect(count(desk, 'select count(*) as n from referral_state')).toBe(n);
  expect(count(desk, 'select count(distinct label) as n from referral_state')).toBe(n);
  expect(count(desk, `select count(*) as n from event join ticket using (idx) where type = 'referral.intent'`)).toBe(n);
  expect(count(desk, `select count(distinct event.idx) as n from event join outbox using (idx) where type = 'referral.intent'`)).toBe(n);
  for (const state of desk.ledger.referrals()) {
    const intent = desk.ledger.known(state.intent);
    if (intent?.type !== 'referral.intent') throw new Error('a referral without its intent');
    expect(count(desk, 'select count(*) as n from opening where commitment = ?', intent.body.client)).toBe(1);
  }
};

const sign: Operation = {
  name: 'sign',
  house: 'smith',
  from: 'payable',
  fresh: false,
  aims: ['drawn', 'journal', 'mark'],
  ready: async (world, desk) => {
    const person = await desk.person(SMITH.first.name);
    const before = (await person.api.get('/contacts?limit=1', contactList)).total;
    const act = await intentAct(world, person);
    expect(before).toBeGreaterThan(0);
    const draft = await person.api.send('POST', '/acts', { act }, prepared);
    return {
      send: () => person.api.send('POST', `/acts/${draft.draft}/sign`, person.answerTo(draft), signed),
      subject: JSON.parse(draft.events[0]?.payload ?? '{}').id,
    };
  },
  inspect: async (_world, here, id) => {
    const desk = here.context();
    expectIntentsWhole(desk);
    return wholeOrAbsent(count(desk, `select count(*) as n from event where type = 'referral.intent' and id = ?`, id));
  },
  again: async (world, here) => {
    const person = await here.person(SMITH.first.name);
    const before = intents(here.context());
    await person.act(await intentAct(world, person));
    expect(intents(here.context())).toBe(before + 1);
    expectIntentsWhole(here.context());
  },
};

const ROWS = 500;

/** A contact file whose every row is another one in every round. */
const contactFile = (round: string): { readonly name: string; readonly base64: string } => {
  const rows = Array.from(
    { length: ROWS },
    (_, row) =>
      `Drill${round}x${String(row)},Person${String(row)},drill.${round}.${String(row)}@example.com,"${String(row)} Jacaranda Street",2150`,
  );
  return {
    name: `drill-${round}.csv`,
    base64: Buffer.from(['First Name,Last Name,Email,Street,Postcode', ...rows, ''].join('\r\n')).toString('base64'),
  };
};

const contactImport: Operation = {
  name: 'import',
  house: 'smith',
  from: 'payable',
  fresh: false,
  aims: ['drawn', 'past-journal', 'journal', 'past-journal'],
  ready: async (_world, desk, round) => {
    const { api } = await desk.person(SMITH.first.name);
    const preview = await api.send('POST', '/imports/preview', contactFile(String(round)), importPreview);
    expect(preview.counts).toMatchObject({ rows: ROWS, new: ROWS });
    return {
      send: () =>
        api.send(
          'POST',
          `/imports/${preview.import}/commit`,
          { name: `Round ${String(round)}`, skipBlocked: false, duplicates: 'leave-out' },
          importResult,
        ),
      subject: `${preview.import} ${String(round)}`,
    };
  },
  inspect: async (_world, here, subject) => {
    const desk = here.context();
    const [id = ''] = subject.split(' ');
    const found = wholeOrAbsent(count(desk, 'select count(*) as n from import_batch where id = ?', id));
    const expected = found === 'whole' ? ROWS : 0;
    expect(count(desk, 'select count(*) as n from contact where batch = ?', id)).toBe(expected);
    expect(count(desk, `select count(*) as n from import_row where import = ? and result = 'imported'`, id)).toBe(expected);
    expect(count(desk, 'select count(*) as n from contact_search where rowid in (select no from contact where batch = ?)', id)).toBe(
      expected,
    );
    expect(count(desk, 'select count(*) as n from contact where batch is not null and batch not in (select id from import_batch)')).toBe(0);
    expect(count(desk, 'select count(*) as n from contact where batch is not null')).toBe(
      count(desk, 'select sum(imported) as n from import_batch'),
    );
    return found;
  },
  again: async (_world, here, subject, found) => {
    const { api } = await here.person(SMITH.first.name);
    const [id = '', round = ''] = subject.split(' ');
    const choice = { name: `Round ${round}`, skipBlocked: false, duplicates: 'leave-out' };
    if (found === 'whole') {
      // The answer was lost, the import was not: asking again gives the answer it had.
      expect((await api.send('POST', `/imports/${id}/commit`, choice, importResult)).counts).toMatchObject({
        rows: ROWS,
        imported: ROWS,
        refused: 0,
        skipped: 0,
      });
      return;
    }
    expect(await refusalCode(() => api.send('POST', `/imports/${id}/commit`, choice, importResult))).toBe('import-gone');
    const preview = await api.send('POST', '/imports/preview', contactFile(round), importPreview);
    expect(preview.counts).toMatchObject({ rows: ROWS, new: ROWS, duplicates: 0 });
    expect((await api.send('POST', `/imports/${preview.import}/commit`, choice, importResult)).counts).toMatchObject({
      rows: ROWS,
      imported: ROWS,
    });
  },
};

const GRACE = 'Grace Okafor';

const payableAct = async (person: Person, at: string): Promise<Act> => {
  const { payable } = await person.api.get('/payouts', payouts);
  const day = new Date(Date.parse(at) + 86_400_000).toISOString().slice(0, 10);
  return {
    act: 'batch-prepare',
    batch: null,
    entitlements: payable.map((row) => row.entitlement),
    excluded: [],
    processingDate: day,
  };
};

const PREPARED = `select count(*) as n from event where type = 'batch.prepared'`;
const RELEASED = `select count(*) as n from event where type = 'batch.released'`;

/** Lines, file, openings and event of a batch are there together; no entitlement stands in two of them. */
const expectBatchesWhole = (desk: DeskContext): void => {
  const n = count(desk, PREPARED);
  expect(count(desk, 'select count(*) as n from payout_batch')).toBe(n);
  expect(count(desk, 'select count(*) as n from payout_file')).toBe(n);
  expect(count(desk, 'select count(distinct batch) as n from payout_line')).toBe(n);
  expect(
    count(
      desk,
      'select count(*) as n from (select entitlement from payout_line where entitlement is not null group by entitlement having count(distinct batch) > 1)',
    ),
  ).toBe(0);
};

const prepare: Operation = {
  name: 'prepare',
  house: 'abc',
  from: 'payable',
  fresh: true,
  aims: ['drawn', 'journal', 'mark'],
  ready: async (world, desk) => {
    const person = await desk.person(GRACE);
    return { send: await drafted(person, await payableAct(person, world.at('payable'))), subject: '' };
  },
  inspect: async (_world, here) => {
    expectBatchesWhole(here.context());
    return wholeOrAbsent(count(here.context(), PREPARED));
  },
  again: async (world, here, _subject, found) => {
    const person = await here.person(GRACE);
    const { payable } = await person.api.get('/payouts', payouts);
    expect(payable).toHaveLength(found === 'whole' ? 0 : 1);
    if (found === 'absent') await person.act(await payableAct(person, world.at('payable')));
    const entitlement = String(
      here
        .context()
        .db.statement<[], { readonly entitlement: string }>('select entitlement from payout_line where entitlement is not null')
        .get()?.entitlement,
    );
    const act = { ...(await payableAct(person, world.at('payable'))), entitlements: [entitlement] } as Act;
    expect(await refusalCode(() => person.act(act))).toBe('not-payable');
    expect(count(here.context(), PREPARED)).toBe(1);
    expectBatchesWhole(here.context());
  },
};

const batchOf = (desk: DeskContext): string =>
  String(desk.db.statement<[], { readonly batch: string }>('select batch from payout_batch').get()?.batch);

const release: Operation = {
  name: 'release',
  house: 'abc',
  from: 'approved',
  fresh: true,
  aims: ['drawn', 'journal', 'mark'],
  ready: async (_world, desk) => {
    const person = await desk.person(GRACE);
    const { batches } = await person.api.get('/payouts', payouts);
    return {
      send: await drafted(person, { act: 'batch-release', batch: batches[0]?.batch ?? '' }),
      subject: '',
    };
  },
  inspect: async (_world, here) => {
    const desk = here.context();
    const found = wholeOrAbsent(count(desk, RELEASED));
    const expected = found === 'whole' ? 1 : 0;
    // Number, invoice event, its opening and the printed paper stand or fall with the release.
    expect(count(desk, `select count(*) as n from event where type = 'invoice.issued'`)).toBe(expected);
    expect(count(desk, 'select count(*) as n from tax_number')).toBe(expected);
    expect(count(desk, `select count(*) as n from document where batch is not null and kind <> 'batch-sheet'`)).toBe(expected);
    expect(count(desk, `select count(*) as n from document where kind = 'batch-sheet'`)).toBe(expected);
    return found;
  },
  again: async (_world, here, _subject, found) => {
    const desk = here.context();
    const person = await here.person(GRACE);
    const batch = batchOf(desk);
    const planned = (await person.api.get(`/payouts/${batch}/aba`, abaPreview)).sha256;
    const act: Act = { act: 'batch-release', batch };
    expect(await refusalCode(() => person.act(act))).toBe(found === 'whole' ? 'not-now' : 'done');
    expect(await refusalCode(() => person.act(act))).toBe('not-now');
    expect(count(desk, RELEASED)).toBe(1);
    expect(count(desk, 'select count(*) as n from tax_number')).toBe(1);
    const first = await person.api.send('POST', `/payouts/${batch}/aba`, { seenBefore: false }, fileAnswer);
    expect(await refusalCode(() => person.api.send('POST', `/payouts/${batch}/aba`, { seenBefore: false }, fileAnswer))).toBe(
      'exported-before',
    );
    const second = await person.api.send('POST', `/payouts/${batch}/aba`, { seenBefore: true }, fileAnswer);
    expect(second.base64).toBe(first.base64);
    const bytes = Buffer.from(first.base64, 'base64');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(planned);
    expect(readAba(Uint8Array.from(bytes))).toMatchObject({
      findings: [],
      batches: [{ balances: true, trailer: { details: 2 } }],
    });
  },
};

const backup: Operation = {
  name: 'backup',
  house: 'smith',
  from: 'payable',
  fresh: false,
  aims: ['drawn', 'backup', 'sheet'],
  ready: async (world, desk, round) => {
    const { api } = await desk.person(SMITH.first.name);
    // The backup of the day is made when the desk opens; only then is there one that the request alone can have made.
    const made = async () => (await api.get('/backups', backupsView)).backups;
    while ((await made()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await desk.desk.setClock(later(world.at('payable'), 2 * round + 2));
    const before = (await made()).map((row) => row.id);
    return { send: () => api.job('/backups', {}, backupRow), subject: before.join(' ') };
  },
  inspect: async (_world, here, subject) => {
    const { api } = await here.person(SMITH.first.name);
    const { folder, backups } = await api.get('/backups', backupsView);
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
    for (const row of backups) {
      expect(row.verified).toBe(true);
      expect((await api.send('POST', `/backups/${row.id}/check`, {}, backupRow)).verified).toBe(true);
    }
    return wholeOrAbsent(backups.filter((row) => row.reason === 'by-hand' && !subject.split(' ').includes(row.id)).length);
  },
  again: async (_world, here) => {
    const { api } = await here.person(SMITH.first.name);
    here.clock.set(later(here.clock.now(), 0.5));
    const row = await api.job('/backups', {}, backupRow);
    expect((await api.get('/backups', backupsView)).backups[0]?.id).toBe(row.id);
  },
};

/** What is killed: what a person signs, imports, merges, prepares, releases, backs up. */
export const OPERATIONS: readonly Operation[] = [sign, contactImport, merge, prepare, release, backup];
