import { membershipOf } from '../../protocol/register/membership.ts';
import { registerOf } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { firstStepsOf } from '../training/first-steps.ts';
import type { NeedSource } from './need.ts';

/** Days after the activation from which the first steps are asked for, and after which they are late. */
const ASKED_FROM = 3;
const LATE_AFTER = 10;

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The module of the first steps, asked of each person of a new member from the third day on until they have passed it. Only the desk knows of it. */
export const trainingNeeds: NeedSource = ({ desk, person, today }) => {
  if (desk.profile.kind !== 'member') return [];
  const { standing } = membershipOf(registerOf(desk), desk.profile.practice);
  const activated = standing.find(({ status }) => status === 'active');
  if (activated === undefined || standing.at(-1)?.status !== 'active') return [];
  const began = dateIn(desk.zone, activated.at);
  if (today < daysAfter(began, ASKED_FROM)) return [];
  const { passed, module, steps } = firstStepsOf(desk, person);
  if (passed !== null) return [];
  const open = steps.filter((step) => !step.done).length;
  const due = daysAfter(began, LATE_AFTER);
  return [
    {
      title: `Work through “${module.title}”`,
      detail: `Your practice is a member, and you have not signed the result yet.${open === 0 ? '' : ` ${String(open)} of its ${String(steps.length)} first steps ${open === 1 ? 'is' : 'are'} open.`}`,
      due,
      late: today > due,
      act: 'Begin',
      href: '/first-steps',
      kind: 'training',
    },
  ];
};
