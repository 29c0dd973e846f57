import { useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import type { Status } from '../../../core/contract/status.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { FirstRunWizard } from './FirstRunWizard.tsx';

/** Decided once: a wizard that has begun goes on whatever phase its own acts bring the desk to. */
const mayRun = ({ phase, person }: Status): boolean => phase === 'first-run' || (phase === 'awaiting-register' && person !== null);

const Run = ({ status }: { readonly status: Status }) => {
  const [running] = useState(() => mayRun(status));
  if (running) return <FirstRunWizard status={status} />;
  return status.person === null ? <Navigate to="/sign-in" search={{ next: '/first-run' }} replace /> : <Navigate to="/" replace />;
};

/** The first run of a desk, and its continuation while the network office has not answered. */
export const FirstRunPage = () => {
  const { data, error, refetch } = useQuery(statusQuery);
  if (data !== undefined) return <Run status={data} />;
  return (
    <main>
      {error === null ? (
        <SkeletonRows label="the desk" rows={10} />
      ) : (
        <ErrorPage
          problem={problemOf(error)}
          acts={
            <Button variant="filled" size="md" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        />
      )}
    </main>
  );
};
