import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { z } from 'zod';
import { request } from '../../client.ts';
import { dropSession } from '../../session.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { usePreferences } from '../preferences.ts';
import css from './TitleBar.module.css';

const schemes = [
  ['auto', 'As this computer'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const;

const densities = [
  ['normal', 'Normal, 32 px'],
  ['compact', 'Compact, 28 px'],
] as const;

const Tick = ({ on }: { readonly on: boolean }) =>
  on ? <IconCheck size={15} stroke={1.8} aria-hidden="true" /> : <span className={css.noTick} />;

/** Who is signed in, and how the window looks for this person. */
export const PersonMenu = ({ name }: { readonly name: string }) => {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = async () => {
    // The window forgets in any case; a desk that does not answer forgets with its process.
    await request('POST', '/api/sign-out', z.unknown(), { body: {} }).catch(() => undefined);
    dropSession();
    queries.clear();
    await navigate({ to: '/sign-in' });
  };
  const { density, setDensity, letters, setLetters } = usePreferences();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button" className={css.person}>
          <Avatar name={name} />
          <span className={css.personName}>{name}</span>
          <span className="visually-hidden">, and how this window looks</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Colours</Menu.Label>
        {schemes.map(([value, words]) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Tick on={colorScheme === value} />}
            onClick={() => setColorScheme(value)}
          >
            {words}
          </Menu.Item>
        ))}
        <Menu.Label>Rows</Menu.Label>
        {densities.map(([value, words]) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={density === value}
            leftSection={<Tick on={density === value} />}
            onClick={() => setDensity(value)}
          >
            {words}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={letters}
          leftSection={<Tick on={letters} />}
          closeMenuOnClick={false}
          onClick={() => setLetters(!letters)}
        >
          Single-key shortcuts
        </Menu.Item>
        <Menu.Item onClick={() => void signOut()} leftSection={<IconLogout size={15} stroke={1.7} aria-hidden="true" />}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
