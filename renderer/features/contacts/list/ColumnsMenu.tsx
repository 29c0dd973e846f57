import { ActionIcon, Button, Checkbox, NativeSelect, Popover } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3, IconMinus, IconPlus } from '@tabler/icons-react';
import { type ColumnFact, GROUPINGS } from '../../../../core/domain/contact/view/columns.ts';
import type { ViewState } from '../../../../core/domain/contact/view/view-state.ts';
import css from './list.module.css';

type Columns = ViewState['columns'];

const STEP = 24;
const MIN = 48;
const MAX = 900;

const moved = (columns: Columns, from: number, to: number): Columns => {
  const next = [...columns];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(to, 0, one);
  return next;
};

export interface ColumnsMenuProps {
  readonly facts: readonly ColumnFact[];
  readonly state: ViewState;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** Which columns a list shows, in which order and width, and what it is grouped by. Everything that dragging does, without dragging. */
export const ColumnsMenu = ({ facts, state, onChange }: ColumnsMenuProps) => {
  const { columns } = state;
  const title = (name: string): string => facts.find((one) => one.name === name)?.title ?? name;
  const hidden = facts.filter((fact) => columns.every((column) => column.name !== fact.name));
  const widen = (at: number, by: number) => {
    const held = columns[at];
    if (held === undefined) return;
    const width = held.width ?? facts.find((one) => one.name === held.name)?.width ?? 140;
    onChange({ columns: columns.map((one, index) => (index === at ? { ...one, width: Math.min(MAX, Math.max(MIN, width + by)) } : one)) });
  };
  const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;
  return (
    <Popover position="bottom-end" width={360} trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns3 {...icon} />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <NativeSelect
          label="Group by"
          mb={10}
          value={state.group ?? ''}
          data={[
            { value: '', label: 'Nothing' },
            ...GROUPINGS.map((name) => ({ value: name, label: name === 'kind' ? 'Type' : title(name) })),
          ]}
          onChange={(event) => onChange({ group: GROUPINGS.find((name) => name === event.currentTarget.value) ?? null })}
        />
        <ul className={css.columns} aria-label="Columns, from left to right">
          {columns.map(({ name }, at) => (
            <li key={name} className={css.column}>
              <Checkbox
                label={title(name)}
                checked
                disabled={columns.length === 1}
                onChange={() => onChange({ columns: columns.filter((one) => one.name !== name) })}
              />
              <span className={css.columnActs}>
                <ActionIcon variant="subtle" aria-label={`Make ${title(name)} narrower`} onClick={() => widen(at, -STEP)}>
                  <IconMinus {...icon} />
                </ActionIcon>
                <ActionIcon variant="subtle" aria-label={`Make ${title(name)} wider`} onClick={() => widen(at, STEP)}>
                  <IconPlus {...icon} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  aria-label={`Move ${title(name)} to the left`}
                  disabled={at === 0}
                  onClick={() => onChange({ columns: moved(columns, at, at - 1) })}
                >
                  <IconArrowUp {...icon} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  aria-label={`Move ${title(name)} to the right`}
                  disabled={at === columns.length - 1}
                  onClick={() => onChange({ columns: moved(columns, at, at + 1) })}
                >
                  <IconArrowDown {...icon} />
                </ActionIcon>
              </span>
            </li>
          ))}
          {hidden.map((fact) => (
            <li key={fact.name} className={css.column}>
              <Checkbox
                label={fact.title}
                checked={false}
                onChange={() => onChange({ columns: [...columns, { name: fact.name, width: null }] })}
              />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
};
