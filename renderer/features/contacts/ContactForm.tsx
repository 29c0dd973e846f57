import { useState } from 'react';
import { Button, Checkbox, Modal, Radio, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { ContactFactsView, contactInput } from '../../../core/contract/contacts.ts';
import { offerUndo } from '../../app/undo.ts';
import { problemOf, request } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { SimilarNote } from '../duplicates/SimilarNote.tsx';
import { FieldError } from '../../ui/FieldNote.tsx';
import { Conflicts } from './Conflicts.tsx';
import { FactsFields, noFacts } from './FactsFields.tsx';
import { contactQuery } from './queries.ts';
import css from './contacts.module.css';

export type ContactInput = Omit<z.infer<typeof contactInput>, 'facts'>;

export const emptyContact: ContactInput = {
  kind: 'person',
  givenName: '',
  familyName: '',
  organisation: '',
  emails: [],
  phones: [],
  abn: null,
  suburb: '',
  state: '',
  postcode: '',
  street: '',
  note: '',
  assuranceClient: false,
  doNotContact: false,
};

export interface ContactFormProps {
  readonly start: ContactInput;
  /** What the contact says beyond its short form; left out for a new one. */
  readonly facts?: ContactFactsView;
  /** The contact that is changed, with the revision it was opened at; left out for a new one. */
  readonly change?: { readonly id: string; readonly revision: number };
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}

const saved = z.object({ id: z.string(), undo: z.string().nullable() });

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The members that differ from what the form was opened with. */
const edits = <T extends object>(start: T, now: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(now).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(start[key as keyof T])),
  ) as Partial<T>;

/** A contact typed by hand. What an import brought beside these fields stays as it is. */
export const ContactForm = ({ start, facts: startFacts = noFacts, change, onClose, onSaved }: ContactFormProps) => {
  const queries = useQueryClient();
  const [facts, setFacts] = useState(startFacts);
  const [entries, setEntries] = useState(start);
  const [emails, setEmails] = useState(start.emails.join('\n'));
  const [phones, setPhones] = useState(start.phones.join('\n'));
  const write = (part: Partial<ContactInput>) => setEntries({ ...entries, ...part });
  const entered = {
    ...entries,
    emails: lines(emails),
    phones: lines(phones),
    abn: entries.abn?.trim() === '' ? null : entries.abn,
  };
  const save = useMutation({
    mutationFn: async (mine: 'as-opened' | 'over-theirs') => {
      if (change === undefined) return request('POST', '/api/contacts', saved, { body: { ...entered, facts } });
      if (mine === 'as-opened')
        return request('PUT', `/api/contacts/${change.id}`, saved, { body: { ...entered, facts, revision: change.revision } });
      const theirs = await queries.fetchQuery({ ...contactQuery(change.id), staleTime: 0 });
      return request('PUT', `/api/contacts/${change.id}`, saved, {
        body: {
          ...theirs.fields,
          ...edits(start, entered),
          facts: { ...theirs.facts, ...edits(startFacts, facts) },
          revision: theirs.revision,
        },
      });
    },
    onSuccess: async ({ id, undo }) => {
      offerUndo(change === undefined ? 'The contact was added' : 'The contact was changed', undo);
      await queries.invalidateQueries();
      onSaved(id);
    },
  });
  const problem = save.error === null ? undefined : problemOf(save.error);
  const wrong = (path: string) => {
    const found = problem?.issues?.find((issue) => issue.path === path || issue.path.startsWith(`${path}.`));
    return found === undefined ? undefined : <FieldError>{found.message}</FieldError>;
  };
  const field = (name: 'givenName' | 'familyName' | 'organisation' | 'street' | 'suburb' | 'state' | 'postcode', label: string) => (
    <TextInput
      label={label}
      value={entries[name]}
      autoComplete="off"
      error={wrong(name)}
      onChange={(event) => write({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <Modal opened onClose={onClose} size={620} closeOnClickOutside={false} title={change === undefined ? 'New contact' : 'Edit contact'}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate('as-opened');
        }}
      >
        <Radio.Group
          label="Kind"
          value={entries.kind}
          onChange={(kind) => write({ kind: kind === 'organisation' ? 'organisation' : 'person' })}
        >
          <div className={css.line}>
            <Radio value="person" label="Person" />
            <Radio value="organisation" label="Organisation" />
          </div>
        </Radio.Group>
        {entries.kind === 'person' ? (
          <div className={css.pair}>
            {field('givenName', 'Given name')}
            {field('familyName', 'Family name')}
          </div>
        ) : null}
        <div className={css.pair}>
          {field('organisation', 'Organisation')}
          <TextInput
            label="ABN"
            value={entries.abn ?? ''}
            inputMode="numeric"
            autoComplete="off"
            error={wrong('abn')}
            onChange={(event) => write({ abn: event.currentTarget.value })}
          />
        </div>
        <div className={css.pair}>
          <Textarea
            label="E-mail, one a line"
            value={emails}
            error={wrong('emails')}
            onChange={(event) => setEmails(event.currentTarget.value)}
          />
          <Textarea
            label="Telephone, one a line"
            value={phones}
            error={wrong('phones')}
            onChange={(event) => setPhones(event.currentTarget.value)}
          />
        </div>
        <SimilarNote entered={{ ...entered, facts: { dateOfBirth: facts.dateOfBirth } }} except={change?.id ?? null} />
        <div className={css.pair}>
          {field('street', 'Street')}
          {field('suburb', 'Suburb')}
          {field('state', 'State')}
          {field('postcode', 'Postcode')}
        </div>
        <Textarea
          label="Note"
          description="Stays on this desk."
          value={entries.note}
          error={wrong('note')}
          onChange={(event) => write({ note: event.currentTarget.value })}
        />
        <details className={css.more}>
          <summary>Further facts</summary>
          <div className={css.form}>
            <FactsFields
              facts={facts}
              person={entries.kind === 'person'}
              wrong={wrong}
              onChange={(part) => setFacts({ ...facts, ...part })}
            />
          </div>
        </details>
        <Checkbox
          label="Audit or assurance client"
          description="No commission may be taken on a referral of this client."
          checked={entries.assuranceClient}
          onChange={(event) => write({ assuranceClient: event.currentTarget.checked })}
        />
        <Checkbox
          label="Do not contact"
          checked={entries.doNotContact}
          onChange={(event) => write({ doNotContact: event.currentTarget.checked })}
        />
        {problem === undefined ? null : <ErrorNote problem={problem} />}
        {problem?.conflicts === undefined ? null : (
          <Conflicts conflicts={problem.conflicts} onMine={() => save.mutate('over-theirs')} onTheirs={onClose} />
        )}
        <div className={css.buttons}>
          <Button size="md" onClick={onClose}>
            Cancel
          </Button>
          <Button size="md" variant="filled" type="submit" loading={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
};
