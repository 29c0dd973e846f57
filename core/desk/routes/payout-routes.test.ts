import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { prepared } from '../../contract/acts.ts';
import { abaPreview, batchView, payouts, settings, statementResult } from '../../contract/money.ts';
import { problem } from '../../contract/problem.ts';
import { fileAnswer } from '../../contract/scalars.ts';
import { testAuthenticator } from '../../adapters/crypto/test-authenticator.ts';
import { base64urlToBytes } from '../../protocol/bytes.ts';
import { ORIGIN, RP_ID, seedOf, uuidOf } from '../../../test/story/keys.ts';
import { SMITH } from '../../../test/story/network.ts';
import { b64u } from '../../../test/story/writer.ts';
import { createActEngine } from '../acts/engine.ts';
import { decideBy } from '../acts/handlers.ts';
import type { Api } from '../api.ts';
import { answerErrors, answerNotFound } from '../http/problem.ts';
import { payoutActs } from '../payouts/payout-acts.ts';
import { BANK, openPayoutDesk, type PayoutDesk, type PayoutDeskOptions } from '../payouts/payout.fixture.ts';
import type { Runtime } from '../runtime.ts';
import { createSessions } from '../sessions.ts';
import { seededEntropy } from '../testing/test-desk.ts';
import { payoutSql } from '../payouts/tables.ts';
import { mailSettings } from '../settings/settings.ts';
import { actRoutes } from './act-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { payoutRoutes } from './payout-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { statementRoutes } from './statement-routes.ts';

const ALEX = 'Alex Brown';
const BIANCA = 'Bianca Costa';
const opened: PayoutDesk[] = [];
afterEach(() => {
  for (const desk of opened.splice(0)) desk.close();
});

type Answer = { readonly status: number; readonly json: unknown };
type Call = (who: string | null, method: string, path: string, body?: unknown) => Promise<Answer>;

