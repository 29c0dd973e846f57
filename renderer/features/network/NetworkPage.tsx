import { Button, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Notices } from '../notices/Notices.tsx';
import { OwnPrograms } from '../crm-drafts/OwnPrograms.tsx';
import { OfficePagePeople } from '../office-page/OfficePagePeople.tsx';
import { Alarms } from './Alarms.tsx';
import { Connection } from './Connection.tsx';
import { JoinServer } from './JoinServer.tsx';
import { LogState } from './LogState.tsx';
import { NextLog, showsAnotherLog } from './NextLog.tsx';
import { networkQuery, runRound } from './queries.ts';
import { TakeServer } from './TakeServer.tsx';

/** The network: the server this desk uses, what waits, the log it follows and what it found wrong. */
export const NetworkPage = () => {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(networkQuery);
  const round = useMutation({ mutationFn: runRound, onSettled: () => queries.invalidateQueries() });
  const act =
    data?.server === null || data === undefined ? undefined : (
      <Button variant="default" loading={round.isPending} onClick={() => round.mutate()}>
        Exchange now
      </Button>
    );
  const head = (
    <PageHead
      title="Network"
      line="A server passes sealed parcels and keeps the shared log. This desk checks everything it says"
      {...(act === undefined ? {} : { actions: act })}
    />
  );
  if (data === undefined)
    return (
      <Page head={head}>
        {error === null ? (
          <SkeletonRows label="network" rows={6} height={52} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  return (
    <Page head={head}>
      <Stack gap={16}>
        {round.error === null ? null : <ErrorNote problem={problemOf(round.error)} />}
        {data.alarms.length === 0 ? null : <Alarms alarms={data.alarms} />}
        {data.server !== null && showsAnotherLog(data) ? <NextLog url={data.server.url} office={data.office} /> : null}
        {data.server === null ? (
          <>
            {data.office ? <TakeServer /> : null}
            <JoinServer office={data.office} />
          </>
        ) : (
          <>
            <Connection state={data} />
            <LogState log={data.log} />
            {data.office ? <OfficePagePeople /> : null}
            <Notices />
            <OwnPrograms />
          </>
        )}
      </Stack>
    </Page>
  );
};
