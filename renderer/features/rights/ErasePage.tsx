import { Button, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { erasureDone, type IdentityCheck } from '../../../core/contract/rights.ts';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf, request } from '../../client.ts';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Erased } from './Erased.tsx';
import { ErasurePlanned } from './ErasurePlanned.tsx';
import { erasurePlanQuery } from './queries.ts';

const route = getRouteApi('/desk/contacts/$id/erase');

/** The erasure of one person: what it would do, who asks, the name typed back; afterwards what was kept and why. */
export const ErasePage = () => {
  const { id } = route.useParams();
  const queries = useQueryClient();
  const { data: status } = useQuery(statusQuery);
  const may = permits(status?.person?.roles ?? [], 'erase-contacts');
  const erase = useMutation({
    mutationFn: (input: { readonly identity: IdentityCheck; readonly confirm: string; readonly name: string }) =>
      request('POST', `/api/people/${encodeURIComponent(id)}/erasure`, erasureDone, {
        body: { identity: input.identity, confirm: input.confirm },
      }),
    // What the window held about the person goes too.
    onSuccess: () => {
      queries.removeQueries({ queryKey: ['contacts', 'one', id] });
      return queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'erasure' });
    },
  });
  const { data: plan, error, refetch } = useQuery({ ...erasurePlanQuery(id), enabled: may && erase.data === undefined });
  const head = (
    <PageHead
      title={erase.data === undefined ? `Erase ${plan?.name ?? 'a person'}` : 'Erased'}
      crumbs={
        <>
          <Link to="/contacts">Contacts</Link>
          {erase.data === undefined && plan !== undefined && plan.name !== null ? (
            <>
              {' › '}
              <Link to="/contacts/$id" params={{ id }}>
                {plan.name}
              </Link>
            </>
          ) : null}
        </>
      }
      line={
        erase.data === undefined
          ? 'What would go, what would stay, and why. Nothing happens before the name is typed.'
          : 'What was erased, what was kept, and why: tell the person'
      }
    />
  );
  if (erase.data !== undefined)
    return (
      <Page key="erased" head={head}>
        <Erased done={erase.data} />
      </Page>
    );
  return (
    <Page head={head}>
      {status !== undefined && !may ? (
        <Note tone="mute">Your role does not erase people. A principal does; record the request so that its clock runs.</Note>
      ) : plan !== undefined ? (
        <Stack gap={16}>
          <ErasurePlanned
            plan={plan}
            error={erase.error}
            pending={erase.isPending}
            onErase={(identity, confirm) => erase.mutate({ identity, confirm, name: plan.name ?? '' })}
          />
        </Stack>
      ) : error === null ? (
        <SkeletonRows label="what an erasure would do" rows={8} />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </Page>
  );
};
