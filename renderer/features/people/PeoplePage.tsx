import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Desks } from './Desks.tsx';
import { DeskFacts } from './DeskFacts.tsx';
import { EnrolPasskey } from './EnrolPasskey.tsx';
import { PeopleActSheet, type OpenAct } from './PeopleActs.tsx';
import { PersonCard } from './PersonCard.tsx';
import { peopleQuery } from './queries.ts';

/** Who may sign at this desk, with which keys, since when. */
export const PeoplePage = () => {
  const { data, error, refetch } = useQuery(peopleQuery);
  const { data: status } = useQuery(statusQuery);
  const [open, setOpen] = useState<OpenAct>();
  const [enrolling, setEnrolling] = useState(false);
  const manages = permits(status?.person?.roles ?? [], 'manage-people');
  const you = data?.people.find((one) => one.you);
  const head = (
    <PageHead
      title="People and keys"
      line="Who may sign at this desk, with which keys, since when"
      actions={
        manages && data !== undefined ? (
          <Button
            variant="filled"
            leftSection={<IconUserPlus size={16} stroke={1.7} aria-hidden="true" />}
            onClick={() => setOpen({ kind: 'add' })}
          >
            Add a person
          </Button>
        ) : undefined
      }
    />
  );
  if (data === undefined)
    return (
      <Page head={head}>
        {error === null ? (
          <SkeletonRows label="people" rows={6} height={48} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  const left = data.people.filter((one) => one.state === 'left');
  return (
    <Page
      head={head}
      panel={
        <RightPanel label="This desk">
          <DeskFacts view={data} manages={manages} />
        </RightPanel>
      }
    >
      <Stack gap={16}>
        {data.soleSignatory && status?.practice?.kind !== 'office' ? (
          <Note tone="waiting">
            Sole signatory: the register shows one active person. With a passkey you release payouts yourself while the batches of a day
            stay under $10,000.00; above that nothing is released until a second person is enrolled. Invoices and packs say “sole
            signatory”.
          </Note>
        ) : null}
        {data.people
          .filter((one) => one.state !== 'left')
          .map((person) => (
            <PersonCard key={person.person} person={person} manages={manages} onAct={setOpen} onEnrol={() => setEnrolling(true)} />
          ))}
        {left.length === 0 ? null : (
          <details>
            <summary>
              {left.length} who {left.length === 1 ? 'has' : 'have'} left <span className="second">What they signed stays as it is.</span>
            </summary>
            <Stack gap={12} mt={12}>
              {left.map((person) => (
                <PersonCard key={person.person} person={person} manages={manages} onAct={setOpen} onEnrol={() => undefined} />
              ))}
            </Stack>
          </details>
        )}
        <Desks people={data.people} manages={manages} edits={permits(status?.person?.roles ?? [], 'edit-contacts')} />
      </Stack>
      {open === undefined ? null : (
        <PeopleActSheet open={open} office={status?.practice?.kind === 'office'} onClose={() => setOpen(undefined)} />
      )}
      {enrolling && you !== undefined ? <EnrolPasskey name={you.name} onClose={() => setEnrolling(false)} /> : null}
    </Page>
  );
};
