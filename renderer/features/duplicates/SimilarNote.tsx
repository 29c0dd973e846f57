import { useState } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type SimilarContact, similarContacts } from '../../../core/contract/duplicates.ts';
import { request } from '../../client.ts';
import { Note } from '../../ui/Note.tsx';
import css from './duplicates.module.css';

const WAIT_MS = 350;

const LEAD: Readonly<Record<SimilarContact['strength'], string>> = {
  strong: 'is very likely in the book already',
  likely: 'is perhaps in the book already',
  shares: 'has something in common and is kept as a client of their own',
};

const leadOf = (contacts: readonly SimilarContact[]): string => {
  const [first] = contacts;
  if (first === undefined) return '';
  return first.strength === 'shares'
    ? 'Others in the book have something in common with this contact.'
    : 'This contact may be in the book already.';
};

/** Contacts of the book that look like the one being typed, asked for when the typing rests. `entered` is what the form would save. */
export const SimilarNote = ({ entered, except }: { readonly entered: object; readonly except: string | null }) => {
  const [text] = useDebouncedValue(JSON.stringify({ ...entered, except }), WAIT_MS);
  const [first] = useState(text);
  const typed = text !== first;
  const { data } = useQuery({
    queryKey: ['duplicates', 'similar', text],
    queryFn: ({ signal }) => request('POST', '/api/contacts/similar', similarContacts, { body: JSON.parse(text), signal }),
    enabled: typed,
    placeholderData: (held) => held,
    retry: false,
  });
  const contacts = data?.contacts ?? [];
  if (!typed || contacts.length === 0) return null;
  return (
    <Note tone={contacts.some(({ strength }) => strength !== 'shares') ? 'warn' : 'mute'} live="polite">
      <strong>{leadOf(contacts)}</strong>
      <ul className={css.similar}>
        {contacts.map((one) => (
          <li key={one.contact}>
            <Link to="/contacts/$id" params={{ id: one.contact }}>
              {one.name}
            </Link>{' '}
            {LEAD[one.strength]}
            {one.detail === '' ? '' : ` (${one.detail})`}. <span className="second">{one.reasons.slice(0, 3).join('; ')}</span>
          </li>
        ))}
      </ul>
    </Note>
  );
};
