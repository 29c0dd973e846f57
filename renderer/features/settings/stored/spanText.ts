import type { WorkingHours } from '../../../../core/domain/crm/sla/working-hours.ts';

type Spans = WorkingHours['days'][number];

const clock = (text: string): string =>
  /^[0-9]:[0-9]{2}$/u.test(text) ? `0${text}` : /^[0-9]{1,2}$/u.test(text) ? `${text.padStart(2, '0')}:00` : text;

/** "09:00-12:00, 13:00-17:00". */
export const spansText = (spans: Spans): string => spans.map(({ from, to }) => `${from}-${to}`).join(', ');

/** Reads hours as they are typed: "9-17", "9:00–12:30, 13:30-18:00". What does not read stays as it is, for the setting's own check. */
export const spansOf = (text: string): Spans =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [from = '', to = ''] = part.split(/\s*[-–]\s*/u);
      return { from: clock(from), to: clock(to) };
    });
