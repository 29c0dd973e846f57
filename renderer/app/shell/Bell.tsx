import { Menu } from '@mantine/core';
import { IconAlertTriangle, IconBell, IconClock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { Status } from '../../../core/contract/status.ts';
import { todayQuery } from '../../features/today/queries.ts';
import { warningPlace } from '../../features/today/warningPlace.ts';
import css from './TitleBar.module.css';

const said = (count: number): string => (count === 0 ? 'Nothing needs you' : `${count} ${count === 1 ? 'thing needs' : 'things need'} you`);

const SHOWN = 6;

/** What needs this person, and what is not well with the desk; each entry leads to its page. */
export const Bell = ({ warnings }: { readonly warnings: Status['warnings'] }) => {
  const { history } = useRouter();
  const { data } = useQuery({ ...todayQuery, refetchInterval: 120_000 });
  const needs = data?.needsYou ?? [];
  const count = needs.length + warnings.length;
  return (
    <Menu position="bottom-end" width={360} withinPortal={false}>
      <Menu.Target>
        <button type="button" className={css.bell} aria-label={said(count)} title={said(count)}>
          <IconBell size={17} stroke={1.7} aria-hidden="true" />
          {count > 0 ? <span className={css.dot} /> : null}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {count === 0 ? <Menu.Item onClick={() => history.push('/')}>Nothing needs you. Open Today</Menu.Item> : null}
        {needs.length === 0 ? null : <Menu.Label>Needs you</Menu.Label>}
        {needs.slice(0, SHOWN).map((need) => (
          <Menu.Item
            key={`${need.href} ${need.title}`}
            leftSection={
              need.late ? (
                <IconAlertTriangle size={15} stroke={1.7} aria-hidden="true" />
              ) : (
                <IconClock size={15} stroke={1.7} aria-hidden="true" />
              )
            }
            onClick={() => history.push(need.href)}
          >
            {need.title}
          </Menu.Item>
        ))}
        {needs.length > SHOWN ? <Menu.Item onClick={() => history.push('/')}>{needs.length - SHOWN} more on Today</Menu.Item> : null}
        {warnings.length === 0 ? null : <Menu.Label>This desk</Menu.Label>}
        {warnings.map((warning) => (
          <Menu.Item
            key={warning.code}
            leftSection={<IconAlertTriangle size={15} stroke={1.7} aria-hidden="true" />}
            onClick={() => history.push(warningPlace(warning.code)?.href ?? '/')}
          >
            {warning.text} <span className="second">{warning.next}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};
