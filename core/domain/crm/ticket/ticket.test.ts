import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseHolidayFile } from '../../calendar/holiday-file.ts';
import { type Instant, instantFromMs, instantToMs } from '../../time/instant.ts';
import { activitySchema, activityWords } from '../contact-work/activity.ts';
import { noteSchema } from '../contact-work/note.ts';
import { LONGEST_TEXT } from '../contact-work/text.ts';
import { DEFAULT_SLA_POLICY } from '../sla/sla-policy.ts';
import { workCalendar } from '../sla/work-calendar.ts';
import { OFFICE_HOURS } from '../sla/working-hours.ts';
import { type TicketAct, ticketAct } from './ticket-acts.ts';
import { ticketClocks } from './ticket-clocks.ts';
import { type TicketDocument, ticketSchema, ticketState } from './ticket-document.ts';

const CONTACT = '01890000-0000-7000-8000-0000000000aa';
const opened = '2026-10-12T22:00:00.000Z' as Instant; // Tuesday 9:00 AEDT
const later = (hours: number): Instant => instantFromMs(instantToMs(opened) + hours * 3_600_000);
const ticket = (over: Partial<TicketDocument> = {}): TicketDocument =>
  ticketSchema.parse({
    contact: CONTACT,
    subject: 'BAS is wrong',
    text: '',
    priority: 'high',
    role: 'cs',
    owner: null,
    openedAt: opened,
    respondedAt: null,
    solvedAt: null,
    solution: '',
    pauses: [],
    ...over,
  });
const file = parseHolidayFile(
  JSON.parse(readFileSync(new URL('../../../../resources/holidays/au-2026-2028.json', import.meta.url), 'utf8')),
);
if (!file.ok) throw new Error(file.error.problem);
const calendar = workCalendar(OFFICE_HOURS, file.value, []);
const kinds = (one: TicketDocument, now: Instant): readonly string[] => {
  const clocks = ticketClocks(one, DEFAULT_SLA_POLICY, calendar, now);
  return [clocks.respond, clocks.solve].map((state) => (state.ok ? state.value.kind : state.error.code));
};
const after = (one: TicketDocument, act: TicketAct, now: Instant): TicketDocument => {
  const done = ticketAct(one, act, now);
  if (!done.ok) throw new Error(done.error.code);
  return ticketSchema.parse({ ...one, ...done.value });
};

describe('a ticket', () => {
  it('keeps two promises: a first answer and a solution', () => {
    expect(kinds(ticket(), later(1))).toEqual(['due-today', 'due-in']);
    expect(kinds(ticket(), later(5))).toEqual(['late', 'due-in']);
    expect(kinds(after(ticket(), { act: 'respond' }, later(1)), later(60))).toEqual(['met', 'late']);
    expect(kinds(after(ticket(), { act: 'solve', solution: 'Sent again' }, later(2)), later(900))).toEqual(['met', 'met']);
  });

  it('stands still while somebody else must answer', () => {
    const waiting = after(ticket(), { act: 'pause', reason: 'Asked the client' }, later(1));
    expect([ticketState(waiting), ...kinds(waiting, later(900))]).toEqual(['waiting', 'paused', 'paused']);
    const again = after(waiting, { act: 'resume' }, later(24));
    expect([ticketState(again), ...kinds(again, later(25))]).toEqual(['open', 'due-today', 'due-in']);
  });

  it('opens again without blame for the time it was solved', () => {
    const solved = after(ticket(), { act: 'solve', solution: 'x' }, later(2));
    const again = after(solved, { act: 'reopen' }, later(240));
    expect([ticketState(again), ...kinds(again, later(241))]).toEqual(['open', 'met', 'due-in']);
  });

  it.each<[TicketDocument, TicketAct, string]>([
    [ticket({ respondedAt: opened }), { act: 'respond' }, 'answered-before'],
    [ticket({ solvedAt: opened }), { act: 'respond' }, 'solved-before'],
    [ticket({ solvedAt: opened }), { act: 'solve', solution: '' }, 'solved-before'],
    [ticket({ solvedAt: opened }), { act: 'pause', reason: 'x' }, 'solved-before'],
    [ticket({ pauses: [{ from: opened, to: null, reason: 'x' }] }), { act: 'pause', reason: 'x' }, 'paused-before'],
    [ticket(), { act: 'resume' }, 'not-paused'],
    [ticket(), { act: 'reopen' }, 'not-solved'],
  ])('refuses what does not fit: %#', (one, act, code) => {
    expect(ticketAct(one, act, later(1))).toEqual({ ok: false, error: { code } });
  });

  it('stays in form under any acts at any times that only go forward', () => {
    const acts = fc.constantFrom<TicketAct>(
      { act: 'respond' },
      { act: 'pause', reason: 'x' },
      { act: 'resume' },
      { act: 'solve', solution: 'x' },
      { act: 'reopen' },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(acts, fc.nat({ max: 50 })), { maxLength: 25 }), (steps) => {
        let [one, hours] = [ticket(), 0];
        for (const [act, more] of steps) {
          hours += more;
          const done = ticketAct(one, act, later(hours));
          if (done.ok) one = ticketSchema.parse({ ...one, ...done.value });
        }
        expect(kinds(one, later(hours)).every((kind) => ['met', 'missed', 'paused', 'due-in', 'due-today', 'late'].includes(kind))).toBe(
          true,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('refuses times that cannot be', () => {
    const read = ticketSchema.safeParse({ ...ticket(), respondedAt: later(-1), pauses: [{ from: later(-2), to: null, reason: 'x' }] });
    expect(read.error?.issues.map((issue) => issue.path[0])).toEqual(['pauses', 'respondedAt']);
  });
});

describe('notes and activities', () => {
  it('refuse ten megabytes kindly', () => {
    const read = noteSchema.safeParse({ contact: CONTACT, deal: null, at: opened, text: 'x'.repeat(10_485_760), pinned: false });
    expect(read.error?.issues).toHaveLength(1);
    expect(read.error?.issues[0]?.message).toBe(
      'A text holds up to 100,000 characters; this one has 10,485,760. Keep the file itself in your file store and write here what matters in it.',
    );
    expect(noteSchema.safeParse({ contact: CONTACT, deal: null, at: opened, text: 'x'.repeat(LONGEST_TEXT), pinned: false }).success).toBe(
      true,
    );
    expect(noteSchema.safeParse({ contact: CONTACT, deal: null, at: opened, text: ' \n ', pinned: false }).success).toBe(false);
  });

  it('take any script and say what happened', () => {
    const activity = activitySchema.parse({
      contact: CONTACT,
      deal: null,
      type: 'call',
      at: opened,
      minutes: 12,
      direction: 'out',
      subject: 'Nguyễn Thị Ánh, 王小明, محمد',
      text: '🙂',
    });
    expect(activityWords(activity)).toBe('We called: Nguyễn Thị Ánh, 王小明, محمد');
    expect(activityWords({ ...activity, type: 'email', direction: 'in' })).toMatch(/^Wrote to us/u);
    expect(activityWords({ ...activity, type: 'meeting', direction: null })).toMatch(/^Meeting/u);
  });
});
