import type { ClockView } from '../../../core/contract/crm.ts';
import { useZone } from '../../app/clock.ts';
import { momentText } from '../../ui/dateText.ts';
import { instantOf } from '../../ui/exact.ts';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';

const looks: Readonly<Record<ClockView['kind'], StatusKind>> = {
  met: 'done',
  missed: 'not-yet',
  paused: 'paused',
  'due-in': 'waiting',
  'due-today': 'waiting',
  late: 'late',
  unknown: 'not-yet',
};

/** Where a promise stands, short enough for a row: "Due Mon 30 Nov, 10:00", "Late by 2 h". The whole sentence shows on hover. */
export const ClockShort = ({ clock }: { readonly clock: ClockView }) => {
  const zone = useZone();
  const { kind, due, words } = clock;
  const at = due === null ? null : instantOf(due);
  const text =
    at !== null && kind === 'due-in'
      ? `Due ${momentText(at, 'short', zone)}, ${momentText(at, 'time', zone)}`
      : at !== null && kind === 'due-today'
        ? `Due today ${momentText(at, 'time', zone)}`
        : (words.split(/, | of work|; /u)[0] ?? words);
  return (
    <span className="nowrap" title={words}>
      <Status kind={looks[kind]}>{text}</Status>
    </span>
  );
};