const serve = (options: PayoutDeskOptions = {}): { readonly desk: PayoutDesk; readonly call: Call } => {
  const desk = openPayoutDesk(options);
  opened.push(desk);
  const sessions = createSessions(seededEntropy('sessions'));
  const runtime = { state: () => ({ phase: 'open', desk: desk.desk }) } as unknown as Runtime;
  const missing = (): never => {
    throw new Error('no jobs here');
  };
  const api: Api = {
    runtime,
    sessions,
    engine: createActEngine(decideBy(payoutActs)),
    jobs: { start: missing, get: missing, cancel: missing, settled: missing },
    network: {
      state: () => ({ state: 'off' }),
      kick: missing,
      kickIfShared: missing,
      round: missing,
      betweenRounds: missing,
      serverOf: missing,
      serverAt: missing,
      close: missing,
    },
    changes: { beyond: missing, count: missing },
  };
  const app = new Hono();
  app.onError(
    answerErrors({
      newId: () => 'failure',
      report: (failure) => {
        throw new Error(JSON.stringify(failure));
      },
    }),
  );
  app.notFound(answerNotFound);
  for (const routes of [actRoutes, payoutRoutes, statementRoutes, documentRoutes, settingsRoutes]) app.route('/api', routes(api));
  const tokens = new Map([ALEX, BIANCA].map((who) => [who, sessions.open(desk.person(who), desk.desk.clock.now())]));
  return {
    desk,
    call: async (who, method, path, body) => {
      const headers = {
        ...(who === null ? {} : { authorization: `Bearer ${tokens.get(who) ?? ''}` }),
        'content-type': 'application/json',
      };
      const answer = await app.request(`http://localhost/api${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, json: await answer.json() };
    },
  };
};

const signInputOf = (answer: Answer, passkeyOf: string) => {
  const { assertion, ticks } = prepared.parse(answer.json);
  const challenge = base64urlToBytes(assertion.challenge ?? '');
  const holder = testAuthenticator(seedOf(`passkey abc ${passkeyOf}`));
  const made =
    assertion.challenge === null || !challenge.ok ? null : holder.assert({ rpId: RP_ID, origin: ORIGIN, challenge: challenge.value });
  return {
    ticks: ticks.map((tick) => tick.id),
    assertion:
      made === null
        ? null
        : {
            credential: b64u(holder.credential),
            authenticatorData: b64u(made.authenticatorData),
            clientDataJSON: b64u(made.clientDataJSON),
            sig: b64u(made.signature),
          },
  };
};

const draftOf = (answer: Answer): string => prepared.parse(answer.json).draft;
const sign = async (call: Call, who: string, act: unknown, passkeyOf = who): Promise<Answer> => {
  const made = await call(who, 'POST', '/acts', { act });
  return made.status === 200 ? call(who, 'POST', `/acts/${draftOf(made)}/sign`, signInputOf(made, passkeyOf)) : made;
};
const codeOf = (answer: Answer): string | undefined => problem.parse(answer.json).code;
const batchOf = (answer: Answer): string => z.object({ batch: z.string() }).parse(answer.json).batch;
const prepareAct = (desk: PayoutDesk) => ({
  act: 'batch-prepare',
  batch: null,
  entitlements: desk.entitlements,
  excluded: [],
  processingDate: '2026-09-22',
});

describe('payouts over the API', () => {
  it('answer in the form that the window expects, from preparing to the bank line', async () => {
    const { desk, call } = serve();
    expect(payouts.parse((await call(BIANCA, 'GET', '/payouts')).json).payable).toHaveLength(1);
    const batch = batchOf(await sign(call, BIANCA, prepareAct(desk)));
    expect((await sign(call, ALEX, { act: 'batch-approve', batch })).status).toBe(200);
    expect((await call(BIANCA, 'POST', `/payouts/${batch}/aba`, { seenBefore: false })).status).toBe(409);
    expect((await sign(call, BIANCA, { act: 'batch-release', batch })).status).toBe(200);
    abaPreview.parse((await call(BIANCA, 'GET', `/payouts/${batch}/aba`)).json);
    const file = fileAnswer.parse((await call(BIANCA, 'POST', `/payouts/${batch}/aba`, { seenBefore: false })).json);
    expect(codeOf(await call(BIANCA, 'POST', `/payouts/${batch}/aba`, { seenBefore: false }))).toBe('exported-before');
    expect(fileAnswer.parse((await call(ALEX, 'POST', `/payouts/${batch}/aba`, { seenBefore: true })).json)).toEqual(file);
    const view = batchView.parse((await call(BIANCA, 'GET', `/payouts/${batch}`)).json);
    expect(view.aba.exportedAt).toHaveLength(2);
    for (const document of view.documents) {
      const paper = fileAnswer.parse((await call(BIANCA, 'GET', `/documents/${document.id}`)).json);
      expect(Buffer.from(paper.base64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    }
    const base64 = Buffer.from(
      'Bank Account,Date,Narrative,Debit Amount,Credit Amount,Balance,Categories,Serial\r\n032000123456,22/09/2026,AF-PB-2026-0001,1415.70,,1.00,PAYMENT,\r\n',
    ).toString('base64');
    expect(statementResult.parse((await call(BIANCA, 'POST', '/statements', { name: 's.csv', base64 })).json).matched).toHaveLength(1);
    expect(batchView.parse((await call(BIANCA, 'GET', `/payouts/${batch}`)).json).state).toBe('settled');
  });

  it('refuse the preparer as approver: by act, in a shared session, with a shared credential', async () => {
    const { desk, call } = serve({
      changes: {
        change: {
          bianca: (draft) => ({ ...draft, body: { ...draft.body, roles: ['approver', 'operations'] } }),
        },
      },
    });
    const batch = batchOf(await sign(call, BIANCA, prepareAct(desk)));
    const own = await sign(call, BIANCA, { act: 'batch-approve', batch });
    expect([own.status, codeOf(own)]).toEqual([403, 'preparer-approves']);
    const alexes = await call(ALEX, 'POST', '/acts', { act: { act: 'batch-approve', batch } });
    const fromBiancasSession = await call(BIANCA, 'POST', `/acts/${draftOf(alexes)}/sign`, signInputOf(alexes, ALEX));
    expect(codeOf(fromBiancasSession)).toBe('draft-gone');
    expect(codeOf(await sign(call, ALEX, { act: 'batch-approve', batch }, BIANCA))).toBe('assertion.key');
    const without = await call(ALEX, 'POST', '/acts', { act: { act: 'batch-approve', batch } });
    expect(
      codeOf(
        await call(ALEX, 'POST', `/acts/${draftOf(without)}/sign`, {
          ...signInputOf(without, ALEX),
          assertion: null,
        }),
      ),
    ).toBe('assertion-required');
    expect(batchView.parse((await call(ALEX, 'GET', `/payouts/${batch}`)).json)).toMatchObject({
      state: 'prepared',
      approvals: { steps: [{ kind: 'prepared' }, { kind: 'waiting' }, { kind: 'release' }] },
    });
  });

  it('refuse to approve, release and export a batch with a payment that is held, naming it, why and what to do', async () => {
    const { desk, call } = serve({ gross: [495_000, 120_000] });
    const [fine = '', disputed = ''] = desk.entitlements;
    const attest = (at: string, agrees: boolean): void => {
      const name = `attested ${at}`;
      desk.writer.append(name, {
        type: 'attestation',
        at,
        by: SMITH.people[0].key,
        about: [desk.writer.hash('r1 settlement')],
        referral: uuidOf('referral r1'),
        body: { agrees, reason: agrees ? null : 'wrong-amount' },
      });
      desk.take(name);
    };
    const viewed = async () => batchView.parse((await call(ALEX, 'GET', `/payouts/${batch}`)).json);
    const batch = batchOf(await sign(call, BIANCA, prepareAct(desk)));
    attest('2026-09-21 00:00', false);
    const refused = problem.parse((await sign(call, ALEX, { act: 'batch-approve', batch })).json);
    expect(refused).toMatchObject({ status: 409, code: 'line-held', kept: 'Nothing was approved.' });
    expect(refused.detail).toMatch(/^Payment 2, to Smith & Partners.* for REF-SMI-2026-R1: nothing is owed as things stand/u);
    expect(refused.next).toMatch(/^It goes on once that is settled/u);
    expect(await viewed()).toMatchObject({
      may: { approve: refused.detail },
      lines: [{ hold: null }, { hold: { next: refused.next } }, { hold: null }],
    });
    expect(payouts.parse((await call(ALEX, 'GET', '/payouts')).json).batches).toMatchObject([{ held: 1 }]);

    attest('2026-09-21 00:01', true);
    expect((await sign(call, ALEX, { act: 'batch-approve', batch })).status).toBe(200);
    attest('2026-09-21 00:02', false);
    expect(codeOf(await sign(call, BIANCA, { act: 'batch-release', batch }))).toBe('line-held');
    const without = {
      ...prepareAct(desk),
      batch,
      entitlements: [fine],
      excluded: [{ entitlement: disputed, reason: 'the amount is disputed' }],
    };
    expect((await sign(call, BIANCA, without)).status).toBe(200);
    expect((await sign(call, ALEX, { act: 'batch-approve', batch })).status).toBe(200);
    expect((await sign(call, BIANCA, { act: 'batch-release', batch })).status).toBe(200);
    expect((await call(BIANCA, 'POST', `/payouts/${batch}/aba`, { seenBefore: false })).status).toBe(200);
  });

  it('let nobody in who is not signed in, and no role do what it may not', async () => {
    const { desk, call } = serve({
      changes: { change: { bianca: (draft) => ({ ...draft, body: { ...draft.body, roles: ['auditor'] } }) } },
    });
    expect((await call(null, 'GET', '/payouts')).status).toBe(401);
    expect(codeOf(await sign(call, BIANCA, prepareAct(desk)))).toBe('not-permitted');
    expect((await call(BIANCA, 'POST', '/statements', { name: 's.csv', base64: '' })).status).toBe(403);
    expect((await call(BIANCA, 'PUT', '/settings', { backupFolder: '/backups' })).status).toBe(403);
    expect(payouts.parse((await call(BIANCA, 'GET', '/payouts')).json).payable[0]?.client).toBe('withheld');
    expect(payouts.parse((await call(ALEX, 'GET', '/payouts')).json).payable[0]?.client).toBe('Sarah Chen');
  });

  it('refuse a statement that cannot be read or names no account, and keep nothing of it', async () => {
    const { desk, call } = serve();
    const send = (text: string, account?: string) =>
      call(BIANCA, 'POST', '/statements', {
        name: 's.csv',
        base64: Buffer.from(text).toString('base64'),
        ...(account === undefined ? {} : { account }),
      });
    expect(codeOf(await send('\u0000\u0001'))).toMatch(/^statement-/u);
    const netbank = '20/11/2026,"+0.05","Credit Interest","+66643.53"\r\n19/11/2026,"-139.90","STARLING TELECOM BPAY","+66643.48"\r\n';
    expect(codeOf(await send(netbank))).toBe('statement-account');
    expect(desk.desk.db.all(payoutSql.selectFrom('statement_line').selectAll())).toEqual([]);
    expect(statementResult.parse((await send(netbank, '062000 10203040')).json)).toMatchObject({
      lines: 2,
      already: 0,
    });
    expect(statementResult.parse((await send(netbank, '062000 10203040')).json)).toMatchObject({
      lines: 2,
      already: 2,
    });
  });
});

describe('settings over the API', () => {
  it('keep every version with who set it, and never answer a password', async () => {
    const { desk, call } = serve();
    const mail = {
      host: 'mail.example.com',
      port: 465,
      secure: true,
      user: 'desk',
      password: 'correct horse',
      from: 'desk@example.com',
    };
    const answered = await call(ALEX, 'PUT', '/settings', { mail, bank: { ...BANK, bsb: '032-001' } });
    expect(settings.parse(answered.json)).toMatchObject({
      bank: { bsb: '032001' },
      mail: { host: 'mail.example.com', hasPassword: true },
    });
    expect(JSON.stringify(answered.json)).not.toContain('correct horse');
    await call(ALEX, 'PUT', '/settings', { mail: { ...mail, password: null, port: 587 } });
    expect(mailSettings(desk.desk)).toMatchObject({ port: 587, password: 'correct horse' });
    const versions = desk.desk.db.all(
      payoutSql.selectFrom('setting').select(['name', 'version', 'person', 'before']).orderBy('name').orderBy('version'),
    );
    expect(versions.map((row) => [row.name, row.version, row.before === null])).toEqual([
      ['bank', 1, true],
      ['bank', 2, false],
      ['mail', 1, true],
      ['mail', 2, false],
    ]);
    expect(() => desk.desk.db.run(payoutSql.updateTable('setting').set({ value: '{}' }))).toThrow(/append-only/u);
  });

  it.each([
    [{ bsb: '12' }, 'bank.bsb'],
    [{ account: '0000' }, 'bank.account'],
    [{ profile: 'no-such-bank' }, 'bank.profile'],
    [{ userId: '' }, 'bank.userId'],
    [{ title: ' ' }, 'bank.title'],
  ])('refuse %j and keep what was set', async (wrong, where) => {
    const { call } = serve();
    const answer = await call(ALEX, 'PUT', '/settings', { bank: { ...BANK, ...wrong } });
    expect([answer.status, problem.parse(answer.json).where]).toEqual([422, where]);
    expect(settings.parse((await call(ALEX, 'GET', '/settings')).json).bank).toMatchObject({
      bsb: '032000',
      account: '123456',
    });
  });
});
