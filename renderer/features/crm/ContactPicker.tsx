import { useState } from 'react';
import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { searchResults } from '../../../core/contract/desk.ts';
import { request } from '../../client.ts';

export interface PickedContact {
  readonly id: string;
  readonly name: string;
}

const found = (text: string) => ({
  queryKey: ['crm', 'pick', text],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    request('GET', `/api/search?q=${encodeURIComponent(text)}`, searchResults, { signal }),
  enabled: text.trim().length >= 2,
});

/** Finds one contact of the book by what is typed. */
export const ContactPicker = ({
  value,
  onChange,
}: {
  readonly value: PickedContact | null;
  readonly onChange: (contact: PickedContact | null) => void;
}) => {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState(value?.name ?? '');
  const { data = [] } = useQuery(found(value === null ? text : ''));
  const hits = data.filter((hit) => hit.href.startsWith('/contacts/'));
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(href) => {
        const hit = hits.find((one) => one.href === href);
        if (hit === undefined) return;
        setText(hit.title);
        onChange({ id: hit.href.slice('/contacts/'.length), name: hit.title });
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          label="Contact"
          placeholder="Name, organisation, e-mail or phone"
          leftSection={<IconSearch size={15} stroke={1.6} aria-hidden="true" />}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            onChange(null);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={value !== null || text.trim().length < 2}>
        <Combobox.Options aria-label="Contacts">
          {hits.length === 0 ? <Combobox.Empty>Nobody is called that</Combobox.Empty> : null}
          {hits.map((hit) => (
            <Combobox.Option key={hit.href} value={hit.href}>
              {hit.title} <span className="second small">{hit.detail}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
};
