import { useState } from 'react';
import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { localPerson, signedIn } from '../../../core/contract/status.ts';
import { problemOf, request } from '../../client.ts';
import { keepSession } from '../../session.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { focusOnArrival } from '../../ui/focusOnArrival.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { roleWords } from '../people/roles.ts';
import css from './SignInForm.module.css';

/** Names of the people with a key at this desk, and the PIN of the one who is chosen. */
export const SignInForm = ({ recovery }: { readonly recovery: boolean }) => {
  const queries = useQueryClient();
  const people = useQuery({
    queryKey: ['local-people'],
    queryFn: ({ signal }) => request('GET', '/api/people/local', z.array(localPerson), { signal }),
  });
  const here = (people.data ?? []).filter((one) => one.state !== 'left');
  const [chosen, setChosen] = useState<string>();
  const [pin, setPin] = useState('');
  const person = here.find((one) => one.person === chosen) ?? (here.length === 1 ? here[0] : undefined);
  const signIn = useMutation({
    mutationFn: (who: string) => request('POST', '/api/sign-in', signedIn, { body: { person: who, pin } }),
    onSuccess: async ({ token }) => {
      keepSession(token);
      await queries.invalidateQueries();
    },
    onError: () => setPin(''),
  });
  if (people.error !== null)
    return <ErrorNote problem={problemOf(people.error)} act={<Button onClick={() => void people.refetch()}>Try again</Button>} />;
  if (people.data === undefined) return <SkeletonRows label="the people of this desk" rows={3} height={52} />;
  if (here.length === 0) return <Note tone="warn">Nobody has a key at this desk.</Note>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (person !== undefined) signIn.mutate(person.person);
      }}
    >
      <Stack gap={16}>
        <div className={css.people} role="group" aria-label="People of this desk">
          {here.map((one) => (
            <button
              key={one.person}
              type="button"
              className={css.person}
              aria-pressed={one.person === person?.person}
              onClick={() => {
                setChosen(one.person);
                setPin('');
                signIn.reset();
              }}
            >
              <Avatar name={one.name} />
              <span>
                <span className={css.name}>{one.name}</span>
                <span className={css.roles}>
                  {one.state === 'waiting' ? 'The network office has not answered yet' : roleWords(one.roles)}
                </span>
              </span>
            </button>
          ))}
        </div>
        {recovery ? (
          <Note tone="warn">
            This desk is in recovery and signs nothing yet. After signing in, the page Recovery says what is left to do.
          </Note>
        ) : null}
        {person === undefined ? (
          <p className="second">Choose your name.</p>
        ) : (
          <PasswordInput
            size="lg"
            label={`PIN of ${person.name}`}
            ref={focusOnArrival}
            key={person.person}
            autoComplete="current-password"
            maxLength={128}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what is typed', tabIndex: 0 }}
            value={pin}
            onChange={(event) => setPin(event.currentTarget.value)}
          />
        )}
        {signIn.error === null ? null : <ErrorNote problem={problemOf(signIn.error)} />}
        <Button type="submit" size="xl" variant="filled" disabled={person === undefined || pin === ''} loading={signIn.isPending}>
          Sign in
        </Button>
        <p className={css.forgot}>
          PIN forgotten? A principal of your practice resets it under People and keys; your key here is then replaced.
        </p>
      </Stack>
    </form>
  );
};
