import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconClock,
  IconHandStop,
  IconHourglass,
  IconLock,
  IconPlayerPause,
  IconX,
} from '@tabler/icons-react';
import type { Tone } from './tone.ts';

/** Every state the product can show; each has one icon and one tone, and always travels with a word. */
export type StatusKind =
  | 'done'
  | 'waiting'
  | 'late'
  | 'broken'
  | 'withdrawn'
  | 'not-yet'
  | 'cooling-off'
  | 'excluded'
  | 'private'
  | 'paused';

const looks = {
  done: { icon: IconCircleCheckFilled, tone: 'ok' },
  waiting: { icon: IconClock, tone: 'waiting' },
  late: { icon: IconAlertTriangle, tone: 'warn' },
  broken: { icon: IconX, tone: 'bad' },
  withdrawn: { icon: IconHandStop, tone: 'bad' },
  'not-yet': { icon: IconCircleDashed, tone: 'mute' },
  'cooling-off': { icon: IconHourglass, tone: 'waiting' },
  excluded: { icon: IconBan, tone: 'mute' },
  private: { icon: IconLock, tone: 'mute' },
  paused: { icon: IconPlayerPause, tone: 'warn' },
} as const;

/** The tone of a state. */
export const toneOf = (kind: StatusKind): Tone => looks[kind].tone;

/** The icon of a state, hidden from assistive technology because its word stands beside it. */
export const StatusIcon = ({ kind, size = 15 }: { readonly kind: StatusKind; readonly size?: number }) => {
  const Icon = looks[kind].icon;
  return <Icon size={size} stroke={1.7} aria-hidden="true" />;
};
