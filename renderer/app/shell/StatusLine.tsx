import {
  IconArchive,
  IconFiles,
  IconHourglass,
  IconLinkOff,
  IconPlugConnected,
  IconPlugConnectedX,
  IconShieldCheck,
  IconX,
} from '@tabler/icons-react';
import type { Instant } from '../../../core/domain/time/instant.ts';
import { localTime, zoneAbbreviation, type ZoneId } from '../../../core/domain/time/zone.ts';
import { useNow, useZone } from '../clock.ts';
import { momentText } from '../../ui/dateText.ts';
import { fours } from '../../ui/Hash.tsx';
import { StatusBar, type StatusPart } from '../../ui/StatusBar.tsx';
import type { Status } from '../../../core/contract/status.ts';
import { instantOf } from '../../ui/exact.ts';

const icon = { size: 15, stroke: 1.6, 'aria-hidden': true } as const;

/** What this bar's words go by: the present minute and the practice's zone. */
type Clock = { readonly now: Instant; readonly zone: ZoneId };

/** The hour today, else the day. */
const briefly = (text: string, { now, zone }: Clock): string => {
  const at = instantOf(text);
  return momentText(at, momentText(at, 'date', zone) === momentText(now, 'date', zone) ? 'time' : 'short', zone);
};

const when = (at: string | null, clock: Clock): string => (at === null ? 'nothing yet' : briefly(at, clock));

const checkPart = ({ lastWalk, log }: Status, clock: Clock): StatusPart => {
  const size = log === null ? 'no log yet' : `log at ${log.size.toLocaleString('en-AU')}`;
  if (lastWalk === null)
    return {
      id: 'check',
      icon: <IconLinkOff {...icon} />,
      text: `Chain not checked yet, ${size}`,
      to: '/ledger',
    };
  const at = briefly(lastWalk.at, clock);
  return lastWalk.ok
    ? {
        id: 'check',
        icon: <IconShieldCheck {...icon} />,
        tone: 'ok',
        text: `Chain verified ${at}, ${size}`,
        to: '/ledger',
      }
    : {
        id: 'check',
        icon: <IconX {...icon} />,
        tone: 'bad',
        strong: 'Chain check failed',
        text: `${at}, after ${lastWalk.events.toLocaleString('en-AU')} entries`,
        to: '/ledger',
      };
};

const waitingText = (count: number): string =>
  count === 0 ? 'Nothing waits' : `${count} ${count === 1 ? 'entry waits' : 'entries wait'} to be sent`;

const backupPart = ({ lastBackup }: Status, clock: Clock): StatusPart =>
  lastBackup === null
    ? {
        id: 'backup',
        icon: <IconArchive {...icon} />,
        tone: 'warn',
        strong: 'No backup yet',
        to: '/backups',
        end: true,
      }
    : {
        id: 'backup',
        icon: <IconArchive {...icon} />,
        text: `Backup ${briefly(lastBackup.at, clock)}, ${lastBackup.verified ? 'restore tested' : 'restore not tested'}`,
        to: '/backups',
        end: true,
      };

const timeText = ({ now, zone }: Clock): string =>
  `${momentText(now, 'moment', zone)} ${zoneAbbreviation(zone, localTime(now, zone).offsetMinutes)}`;

const netPart = ({ connection }: Status, clock: Clock): StatusPart => {
  if (connection.mode === 'files')
    return {
      id: 'net',
      icon: <IconFiles {...icon} />,
      strong: 'Files only',
      text: `· not witnessed · sent ${when(connection.lastSent, clock)} · received ${when(connection.lastReceived, clock)}`,
      to: '/network',
    };
  const alarms = connection.alarms === 0 ? '' : ` · ${connection.alarms} ${connection.alarms === 1 ? 'alarm' : 'alarms'}`;
  const log =
    connection.logSize === null
      ? '· network log not seen yet'
      : `· network log at ${connection.logSize.toLocaleString('en-AU')}, ${connection.witnessedAt === null ? 'not witnessed' : `witnessed ${briefly(connection.witnessedAt, clock)}`}`;
  const names = { off: 'Connecting', connecting: 'Connecting', online: 'Connected', offline: 'Offline' } as const;
  return {
    id: 'net',
    icon: connection.state === 'offline' ? <IconPlugConnectedX {...icon} /> : <IconPlugConnected {...icon} />,
    ...(connection.alarms > 0 ? { tone: 'bad' as const } : connection.state === 'online' ? { tone: 'ok' as const } : {}),
    strong: names[connection.state],
    text: `${log}${alarms}`,
    to: '/network',
  };
};

/** The status bar: how the desk reaches others, what waits, and what was checked. */
export const StatusLine = ({ status }: { readonly status: Status }) => {
  const clock: Clock = { now: useNow(), zone: useZone() };
  return (
    <StatusBar
      parts={[
        netPart(status, clock),
        {
          id: 'waits',
          icon: <IconHourglass {...icon} />,
          text: waitingText(status.connection.waiting),
          to: '/exchange',
        },
        checkPart(status, clock),
        ...(status.log === null || status.log.size === 0
          ? []
          : [{ id: 'root', text: 'Root', hash: fours(status.log.root.slice(0, 8)), to: '/ledger' as const }]),
        backupPart(status, clock),
        { id: 'time', text: timeText(clock), end: true },
      ]}
    />
  );
};
