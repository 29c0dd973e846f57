import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Views } from '../../ui/Views.tsx';
import { AssetForm } from './AssetForm.tsx';
import { Assets } from './Assets.tsx';
import { CampaignForm } from './CampaignForm.tsx';
import { CampaignList } from './CampaignList.tsx';
import { assetsQuery, campaignsQuery, suppressionsQuery } from './queries.ts';
import { Unsubscribed } from './Unsubscribed.tsx';
import { UnsubscribeForm } from './UnsubscribeForm.tsx';

const route = getRouteApi('/desk/campaigns');

const HEADS = {
  campaigns: { verb: 'New campaign', permission: 'send-campaigns' },
  assets: { verb: 'Register an asset', permission: 'send-campaigns' },
  unsubscribed: { verb: 'Record an unsubscribe', permission: 'edit-contacts' },
} as const;

type Tab = keyof typeof HEADS;

const isTab = (id: string): id is Tab => id in HEADS;

const Body = ({ tab }: { readonly tab: Tab }) => {
  const campaigns = useQuery(campaignsQuery);
  const assets = useQuery(assetsQuery);
  const suppressions = useQuery(suppressionsQuery);
  const { error, refetch } = { campaigns, assets, suppressions, unsubscribed: suppressions }[tab];
  if (tab === 'campaigns' && campaigns.data !== undefined) return <CampaignList rows={campaigns.data.rows} />;
  if (tab === 'assets' && assets.data !== undefined) return <Assets list={assets.data} />;
  if (tab === 'unsubscribed' && suppressions.data !== undefined) return <Unsubscribed rows={suppressions.data.rows} />;
  return error === null ? (
    <SkeletonRows label={tab} rows={6} />
  ) : (
    <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
  );
};

/** Messages to the opted-in part of the book; the marketing assets they carry; who asked for no more. */
export const CampaignsPage = () => {
  const { view: tab = 'campaigns' } = route.useSearch();
  const navigate = useNavigate({ from: '/campaigns' });
  const { data: status } = useQuery(statusQuery);
  const { data: campaigns } = useQuery(campaignsQuery);
  const { data: assets } = useQuery(assetsQuery);
  const { data: suppressions } = useQuery(suppressionsQuery);
  const [adding, setAdding] = useState(false);
  const { verb, permission } = HEADS[tab];
  const close = () => setAdding(false);
  const count = (rows: readonly unknown[] | undefined) =>
    rows === undefined || rows.length === 0 ? undefined : rows.length.toLocaleString('en-AU');
  return (
    <Page
      flush
      head={
        <>
          <PageHead
            open
            title="Campaigns"
            line="Messages to those who agreed to marketing, by your own mail server"
            actions={
              <Button
                variant="filled"
                disabled={!permits(status?.person?.roles ?? [], permission)}
                leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
                onClick={() => setAdding(true)}
              >
                {verb}
              </Button>
            }
          />
          <Views
            views={[
              { id: 'campaigns', name: 'Campaigns', count: count(campaigns?.rows) },
              { id: 'assets', name: 'Assets', count: count(assets?.rows) },
              { id: 'unsubscribed', name: 'Unsubscribed', count: count(suppressions?.rows) },
            ]}
            current={tab}
            onChoose={(id) => void navigate({ search: isTab(id) ? { view: id } : {}, replace: true })}
          />
        </>
      }
    >
      <Body tab={tab} />
      {!adding ? null : tab === 'campaigns' ? (
        <CampaignForm campaign={null} onClose={close} onSaved={(id) => void navigate({ to: '/campaigns/$id', params: { id } })} />
      ) : tab === 'assets' ? (
        <AssetForm asset={null} onClose={close} />
      ) : (
        <UnsubscribeForm said="" onClose={close} />
      )}
    </Page>
  );
};
