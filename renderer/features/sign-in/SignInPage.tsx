import { useEffect } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate, useRouter } from '@tanstack/react-router';
import type { Status } from '../../../core/contract/status.ts';
import { ClientLayout } from '../../app/layouts/ClientLayout.tsx';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { LostKeys } from './LostKeys.tsx';
import { SignInForm } from './SignInForm.tsx';
import { UnlockForm } from './UnlockForm.tsx';

const route = getRouteApi('/sign-in');

const title = 'Sign in · Flip 360 Desk';

const questions: Readonly<Record<'locked' | 'keys-lost' | 'open', string>> = {
  locked: 'The keys of this desk are sealed',
  'keys-lost': 'This computer does not hold the key of this desk',
  open: 'Who is at the desk?',
};

/** To where the person wanted to go before the desk asked. */
const GoOn = ({ to }: { readonly to: string }) => {
  const { history } = useRouter();
  useEffect(() => history.replace(to), [history, to]);
  return null;
};

const Gate = ({ status }: { readonly status: Status }) => {
  const { next } = route.useSearch();
  if (status.phase === 'first-run') return <Navigate to="/first-run" replace />;
  if (status.phase === 'damaged') return <Navigate to="/" replace />;
  if (status.person !== null) return <GoOn to={next ?? '/'} />;
  const kind = status.phase === 'locked' || status.phase === 'keys-lost' ? status.phase : 'open';
  return (
    <ClientLayout
      title={title}
      {...(status.practice === null ? {} : { practice: status.practice.legalName })}
      note={status.network?.test === true ? 'Test network' : 'This computer'}
      question={questions[kind]}
      otherWay={`Version ${status.version}`}
    >
      {kind === 'locked' ? (
        <UnlockForm status={status} />
      ) : kind === 'keys-lost' ? (
        <LostKeys status={status} />
      ) : (
        <SignInForm recovery={status.phase === 'recovery'} />
      )}
    </ClientLayout>
  );
};

/** Who is at the desk: unseals the key file where there is one, then asks for a name and a PIN. */
export const SignInPage = () => {
  const { data, error, refetch } = useQuery(statusQuery);
  if (data !== undefined) return <Gate status={data} />;
  return (
    <ClientLayout title={title} question="Who is at the desk?">
      {error === null ? (
        <SkeletonRows label="the desk" rows={4} />
      ) : (
        <ErrorNote problem={problemOf(error)} act={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </ClientLayout>
  );
};
