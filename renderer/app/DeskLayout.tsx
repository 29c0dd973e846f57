import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet } from '@tanstack/react-router';
import { problemOf } from '../client.ts';
import { ErrorPage } from '../ui/ErrorPage.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { frameQuery } from './frame.ts';
import { Shell } from './shell/Shell.tsx';

/** The desk's frame round its pages; sends a new desk to its first run and a locked one to the sign-in. */
export const DeskLayout = () => {
  const { data, error, refetch } = useQuery(frameQuery);
  if (data !== undefined) {
    switch (data.state) {
      case 'empty':
        return <Navigate to="/first-run" replace />;
      case 'locked':
        return <Navigate to="/sign-in" replace />;
      case 'open':
        return (
          <Shell frame={data}>
            <Outlet />
          </Shell>
        );
    }
  }
  if (error !== null) {
    const problem = problemOf(error);
    if (problem.status === 401) return <Navigate to="/sign-in" replace />;
    return (
      <main>
        <ErrorPage
          problem={problem}
          acts={
            <Button variant="filled" size="md" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        />
      </main>
    );
  }
  return (
    <main>
      <SkeletonRows label="the desk" rows={12} />
    </main>
  );
};
