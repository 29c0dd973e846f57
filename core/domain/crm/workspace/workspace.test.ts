import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permits } from '../../permission/permission.ts';
import { instantFromMs } from '../../time/instant.ts';
import { addDays, localDateFromEpochDay, parseLocalDate } from '../../time/local-date.ts';
import { reminderIsOn, taskState } from '../task/task.ts';
import { ACTS_OF, mayAct, workspaceAccess } from './access.ts';
import { checkHandOver } from './hand-over.ts';
import { accountHealth, type HealthFacts } from './health.ts';
import { lastMonths, median } from './months.ts';
import { ownerSchema, seatOwner } from './owner.ts';
import { WORKSPACE_ROLES } from './role.ts';
import { DEFAULT_WORKSPACES, ownersOf, ownerWords, personBehind, type Workspaces, workspacesSchema } from './workspaces.ts';

const PRIYA = '01890000-0000-7000-8000-000000000001';
const TOM = '01890000-0000-7000-8000-000000000002';
const names = new Map([
  [PRIYA, 'Priya Nair'],
  [TOM, 'Tom Walsh'],
]);
const withSeat = (person: string | null): Workspaces => ({
  roles: { ...DEFAULT_WORKSPACES.roles, bd: { name: 'Business development', seats: [{ id: 'bd-lead', name: 'BD lead', person }] } },
});
const today = localDateFromEpochDay(20_700);

describe('seats', () => {
  it('are a setting with placeholders, their ids unique over all workspaces', () => {
    expect(workspacesSchema.parse(DEFAULT_WORKSPACES)).toEqual(DEFAULT_WORKSPACES);
    const twice = { roles: { ...DEFAULT_WORKSPACES.roles, cs: DEFAULT_WORKSPACES.roles.bd } };
    expect(workspacesSchema.safeParse(twice).error?.issues[0]?.path).toEqual(['roles', 'cs', 'seats', 0, 'id']);
  });

  it('carry their work to whoever takes them', () => {
    const owner = seatOwner('bd-lead');
    const words = (workspaces: Workspaces): string => ownerWords(workspaces, owner, (person) => names.get(person));
    expect([words(withSeat(null)), words(withSeat(PRIYA)), words(withSeat(TOM))]).toEqual([
      'BD lead (to be announced)',
      'Priya Nair, BD lead',
      'Tom Walsh, BD lead',
    ]);
    expect(ownersOf(withSeat(TOM), TOM)).toEqual([TOM, owner]);
    expect(personBehind(withSeat(TOM), owner)).toBe(TOM);
    expect(personBehind(withSeat(null), owner)).toBeNull();
    expect(ownerWords(withSeat(null), 'seat:gone', () => undefined)).toBe('a seat that was removed');
    expect(ownerWords(withSeat(null), PRIYA, () => undefined)).toBe('a person who left');
    expect(ownerSchema.safeParse('Priya').success).toBe(false);
  });
});

describe('access to workspaces', () => {
  const access = (workspaces: Workspaces, person: string, ...roles: Parameters<typeof permits>[0]) =>
    workspaceAccess(workspaces, person, (permission) => permits(roles, permission));
  const bd = (...given: Parameters<typeof access>) => access(...given).find((one) => one.role === 'bd');

  it('needs the register role first, then a seat', () => {
    expect(bd(withSeat(TOM), TOM, 'adviser')).toEqual({ role: 'bd', see: true, act: true, reason: 'seat' });
    expect(bd(withSeat(TOM), PRIYA, 'adviser')).toEqual({ role: 'bd', see: true, act: false, reason: 'not-seated' });
    expect(bd(withSeat(TOM), PRIYA, 'principal')).toMatchObject({ act: true, reason: 'leads-the-practice' });
    expect(bd(withSeat(TOM), TOM, 'approver')).toEqual({ role: 'bd', see: true, act: false, reason: 'role-may-not' });
    expect(bd(withSeat(TOM), TOM, 'auditor')).toMatchObject({ see: false, act: false });
    expect(bd(withSeat(null), PRIYA, 'operations')).toMatchObject({ act: true, reason: 'seat-open' });
  });

  it('lets each workspace do its own acts only', () => {
    const only = (role: (typeof WORKSPACE_ROLES)[number]) => [{ role, see: true, act: true, reason: 'seat' as const }];
    expect(mayAct(only('bd'), 'work-deals')).toBe(false);
    expect(mayAct(only('sales'), 'work-deals')).toBe(true);
    expect(mayAct(only('cs'), 'work-tickets')).toBe(true);
    expect(mayAct([{ ...only('cs')[0]!, act: false }], 'work-tickets')).toBe(false);
    for (const role of WORKSPACE_ROLES) expect(ACTS_OF[role]).toContain('hand-over');
  });
});

