import { useState } from 'react';
import { Radio, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { contactList } from '../../../../core/contract/contact-list.ts';
import { problemOf, request } from '../../../client.ts';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import css from './wizard.module.css';

const SHOWN = 12;

/** Step 1: whom. Only names that match are listed; a client who may not be referred says why. */
export const ClientStep = ({
  contact,
  onChoose,
}: {
  readonly contact: string | undefined;
  readonly onChoose: (contact: string) => void;
}) => {
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed.trim(), 150);
  const { data, error } = useQuery({
    queryKey: ['contacts', 'choose', words],
    queryFn: ({ signal }) => request('GET', `/api/contacts?limit=${SHOWN}&q=${encodeURIComponent(words)}`, contactList, { signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <TextInput
        label="Find the client"
        placeholder="Name, organisation, e-mail or phone"
        leftSection={<IconSearch size={15} stroke={1.6} aria-hidden="true" />}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {error === null ? null : <ErrorNote problem={problemOf(error)} />}
      <Radio.Group label="Client" value={contact ?? ''} onChange={onChoose}>
        <div className={css.options}>
          {(data?.rows ?? []).map((row) => {
            const barred = row.flags.includes('assurance-client')
              ? 'Audit client: no commission is allowed'
              : row.flags.includes('do-not-contact')
                ? 'Marked do not contact'
                : row.flags.includes('deceased')
                  ? 'Marked as deceased'
                  : undefined;
            return (
              <div key={row.id} className={css.option}>
                <Radio
                  value={row.id}
                  label={<strong>{row.name}</strong>}
                  disabled={barred !== undefined}
                  description={
                    barred ??
                    ([row.organisation, row.suburb, row.email].filter((part) => part !== null && part !== '').join(', ') ||
                      'No further details')
                  }
                />
              </div>
            );
          })}
        </div>
      </Radio.Group>
      {data === undefined ? null : data.rows.length === 0 ? (
        <p className="second">
          {data.total === 0 ? 'There are no contacts yet. ' : 'Nobody matches. '}
          <Link to="/contacts/import">Import contacts</Link>
        </p>
      ) : data.rows.length === SHOWN ? (
        <p className="second">The first {SHOWN} that match. Type more of the name.</p>
      ) : null}
    </>
  );
};
