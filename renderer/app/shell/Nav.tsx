import type { ComponentType } from 'react';
import {
  IconArchive,
  IconArrowsRightLeft,
  IconBuildingBank,
  IconCash,
  IconHistory,
  IconHome,
  IconKey,
  IconLayoutKanban,
  IconListCheck,
  IconUsersGroup,
  IconWorldShare,
  IconLink,
  IconMailbox,
  IconAffiliate,
  IconScale,
  IconReceipt2,
  IconSettings,
  IconShieldCheck,
  IconShieldLock,
  IconSpeakerphone,
  IconUserCheck,
  IconUsers,
  type IconProps,
} from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { Avatar } from '../../ui/Avatar.tsx';
import { useQuery } from '@tanstack/react-query';
import { countsQuery, type Counts, type Frame } from '../frame.ts';
import css from './Nav.module.css';

interface Item {
  readonly name: string;
  readonly to: NonNullable<LinkProps['to']>;
  readonly icon: ComponentType<IconProps>;
  readonly count?: keyof Counts;
  readonly officeOnly?: boolean;
}

interface Group {
  readonly name?: string;
  readonly items: readonly Item[];
}

const groups: readonly Group[] = [
  {
    items: [
      { name: 'Today', to: '/', icon: IconHome, count: 'needsYou' },
      { name: 'Contacts', to: '/contacts', icon: IconUsers, count: 'contacts' },
      { name: 'Consent', to: '/consents', icon: IconUserCheck },
      { name: 'Referrals', to: '/referrals', icon: IconArrowsRightLeft, count: 'referrals' },
      { name: 'Pipeline', to: '/pipeline', icon: IconLayoutKanban },
      { name: 'Workspaces', to: '/workspaces', icon: IconUsersGroup },
      { name: 'Tasks and tickets', to: '/tasks', icon: IconListCheck },
      { name: 'Campaigns', to: '/campaigns', icon: IconSpeakerphone },
      { name: 'Exchange', to: '/exchange', icon: IconMailbox, count: 'exchange' },
    ],
  },
  {
    name: 'Money',
    items: [
      { name: 'Payouts', to: '/payouts', icon: IconCash, count: 'payouts' },
      { name: 'Bank statement', to: '/statement', icon: IconReceipt2 },
    ],
  },
  {
    name: 'Proof',
    items: [
      { name: 'Evidence packs', to: '/packs', icon: IconShieldCheck },
      { name: 'Ledger', to: '/ledger', icon: IconLink },
      { name: 'Privacy', to: '/privacy', icon: IconShieldLock },
    ],
  },
  {
    name: 'Set-up',
    items: [
      { name: 'People and keys', to: '/people', icon: IconKey },
      { name: 'Practices', to: '/practices', icon: IconAffiliate },
      { name: 'Legal', to: '/legal', icon: IconScale },
      { name: 'Network', to: '/network', icon: IconWorldShare },
      { name: 'Network office', to: '/office', icon: IconBuildingBank, officeOnly: true },
      { name: 'History', to: '/history', icon: IconHistory },
      { name: 'Backups', to: '/backups', icon: IconArchive },
      { name: 'Settings', to: '/settings', icon: IconSettings },
    ],
  },
];

const NavItem = ({ item, counts }: { readonly item: Item; readonly counts: Counts | undefined }) => {
  const Icon = item.icon;
  const count = item.count === undefined ? 0 : (counts?.[item.count] ?? 0);
  return (
    <li>
      <Link to={item.to} className={css.item} activeOptions={{ exact: item.to === '/' }} title={item.name}>
        <Icon size={17} stroke={1.7} aria-hidden="true" />
        <span className={css.name}>{item.name}</span>
        {count === 0 ? null : <span className={css.count}>{count.toLocaleString('en-AU')}</span>}
      </Link>
    </li>
  );
};

const noteOf = ({ practice, network }: Frame): string =>
  network?.test === true ? 'Test network' : practice.kind === 'office' ? 'Network office' : 'This computer';

/** Whose desk this is, and the pages. Icons only below 800 px; names stay for assistive technology and on hover. */
export const Nav = ({ frame }: { readonly frame: Frame }) => {
  const { data: counts } = useQuery(countsQuery);
  const { practice } = frame;
  return (
    <nav className={css.nav} aria-label="Pages of the desk">
      <div className={css.practice} title={practice.legalName}>
        <Avatar name={practice.legalName} shape="square" />
        <span>
          <span className={css.practiceName}>{practice.legalName}</span>
          <span className={css.practiceNote}>{noteOf(frame)}</span>
        </span>
      </div>
      {groups.map((group) => (
        <div key={group.name ?? 'first'}>
          {group.name === undefined ? null : <p className={css.group}>{group.name}</p>}
          <ul className={css.items}>
            {group.items
              .filter((item) => item.officeOnly !== true || practice.kind === 'office')
              .map((item) => (
                <NavItem key={item.to} item={item} counts={counts} />
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
};
