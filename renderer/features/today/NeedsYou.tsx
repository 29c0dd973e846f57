import {
  IconArrowsRightLeft,
  IconBuildingBank,
  IconCash,
  IconPencil,
  IconReceiptTax,
  IconSchool,
  IconShieldLock,
  IconSignature,
  type IconProps,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Today } from '../../../core/contract/desk.ts';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { calendarText } from '../../ui/dateText.ts';
import { dayOf } from '../../ui/exact.ts';
import { Hash } from '../../ui/Hash.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { Status } from '../../ui/Status.tsx';
import css from './TodayPage.module.css';

type Need = Today['needsYou'][number];

const icons: Readonly<Record<string, ComponentType<IconProps>>> = {
  referral: IconArrowsRightLeft,
  payout: IconCash,
  agreement: IconSignature,
  account: IconBuildingBank,
  invoice: IconReceiptTax,
  privacy: IconShieldLock,
  training: IconSchool,
};

/** The day by which something is due, or that it has none. */
export const Due = ({ due, late }: { readonly due: string | null; readonly late: boolean }) =>
  due === null ? (
    <Status kind="not-yet">No due date</Status>
  ) : (
    <Status kind={late ? 'late' : 'waiting'}>{`${late ? 'Was due' : 'Due'} ${calendarText(dayOf(due), 'short')}`}</Status>
  );

const Row = ({ need }: { readonly need: Need }) => {
  const Icon = icons[need.kind] ?? IconPencil;
  return (
    <li className={css.need}>
      <span className={css.glyph} data-tone={need.late ? 'warn' : 'waiting'}>
        <Icon size={17} stroke={1.6} aria-hidden="true" />
      </span>
      <span className={css.words}>
        <span className={css.title}>{need.title}</span>
        <span className={css.detail}>{need.detail}</span>
      </span>
      <span className={css.due}>
        <Due due={need.due} late={need.late} />
      </span>
      <HrefLink href={need.href} className={css.act} aria-label={`${need.act}: ${need.title}`}>
        {need.act}
      </HrefLink>
    </li>
  );
};

/** What waits for this practice by due date, and below it what happened last. */
export const NeedsYou = ({ today }: { readonly today: Today }) => (
  <Card title="Needs you" count={today.needsYou.length} flush>
    {today.needsYou.length === 0 ? (
      <p className={css.nothing}>Nothing waits for you. Signatures, approvals and answers stand here, each with its day.</p>
    ) : (
      <ul className={css.needs}>
        {today.needsYou.map((need) => (
          <Row key={`${need.href} ${need.title}`} need={need} />
        ))}
      </ul>
    )}
    {today.latest.length === 0 ? null : (
      <>
        <div className={css.latestHead}>
          <h3>Latest in the ledger</h3>
          <HrefLink href="/ledger">Open the ledger</HrefLink>
        </div>
        <ul>
          {today.latest.map((entry) => (
            <li key={entry.hash} className={css.entry}>
              <span className={css.when}>
                <DateTime at={entry.at} form="recent" inRow />
              </span>
              <HrefLink href={`/ledger/${entry.hash}`} className={css.entryWords}>
                {entry.words}
              </HrefLink>
              <span className={css.label}>Entry {entry.label}</span>
              <Hash hex={entry.hash} digits={8} copy={false} />
            </li>
          ))}
        </ul>
      </>
    )}
  </Card>
);
