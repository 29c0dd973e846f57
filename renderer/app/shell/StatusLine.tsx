import { IconArchive, IconFiles, IconHourglass, IconLinkOff, IconShieldCheck, IconX } from '@tabler/icons-react';
import type { Instant } from '../../../core/domain/time/instant.ts';
import { localTime, zoneAbbreviation } from '../../../core/domain/time/zone.ts';
import { localZone, useNow } from '../clock.ts';
import { momentText } from '../../ui/dateText.ts';
import { fours } from '../../ui/Hash.tsx';
import { StatusBar, type StatusPart } from '../../ui/StatusBar.tsx';
import type { Status } from '../../../core/contract/status.ts';
import { instantOf } from '../../ui/exact.ts';

const icon = { size: 15, stroke: 1.6, 'aria-hidden': true } as const;

const sameDay = (one: Instant, other: Instant): boolean => momentText(one, 'date', localZone) === momentText(other, 'date', localZone);

/** The hour today, else the day. */
const briefly = (text: string, now: Instant): string => {
  const at = instantOf(text);
  return momentText(at, sameDay(at, now) ? 'time' : 'short', localZone);
};

const when = (at: string | null, now: Instant): string => (at === null ? 'nothing yet' : briefly(at, now));

const checkPart = ({ lastWalk, log }: Status, now: Instant): StatusPart => {
  const size = log === null ? 'no log yet' : `log at ${log.size.toLocaleString('en-AU')}`;
  if (lastWalk === null) return { id: 'check', icon: <IconLinkOff {...icon} />, text: `Chain not checked yet, ${size}`, to: '/ledger' };
  const at = briefly(lastWalk.at, now);
  return lastWalk.ok
    ? { id: 'check', icon: <IconShieldCheck {...icon} />, tone: 'ok', text: `Chain verified ${at}, ${size}`, to: '/ledger' }
    : { id: 'check', icon: <IconX {...icon} />, tone: 'bad', strong: 'Chain check failed', text: `${at}, after ${lastWalk.events.toLocaleString('en-AU')} entries`, to: '/ledger' };
};

const waitingText = (count: number): string => (count === 0 ? 'Nothing waits' : `${count} ${count === 1 ? 'entry waits' : 'entries wait'} to be sent`);

const backupPart = ({ lastBackup }: Status, now: Instant): StatusPart =>
  lastBackup === null
    ? { id: 'backup', icon: <IconArchive {...icon} />, tone: 'warn', strong: 'No backup yet', to: '/backups', end: true }
    : { id: 'backup', icon: <IconArchive {...icon} />, text: `Backup ${briefly(lastBackup.at, now)}, ${lastBackup.verified ? 'restore tested' : 'restore not tested'}`, to: '/backups', end: true };

const clock = (now: Instant): string => `${momentText(now, 'moment', localZone)} ${zoneAbbreviation(localZone, localTime(now, localZone).offsetMinutes)}`;

/** The status bar of a desk that works by files. */
export const StatusLine = ({ status }: { readonly status: Status }) => {
  const now = useNow();
  return (
    <StatusBar
      parts={[
        { id: 'net', icon: <IconFiles {...icon} />, strong: 'Files only', text: `· not witnessed · sent ${when(status.connection.lastSent, now)} · received ${when(status.connection.lastReceived, now)}`, to: '/exchange' },
        { id: 'waits', icon: <IconHourglass {...icon} />, text: waitingText(status.connection.waiting), to: '/exchange' },
        checkPart(status, now),
        ...(status.log === null || status.log.size === 0 ? [] : [{ id: 'root', text: 'Root', hash: fours(status.log.root.slice(0, 8)), to: '/ledger' as const }]),
        backupPart(status, now),
        { id: 'time', text: clock(now), end: true },
      ]}
    />
  );
};
