import type { RequestView } from '../../../core/contract/rights.ts';
import { calendarText } from '../../ui/dateText.ts';
import { dayOf } from '../../ui/exact.ts';
import { Status } from '../../ui/Status.tsx';

const days = (count: number): string => `${count.toLocaleString('en-AU')} ${count === 1 ? 'day' : 'days'}`;

/** A time limit in calendar days: how much is left, or how late it is. `done`: how the end is called, "Answered", "Assessed". */
export const DueStatus = ({ due, done }: { readonly due: RequestView['due']; readonly done: string }) => {
  const by = calendarText(dayOf(due.due), 'date');
  switch (due.state) {
    case 'open':
      return <Status kind="waiting" rest={`${days(due.days)} left`}>{`By ${by}`}</Status>;
    case 'soon':
      return <Status kind="late" rest={due.days === 0 ? 'today' : `${days(due.days)} left`}>{`By ${by}`}</Status>;
    case 'late':
      return <Status kind="broken" rest={`since ${by}`}>{`${days(due.days)} late`}</Status>;
    case 'done':
      return <Status kind="done">{`${done} in time`}</Status>;
    case 'done-late':
      return <Status kind="late">{`${done} ${days(due.days)} late`}</Status>;
  }
};
