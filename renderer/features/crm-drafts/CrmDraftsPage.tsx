import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { CrmDraft } from '../../../core/contract/crm-drafts.ts';
import { problemOf } from '../../client.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { crmDraftsQuery, dismissDraft, startDraft } from './queries.ts';
import css from './crmDrafts.module.css';

const Row = ({ draft }: { readonly draft: CrmDraft }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => queries.invalidateQueries();
  const start = useMutation({
    mutationFn: () => startDraft(draft.id),
    onSuccess: async ({ contact }) => {
      await refresh();
      await navigate({ to: '/referrals/new', search: { contact, draft: draft.id } });
    },
  });
  const dismiss = useMutation({ mutationFn: () => dismissDraft(draft.id), onSuccess: refresh });
  const error = start.error ?? dismiss.error;
  return (
    <li className={css.row}>
      <span className={css.words}>
        <span>{draft.name}</span>
        {draft.purpose === '' ? null : <span>{draft.purpose}</span>}
        <span className="second">
          {[
            ...(draft.client?.emails ?? []),
            ...(draft.client?.phones ?? []),
            ...(draft.reference === '' ? [] : [`number ${draft.reference}`]),
          ].join(', ')}
        </span>
        <span className="second">
          Arrived <DateTime at={draft.at} form="recent" />
        </span>
        {draft.problem === null ? null : <span>{draft.problem}</span>}
        {error === null ? null : <ErrorNote problem={problemOf(error)} />}
      </span>
      <span className={css.acts}>
        <Button
          variant="default"
          loading={dismiss.isPending}
          onClick={() => dismiss.mutate()}
          aria-label={`Dismiss the draft of ${draft.name}`}
        >
          Dismiss
        </Button>
        {draft.problem === null ? (
          <Button variant="filled" loading={start.isPending} onClick={() => start.mutate()} aria-label={`Make a referral of ${draft.name}`}>
            Make a referral
          </Button>
        ) : null}
      </span>
    </li>
  );
};

/** What the practice's own programs prepared: each becomes a contact and a begun referral, or is dismissed. */
export const CrmDraftsPage = () => {
  const { data, error, refetch } = useQuery(crmDraftsQuery);
  const head = (
    <PageHead
      title="Arrived from your CRM"
      line="Private drafts. Making a referral adds the contact to your book; nothing is signed by it"
      actions={<ButtonLink to="/">Today</ButtonLink>}
    />
  );
  if (data === undefined)
    return (
      <Page head={head}>
        {error === null ? (
          <SkeletonRows label="drafts" rows={4} height={60} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  return (
    <Page head={head}>
      <Card title="Drafts" count={data.drafts.length}>
        {data.drafts.length === 0 ? (
          <p>Nothing waits. What your own programs prepare stands here until somebody uses or dismisses it.</p>
        ) : (
          <ul className={css.rows}>
            {data.drafts.map((draft) => (
              <Row key={draft.id} draft={draft} />
            ))}
          </ul>
        )}
      </Card>
    </Page>
  );
};
