import type { Today } from '../../../core/contract/desk.ts';

const small = [
  'Nothing',
  'One thing',
  'Two things',
  'Three things',
  'Four things',
  'Five things',
  'Six things',
  'Seven things',
  'Eight things',
  'Nine things',
] as const;

/** "Six things need you. Nothing is overdue." */
export const todayLine = (needsYou: Today['needsYou']): string => {
  const count = needsYou.length;
  const late = needsYou.filter((one) => one.late).length;
  const lead = `${small[count] ?? `${count.toLocaleString('en-AU')} things`} ${count < 2 ? 'needs' : 'need'} you.`;
  if (count === 0) return lead;
  return `${lead} ${late === 0 ? 'Nothing is overdue.' : `${late.toLocaleString('en-AU')} ${late === 1 ? 'is' : 'are'} overdue.`}`;
};
