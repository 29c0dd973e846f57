import { IconArchive, IconFiles, IconHourglass, IconLinkOff, IconShieldCheck, IconX } from '@tabler/icons-react';
import type { Instant } from '../../../core/domain/time/instant.ts';
import { localTime, zoneAbbreviation } from '../../../core/domain/time/zone.ts';
import { localZone, useNow } from '../clock.ts';
import { momentText } from '../../ui/dateText.ts';
import { fours } from '../../ui/Hash.tsx';
import { StatusBar, type StatusPart } from '../../ui/StatusBar.tsx';
import type { OpenFrame } from '../frame.ts';

type DeskStatus = OpenFrame['status'];

const icon = { size: 15, stroke: 1.6, 'aria-hidden': true } as const;

const sameDay = (one: Instant, other: Instant): boolean => momentText(one, 'date', localZone) === momentText(other, 'date', localZone);

/** The hour today, else the day. */
const briefly = (at: Instant, now: Instant): string => (sameDay(at, now) ? momentText(at, 'time', localZone) : momentText(at, 'short', localZone));

const when = (at: Instant | null, now: Instant): string => (at === null ? 'nothing yet' : briefly(at, now));

const checkPart = ({ checked, logSize }: DeskStatus, now: Instant): StatusPart => {
  const size = `log at ${logSize.toLocaleString('en-AU')}`;
  if (checked === null) return { id: 'check', icon: <IconLinkOff {...icon} />, text: `Chain not checked yet, ${size}`, to: '/ledger' };
  const at = briefly(checked.at, now);
  return checked.intact
    ? { id: 'check', icon: <IconShieldCheck {...icon} />, tone: 'ok', text: `Chain verified ${at}, ${size}`, to: '/ledger' }
    : { id: 'check', icon: <IconX {...icon} />, tone: 'bad', strong: 'Chain check failed', text: `${at}${checked.firstBad === null ? '' : `, entry ${checked.firstBad.toLocaleString('en-AU')}`}`, to: '/ledger' };
};

const waitingText = (count: number): string => (count === 0 ? 'Nothing waits' : `${count} ${count === 1 ? 'entry waits' : 'entries wait'} to be sent`);

const backupPart = ({ backup }: DeskStatus, now: Instant): StatusPart =>
  backup === null
    ? { id: 'backup', icon: <IconArchive {...icon} />, tone: 'warn', strong: 'No backup yet', to: '/backups', end: true }
    : { id: 'backup', icon: <IconArchive {...icon} />, text: `Backup ${briefly(backup.at, now)}, ${backup.restoreTested ? 'restore tested' : 'restore not tested'}`, to: '/backups', end: true };

const clock = (now: Instant): string => `${momentText(now, 'moment', localZone)} ${zoneAbbreviation(localZone, localTime(now, localZone).offsetMinutes)}`;

/** The status bar of a desk that works by files. */
export const StatusLine = ({ status }: { readonly status: DeskStatus }) => {
  const now = useNow();
  return (
    <StatusBar
      parts={[
        { id: 'net', icon: <IconFiles {...icon} />, strong: 'Files only', text: `· not witnessed · sent ${when(status.lastSent, now)} · received ${when(status.lastReceived, now)}`, to: '/exchange' },
        { id: 'waits', icon: <IconHourglass {...icon} />, text: waitingText(status.waiting), to: '/exchange' },
        checkPart(status, now),
        ...(status.root === '' ? [] : [{ id: 'root', text: 'Root', hash: fours(status.root.slice(0, 8)), to: '/ledger' as const }]),
        backupPart(status, now),
        { id: 'time', text: clock(now), end: true },
      ]}
    />
  );
};
