import { useState } from 'react';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type MergeOfContact, unmergeDone } from '../../../core/contract/merges.ts';
import { problemOf, request } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { duplicatesQuery, mergesQuery } from './queries.ts';
import css from './duplicates.module.css';

const Entry = ({ one, busy, onApart }: { readonly one: MergeOfContact; readonly busy: boolean; readonly onApart: () => void }) => {
  const [asked, setAsked] = useState(false);
  return (
    <li>
      “{one.name}” was merged in <DateTime at={one.at} /> by {one.by}; {one.moved} {one.moved === 1 ? 'record' : 'records'} moved.
      <div className={css.remaining}>
        {asked ? (
          <>
            <span>The two are contacts of their own again. What was added since stays here.</span>
            <Button size="xs" loading={busy} onClick={onApart}>
              Take apart
            </Button>
            <Button size="xs" variant="subtle" onClick={() => setAsked(false)}>
              Leave together
            </Button>
          </>
        ) : (
          <Button size="xs" variant="subtle" aria-label={`Take apart the merge of “${one.name}”`} onClick={() => setAsked(true)}>
            Take apart
          </Button>
        )}
      </div>
    </li>
  );
};

/** What a contact was merged from, with the way back, and the pairs in which it may be another client's second record. */
export const MergedContacts = ({ contact }: { readonly contact: string }) => {
  const queries = useQueryClient();
  const { data } = useQuery(mergesQuery(contact));
  const { data: pairs } = useQuery(duplicatesQuery('open', contact));
  const apart = useMutation({
    mutationFn: (merge: string) => request('POST', `/api/merges/${merge}/undo`, unmergeDone),
    onSuccess: () => queries.invalidateQueries(),
  });
  const merges = data?.merges ?? [];
  const waiting = pairs?.pairs.length ?? 0;
  if (merges.length === 0 && waiting === 0 && apart.data === undefined) return null;
  return (
    <section aria-labelledby="merged">
      <h2 id="merged">One client, several records</h2>
      {waiting === 0 ? null : (
        <p>
          <Link to="/contacts/duplicates" search={{ contact }}>
            {waiting === 1 ? 'Another record may be the same client' : `${String(waiting)} other records may be the same client`}
          </Link>
        </p>
      )}
      <ul className={css.effects}>
        {merges.map((one) => (
          <Entry key={one.merge} one={one} busy={apart.isPending} onApart={() => apart.mutate(one.merge)} />
        ))}
      </ul>
      {apart.error === null ? null : <ErrorNote problem={problemOf(apart.error)} />}
      {apart.data === undefined ? null : (
        <Note tone="ok" live="polite">
          Taken apart.{' '}
          <Link to="/contacts/$id" params={{ id: apart.data.restored }}>
            Open the other contact
          </Link>
          {apart.data.kept.length === 0 ? null : (
            <p>Stays as it is now: {apart.data.kept.map((one) => `${one.label} (${one.why})`).join('; ')}.</p>
          )}
          {apart.data.added.length === 0 ? null : (
            <p>Added since and stays here: {apart.data.added.map((one) => `${one.kind} “${one.label}”`).join('; ')}.</p>
          )}
        </Note>
      )}
    </section>
  );
};
