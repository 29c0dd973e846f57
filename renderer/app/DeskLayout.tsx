import { memo, useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation, useRouter } from '@tanstack/react-router';
import { parseZone } from '../../core/domain/time/zone.ts';
import type { Status } from '../../core/contract/status.ts';
import { problemOf } from '../client.ts';
import { ButtonLink } from '../ui/ButtonLink.tsx';
import { ErrorPage } from '../ui/ErrorPage.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { ZoneProvider, useZone } from './clock.ts';
import { frameOf, statusQuery } from './frame.ts';
import { useLiveChanges } from './useLiveChanges.ts';
import { Shell } from './shell/Shell.tsx';

const Damaged = ({ status }: { readonly status: Status }) => (
  <main>
    <ErrorPage
      problem={
        status.problem ?? {
          title: 'The database of this desk cannot be opened',
          detail: 'What is wrong with it was not recorded.',
          next: 'Restore a backup.',
        }
      }
      acts={
        <ButtonLink to="/backups" variant="filled" size="md">
          Show the backups
        </ButtonLink>
      }
    />
  </main>
);

/** Goes to the sign-in once, with where the person wanted to go. A Navigate that is drawn again navigates again, hence the memo. */
const SignIn = memo(() => {
  const router = useRouter();
  const [next] = useState(() => router.latestLocation.href);
  return <Navigate to="/sign-in" search={next === '/' || next.startsWith('/sign-in') ? {} : { next }} replace />;
});
SignIn.displayName = 'SignIn';

/** What the phase of the desk lets a person see. */
const Inside = ({ status }: { readonly status: Status }) => {
  const pathname = useLocation({ select: (location) => location.pathname });
  const frame = frameOf(status);
  switch (status.phase) {
    case 'first-run':
      return <Navigate to="/first-run" replace />;
    case 'awaiting-register':
      // People, backups and the exchange of the register are open while the network office has not answered.
      return frame === undefined ? <SignIn /> : pathname === '/' ? <Navigate to="/first-run" replace /> : <Framed status={status} />;
    case 'locked':
    case 'keys-lost':
    case 'signed-out':
      return <SignIn />;
    case 'damaged':
      return pathname === '/backups' ? (
        <main>
          <Outlet />
        </main>
      ) : (
        <Damaged status={status} />
      );
    case 'ready':
    case 'recovery':
      return <Framed status={status} />;
  }
};

const Framed = ({ status }: { readonly status: Status }) => {
  const frame = frameOf(status);
  useLiveChanges(status.person !== null);
  const ofComputer = useZone();
  const zone = parseZone(status.zone);
  return frame === undefined ? (
    <SignIn />
  ) : (
    <ZoneProvider value={zone.ok ? zone.value : ofComputer}>
      <Shell frame={frame}>
        <Outlet />
      </Shell>
    </ZoneProvider>
  );
};

/** The desk's frame round its pages; sends a new desk to its first run and a locked one to the sign-in. */
export const DeskLayout = () => {
  const { data, error, refetch } = useQuery(statusQuery);
  if (data !== undefined) return <Inside status={data} />;
  if (error !== null)
    return (
      <main>
        <ErrorPage
          problem={problemOf(error)}
          acts={
            <Button variant="filled" size="md" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        />
      </main>
    );
  return (
    <main>
      <SkeletonRows label="the desk" rows={12} />
    </main>
  );
};