describe('a hand-over', () => {
  const wish = (over: object) => checkHandOver(DEFAULT_WORKSPACES, { from: 'bd', to: 'sales', owner: null, reason: 'Qualified', ...over });

  it('goes one step on, one step back, or within a workspace, with a reason', () => {
    expect(wish({}).ok).toBe(true);
    expect(wish({ from: 'sales', to: 'bd' }).ok).toBe(true);
    expect(wish({ to: 'bd' }).ok).toBe(true);
    expect(wish({ from: null, to: 'cs' }).ok).toBe(true);
    expect(wish({ to: 'cmo' })).toEqual({ ok: false, error: { code: 'no-such-way', from: 'bd', to: 'cmo', allowed: ['sales'] } });
    expect(wish({ reason: ' ' })).toMatchObject({ error: { code: 'reason-needed' } });
  });

  it('gives a contact to a seat of that workspace only', () => {
    expect(wish({ owner: seatOwner('sales-internal') }).ok).toBe(true);
    expect(wish({ owner: seatOwner('bd-lead') })).toMatchObject({ error: { code: 'seat-elsewhere', role: 'bd' } });
    expect(wish({ owner: seatOwner('gone') })).toMatchObject({ error: { code: 'seat-unknown' } });
    expect(wish({ owner: ownerSchema.parse(TOM) }).ok).toBe(true);
  });
});

describe('account health', () => {
  const good: HealthFacts = {
    lastActivity: addDays(today, -3),
    openTickets: 0,
    lateTickets: 0,
    lastWon: addDays(today, -40),
    openDeals: 1,
    overdueTasks: 0,
    referrals: 1,
  };

  it('explains itself', () => {
    expect(accountHealth(good, today)).toMatchObject({ score: 100, band: 'healthy' });
    const poor = accountHealth(
      { ...good, lastActivity: addDays(today, -200), lateTickets: 2, lastWon: null, openDeals: 0, referrals: 0 },
      today,
    );
    expect(poor.band).toBe('at-risk');
    expect(poor.lines.map((line) => `${line.name}: ${line.points} of ${line.of}, ${line.why}`)).toEqual([
      'In touch: 0 of 30, Last activity 200 days ago',
      'Tickets: 0 of 25, 2 late',
      'Work: 0 of 20, No deal was won, none is open',
      'Our promises: 15 of 15, No task is overdue',
      'Referrals: 0 of 10, Never referred',
    ]);
  });

  it('adds up to at most 100 and never rises when something gets worse', () => {
    const day = fc.option(
      fc.integer({ min: 0, max: 700 }).map((ago) => addDays(today, -ago)),
      { nil: null },
    );
    const count = fc.nat({ max: 4 });
    const facts = fc.record({
      lastActivity: day,
      openTickets: count,
      lateTickets: count,
      lastWon: day,
      openDeals: count,
      overdueTasks: count,
      referrals: count,
    });
    fc.assert(
      fc.property(facts, (known) => {
        const health = accountHealth(known, today);
        expect(health.lines.reduce((sum, line) => sum + line.of, 0)).toBe(100);
        expect(health.lines.every((line) => line.points >= 0 && line.points <= line.of)).toBe(true);
        for (const worse of [
          { ...known, lateTickets: known.lateTickets + 1, openTickets: known.openTickets + 1 },
          { ...known, overdueTasks: known.overdueTasks + 1 },
          { ...known, lastActivity: known.lastActivity === null ? null : addDays(known.lastActivity, -60) },
        ])
          expect(accountHealth(worse, today).score).toBeLessThanOrEqual(health.score);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('tasks', () => {
  const task = (over: object = {}) => ({ due: today, remindAt: null, doneAt: null, ...over });

  it('are late from the day after', () => {
    expect(['2020-01-01', null].map((due) => taskState(task({ due }), today))).toEqual(['late', 'undated']);
    expect([0, 1, -1].map((days) => taskState(task({ due: addDays(today, days) }), today))).toEqual(['today', 'later', 'late']);
    expect(taskState(task({ doneAt: instantFromMs(0), due: addDays(today, -9) }), today)).toBe('done');
  });

  it('remind from their time on until they are done', () => {
    const remindAt = instantFromMs(1000);
    expect([999, 1000, 5000].map((ms) => reminderIsOn(task({ remindAt }), instantFromMs(ms)))).toEqual([false, true, true]);
    expect(reminderIsOn(task({ remindAt, doneAt: remindAt }), instantFromMs(2000))).toBe(false);
    expect(reminderIsOn(task(), instantFromMs(2000))).toBe(false);
  });
});

describe('months', () => {
  it('follow each other without gap, the current one last', () => {
    const day = parseLocalDate('2026-03-31');
    if (!day.ok) throw new Error(day.error.code);
    const months = lastMonths(day.value, 15);
    expect(months.map((month) => month.id).slice(-4)).toEqual(['2025-12', '2026-01', '2026-02', '2026-03']);
    for (const [index, month] of months.entries()) expect(month.from).toBe(months[index - 1]?.until ?? '2025-01-01');
    expect(months.at(-1)?.until).toBe('2026-04-01');
  });

  it('have a median that is one of the values', () => {
    expect([median([]), median([4]), median([9, 1, 5]), median([4, 1, 3, 2])]).toEqual([null, 4, 5, 2]);
  });
});
