import { useState } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconArrowRight, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Kbd } from '../ui/Kbd.tsx';
import { paletteSources, type PaletteItem } from './paletteSources.ts';
import { registerSearch } from './searchSources.tsx';
import { create, goTo, type GoTo } from './shortcuts.ts';
import css from './Palette.module.css';

registerSearch();

interface Group {
  readonly name: string;
  readonly items: readonly PaletteItem[];
}

const toItem = (one: GoTo, prefix: 'g' | 'c'): PaletteItem => ({
  id: `${prefix}-${one.letter}`,
  label: one.name,
  icon: prefix === 'g' ? <IconArrowRight size={17} stroke={1.6} /> : <IconPlus size={17} stroke={1.6} />,
  side: <Kbd>{`${prefix.toLocaleUpperCase('en-AU')} ${one.letter.toLocaleUpperCase('en-AU')}`}</Kbd>,
  run: (navigate) => void navigate({ to: one.to }),
});

const matching = (items: readonly PaletteItem[], query: string): readonly PaletteItem[] => {
  const wanted = query.trim().toLocaleLowerCase('en-AU');
  return items.filter((item) => item.label.toLocaleLowerCase('en-AU').includes(wanted));
};

const useFound = (query: string): readonly Group[] => {
  const [settled] = useDebouncedValue(query.trim(), 120);
  const sources = paletteSources();
  const answers = useQueries({
    queries: sources.map((source) => ({
      queryKey: ['palette', source.group, settled],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => source.find(settled, signal),
      enabled: settled.length >= 2,
    })),
  });
  return sources.map((source, index) => ({
    name: source.group,
    items: settled.length >= 2 ? (answers[index]?.data ?? []) : [],
  }));
};

/** Ctrl K: jump, start an act, find anything, paste any id. */
export const Palette = ({ office }: { readonly office: boolean }) => {
  const [query, setQuery] = useState('');
  const navigate = useNavigate();
  const pages = goTo.filter((one) => office || one.officeOnly !== true).map((one) => toItem(one, 'g'));
  const fixed: readonly Group[] = [
    {
      name: 'Acts',
      items: matching(
        create.map((one) => toItem(one, 'c')),
        query,
      ),
    },
    { name: 'Go to', items: matching(pages, query) },
  ];
  const groups = [...useFound(query), ...fixed].filter((group) => group.items.length > 0);
  return (
    <Spotlight.Root
      attributes={{ content: { 'aria-label': 'Search, jump and act' } }}
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      scrollable
      maxHeight={470}
      size={660}
      yOffset="10vh"
      centered={false}
      overlayProps={{ blur: 0, backgroundOpacity: 0.42, color: '#000' }}
      classNames={{ content: css.content ?? '' }}
    >
      <Spotlight.Search
        aria-label="Search, jump, or paste any id"
        placeholder="Search, jump, or paste any id"
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden="true" />}
        rightSection={<Kbd>Esc</Kbd>}
        rightSectionWidth={56}
        classNames={{ input: css.search ?? '' }}
      />
      <Spotlight.ActionsList className={css.list ?? ''}>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.name} label={group.name} className={css.group ?? ''}>
            {group.items.map((item) => (
              <Spotlight.Action key={item.id} className={css.action ?? ''} onClick={() => item.run(navigate)}>
                <span className={css.icon}>{item.icon}</span>
                <span className={css.label}>{item.label}</span>
                <span className={css.detail}>{item.detail}</span>
                <span className={css.side}>{item.side}</span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 ? <Spotlight.Empty className={css.empty ?? ''}>Nothing on this desk matches.</Spotlight.Empty> : null}
      </Spotlight.ActionsList>
      <div className={css.foot}>
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> move
        </span>
        <span>
          <Kbd>Enter</Kbd> open
        </span>
        <span>Paste a hash or an id to jump to it</span>
      </div>
    </Spotlight.Root>
  );
};
