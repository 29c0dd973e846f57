import { Fragment, useState } from 'react';
import { Button, Menu, Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  asEdited,
  chipAt,
  type ChipPlace,
  otherMatch,
  replaceChip,
  withAlternative,
  withChip,
  withoutChip,
} from '../../../../core/domain/contact/filter/edit-filter.ts';
import { type Chip, type Filter, isGroup } from '../../../../core/domain/contact/filter/filter.ts';
import { chipWords } from '../../../../core/domain/contact/filter/filter-words.ts';
import { ME } from '../../../../core/domain/contact/filter/fields.ts';
import { AddFilter, FilterChip } from '../../../ui/FilterChip.tsx';
import { ChipEditor, type Field } from './ChipEditor.tsx';
import { fieldsQuery } from './listQueries.ts';
import css from './list.module.css';

/** What is being edited: a chip that stands, a new one at the end, or an alternative of a part. */
type Editing =
  | { readonly kind: 'chip'; readonly place: ChipPlace; readonly field: Field }
  | { readonly kind: 'new'; readonly field: Field }
  | { readonly kind: 'or'; readonly part: number; readonly field: Field };

const FieldMenu = ({ fields, onChoose }: { readonly fields: readonly Field[]; readonly onChoose: (field: Field) => void }) => {
  const groups = [...new Set(fields.map((field) => field.group))];
  return (
    <Menu.Dropdown className={css.fieldMenu ?? ''}>
      {groups.map((group) => (
        <Fragment key={group}>
          <Menu.Label>{group}</Menu.Label>
          {fields
            .filter((field) => field.group === group)
            .map((field) => (
              <Menu.Item key={field.name} onClick={() => onChoose(field)}>
                {field.title}
              </Menu.Item>
            ))}
        </Fragment>
      ))}
    </Menu.Dropdown>
  );
};

export interface FilterBuilderProps {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

/** The chips of a filter, and, or and groups: each part of a chip opens what changes it. */
export const FilterBuilder = ({ filter: given, onChange }: FilterBuilderProps) => {
  const filter = asEdited(given);
  const { data } = useQuery(fieldsQuery);
  const fields = data?.fields ?? [];
  const [editing, setEditing] = useState<Editing | null>(null);
  const byName = new Map(fields.map((field) => [field.name, field]));
  const words = (chip: Chip) => {
    const field = byName.get(chip.field);
    return chipWords(chip, field, (_, code) => (code === ME ? 'Me' : undefined));
  };
  const open = (place: ChipPlace) => {
    const field = byName.get(chipAt(filter, place)?.field ?? '');
    if (field !== undefined) setEditing({ kind: 'chip', place, field });
  };
  const done = (chip: Chip) => {
    if (editing?.kind === 'chip') onChange(replaceChip(filter, editing.place, chip));
    else if (editing?.kind === 'or') onChange(withAlternative(filter, editing.part, chip));
    else onChange(withChip(filter, chip));
    setEditing(null);
  };
  const editor = (of: Editing) => {
    const held = of.kind === 'chip' ? chipAt(filter, of.place) : undefined;
    return <ChipEditor field={of.field} {...(held === undefined ? {} : { chip: held })} onDone={done} onCancel={() => setEditing(null)} />;
  };
  const isOpen = (place: ChipPlace): boolean =>
    editing?.kind === 'chip' && editing.place.part === place.part && editing.place.chip === place.chip;
  const chipAtPlace = (chip: Chip, place: ChipPlace) => (
    <Popover
      opened={isOpen(place)}
      onChange={(opened) => opened || setEditing(null)}
      trapFocus
      withRoles={false}
      position="bottom-start"
      withinPortal
    >
      <Popover.Target>
        <span>
          <FilterChip
            {...words(chip)}
            onField={() => open(place)}
            onOperator={() => open(place)}
            onValue={() => open(place)}
            onRemove={() => onChange(withoutChip(filter, place))}
          />
        </span>
      </Popover.Target>
      <Popover.Dropdown>{editing !== null && isOpen(place) ? editor(editing) : null}</Popover.Dropdown>
    </Popover>
  );
  const [outer, inner] = filter.match === 'all' ? (['and', 'or'] as const) : (['or', 'and'] as const);
  return (
    <>
      {filter.parts.map((part, at) => (
        // Parts have no name of their own: their place in the filter is what they are.
        <Fragment key={`${String(at)} ${JSON.stringify(part)}`}>
          {at === 0 ? null : (
            <button
              type="button"
              className={css.joint}
              aria-label={`Joined by ${outer}. Join by ${inner}`}
              onClick={() => onChange(otherMatch(filter))}
            >
              {outer}
            </button>
          )}
          <span
            className={css.part}
            data-group={isGroup(part)}
            {...(isGroup(part) ? { role: 'group', 'aria-label': `Any of these: ${inner}` } : {})}
          >
            {isGroup(part)
              ? part.chips.map((chip, index) => (
                  <Fragment key={`${String(index)} ${JSON.stringify(chip)}`}>
                    {index === 0 ? null : <span className="second">{inner}</span>}
                    {chipAtPlace(chip, { part: at, chip: index })}
                  </Fragment>
                ))
              : chipAtPlace(part, { part: at, chip: null })}
            <Popover
              opened={editing?.kind === 'or' && editing.part === at}
              onChange={(opened) => opened || setEditing(null)}
              trapFocus
              withRoles={false}
              position="bottom-start"
            >
              <Popover.Target>
                <span>
                  <Menu position="bottom-start" width={240}>
                    <Menu.Target>
                      <button type="button" className={css.alternative} aria-label={`Add another filter by ${inner}`}>
                        {inner}…
                      </button>
                    </Menu.Target>
                    <FieldMenu fields={fields} onChoose={(field) => setEditing({ kind: 'or', part: at, field })} />
                  </Menu>
                </span>
              </Popover.Target>
              <Popover.Dropdown>{editing?.kind === 'or' && editing.part === at ? editor(editing) : null}</Popover.Dropdown>
            </Popover>
          </span>
        </Fragment>
      ))}
      <Popover
        opened={editing?.kind === 'new'}
        onChange={(opened) => opened || setEditing(null)}
        trapFocus
        withRoles={false}
        position="bottom-start"
      >
        <Popover.Target>
          <span>
            <Menu position="bottom-start" width={240}>
              <Menu.Target>
                <AddFilter />
              </Menu.Target>
              <FieldMenu fields={fields} onChoose={(field) => setEditing({ kind: 'new', field })} />
            </Menu>
          </span>
        </Popover.Target>
        <Popover.Dropdown>{editing?.kind === 'new' ? editor(editing) : null}</Popover.Dropdown>
      </Popover>
      {filter.parts.length < 2 ? null : (
        <Button size="xs" variant="subtle" onClick={() => onChange({ match: 'all', parts: [] })}>
          Clear
        </Button>
      )}
    </>
  );
};
