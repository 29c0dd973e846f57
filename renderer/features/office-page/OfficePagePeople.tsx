import { useState } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OfficePageInvitation, OfficePageView } from '../../../core/contract/office-page.ts';
import { problemCode, problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { InvitationDialog } from './InvitationDialog.tsx';
import css from './OfficePagePeople.module.css';
import { inviteToPage, officePageQuery, removePasskey } from './queries.ts';

type Person = OfficePageView['people'][number];
type Passkey = Person['passkeys'][number];

const KINDS: Readonly<Record<Passkey['kind'], string>> = {
  attested: 'Attested passkey',
  passkey: 'Passkey of one device',
  synced: 'Synced passkey',
};

const PasskeyRow = ({ passkey, name }: { readonly passkey: Passkey; readonly name: string }) => {
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: removePasskey,
    onSuccess: (view) => queries.setQueryData(officePageQuery.queryKey, view),
  });
  return (
    <li className={css.passkey}>
      <span className={css.words}>
        {KINDS[passkey.kind]},{' '}
        <span className="second">
          made <DateTime at={passkey.madeAt} form="date" inRow />, used <DateTime at={passkey.usedAt} form="recent" inRow missing="never" />
        </span>
        {remove.error === null ? null : <ErrorNote problem={problemOf(remove.error)} />}
      </span>
      {asked ? (
        <Group gap={6}>
          <Button size="xs" color="red" variant="filled" loading={remove.isPending} onClick={() => remove.mutate(passkey.id)}>
            Remove it, end its sessions
          </Button>
          <Button size="xs" variant="subtle" onClick={() => setAsked(false)}>
            Keep it
          </Button>
        </Group>
      ) : (
        <Button size="xs" variant="subtle" onClick={() => setAsked(true)} aria-label={`Remove a passkey of ${name}`}>
          Remove…
        </Button>
      )}
    </li>
  );
};

const PersonRow = ({ person, onInvited }: { readonly person: Person; readonly onInvited: (invitation: OfficePageInvitation) => void }) => {
  const queries = useQueryClient();
  const invite = useMutation({
    mutationFn: inviteToPage,
    onSuccess: (invitation) => {
      onInvited(invitation);
      return queries.invalidateQueries({ queryKey: officePageQuery.queryKey });
    },
  });
  return (
    <li className={css.person}>
      <div className={css.head}>
        <span className={css.words}>
          <b>{person.name}</b>{' '}
          {person.invitedUntil === null ? null : (
            <Status
              kind="waiting"
              rest={
                <>
                  until <DateTime at={person.invitedUntil} form="moment" inRow />
                </>
              }
            >
              Invited
            </Status>
          )}
          {person.active ? null : <Status kind="excluded">No longer of the office: ended with the next exchange</Status>}
          {person.active && person.passkeys.length === 0 && person.invitedUntil === null ? (
            <span className="second">No passkey</span>
          ) : null}
        </span>
        {person.active ? (
          <Button
            size="xs"
            variant="default"
            loading={invite.isPending}
            onClick={() => invite.mutate(person.person)}
            aria-label={`Make a link for ${person.name}`}
          >
            Make a link…
          </Button>
        ) : null}
      </div>
      {invite.error === null ? null : <ErrorNote problem={problemOf(invite.error)} />}
      {person.passkeys.length === 0 ? null : (
        <ul>
          {person.passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} name={person.name} />
          ))}
        </ul>
      )}
    </li>
  );
};

/** People on the server's office page: who is let in, by links that are made here; only for whom the office is. */
export const OfficePagePeople = () => {
  const { data, error } = useQuery(officePageQuery);
  const [invitation, setInvitation] = useState<OfficePageInvitation>();
  if (error !== null && problemCode(problemOf(error)) === 'not-permitted') return null;
  return (
    <Card title="People on the server’s office page">
      <Stack gap={12}>
        <Text className={css.text}>
          The server has a page for people of the network office: its log and alarms, who is admitted, when each desk last came. They sign
          in by passkey. Whoever loses their role or their key here is shut out with the next exchange.
        </Text>
        {error === null ? null : <ErrorNote problem={problemOf(error)} />}
        {data === undefined ? (
          error === null ? (
            <SkeletonRows label="people" rows={2} height={36} />
          ) : null
        ) : data.state === 'no-page' ? (
          <Note tone="mute">This server has no such page, or its operator has stated no address for it (public-url).</Note>
        ) : (
          <>
            {data.page === null ? null : (
              <p>
                The page is at <code className={css.address}>{data.page}</code>
              </p>
            )}
            <ul aria-label="People of the office">
              {data.people.map((person) => (
                <PersonRow key={person.person} person={person} onInvited={setInvitation} />
              ))}
            </ul>
          </>
        )}
      </Stack>
      {invitation === undefined ? null : <InvitationDialog invitation={invitation} onClose={() => setInvitation(undefined)} />}
    </Card>
  );
};
