import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { PracticeTable } from '../practices/PracticeTable.tsx';
import { AskedRules } from './AskedRules.tsx';
import { GatesCard } from './GatesCard.tsx';
import { registerQuery } from './queries.ts';
import { Applications } from './Applications.tsx';
import { MemberCard } from './MemberCard.tsx';
import { Communities } from './Communities.tsx';
import { Verticals } from './Verticals.tsx';
import { Revocations } from './Revocations.tsx';
import { Rules } from './Rules.tsx';

/** The register of practices and keys, rules and their approvals. */
export const OfficePage = () => {
  const { data, error, refetch } = useQuery(registerQuery);
  const { data: status } = useQuery(statusQuery);
  const office = status?.practice?.kind === 'office';
  const [opened, setOpened] = useState<string>();
  const head = (
    <PageHead
      title="Network office"
      line="The register of practices and keys, rules and their approvals"
      beside={data?.test === true ? <Chip kind="late">Test network</Chip> : undefined}
    />
  );
  if (data === undefined)
    return (
      <Page head={head}>
        {error === null ? (
          <SkeletonRows label="the register" rows={8} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  return (
    <Page
      head={head}
      panel={
        <RightPanel label="The network">
          <Card title="The network">
            <KeyValues
              items={[
                { label: 'Name', value: data.network },
                { label: 'Network id', value: <Hash hex={data.net} digits={12} what="network id" /> },
                { label: 'Register', value: `Index ${data.index}` },
                { label: 'As of', value: <DateTime at={data.at} form="recent" /> },
                { label: 'Practices', value: data.practices.length.toLocaleString('en-AU') },
              ]}
            />
          </Card>
        </RightPanel>
      }
    >
      <Stack gap={16}>
        {office ? (
          <Applications />
        ) : (
          <Note tone="mute">
            This desk belongs to a member. Practices and rules are shown as its register holds them; the network office changes them.
          </Note>
        )}
        {office ? <AskedRules /> : null}
        <Rules rules={data.rules} name={status?.person?.name ?? ''} office={office} />
        <GatesCard name={status?.person?.name ?? ''} office={office} />
        <Card title="Register" count={data.practices.length} flush>
          <PracticeTable rows={data.practices} onOpen={setOpened} />
        </Card>
        {opened === undefined ? null : <MemberCard key={opened} practice={opened} office={office} onClose={() => setOpened(undefined)} />}
        <Communities practices={data.practices} office={office} />
        <Verticals practices={data.practices} rules={data.rules} office={office} />
        <Revocations office={office} />
      </Stack>
    </Page>
  );
};
