import { useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { CampaignView } from '../../../core/contract/campaigns.ts';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import { Audience } from './Audience.tsx';
import { CampaignForm } from './CampaignForm.tsx';
import { campaignLook } from './campaignLook.ts';
import css from './campaigns.module.css';
import { MessagePreview } from './MessagePreview.tsx';
import { Outcomes } from './Outcomes.tsx';
import { assetsQuery, campaignQuery } from './queries.ts';
import { SendCard } from './SendCard.tsx';
import { useSending } from './useSending.ts';

const route = getRouteApi('/desk/campaigns/$id');

const crumbs = <Link to="/campaigns">Campaigns</Link>;

const Confirm = ({
  campaign,
  onClose,
  onSend,
}: {
  readonly campaign: CampaignView;
  readonly onClose: () => void;
  readonly onSend: () => void;
}) => {
  const { send, leftOut } = campaign.audience;
  const out = leftOut.reduce((sum, group) => sum + group.count, 0);
  const whom = `${send.toLocaleString('en-AU')} ${send === 1 ? 'person' : 'people'}`;
  return (
    <Sheet title={`Send to ${whom}?`} verb={`Send to ${whom}`} error={null} pending={false} onClose={onClose} onSave={onSend}>
      <p>
        A message that was sent cannot be called back. {out.toLocaleString('en-AU')} of the segment {out === 1 ? 'is' : 'are'} left out.
        After the start the text cannot be changed any more.
      </p>
      <KeyValues
        items={[
          { label: 'Subject', value: campaign.subject },
          { label: 'First to', value: campaign.audience.examples[0]?.to ?? null, missing: 'Nobody' },
        ]}
      />
    </Sheet>
  );
};

const Facts = ({ campaign }: { readonly campaign: CampaignView }) => {
  const { data } = useQuery(assetsQuery);
  const asset = data?.rows.find((one) => one.id === campaign.asset);
  return (
    <Card title="The campaign">
      <KeyValues
        items={[
          {
            label: 'Asset',
            missing: 'None chosen',
            value:
              asset === undefined ? null : (
                <Link to="/campaigns" search={{ view: 'assets' }}>
                  {asset.name}
                </Link>
              ),
          },
          { label: 'Sent', value: campaign.sent.toLocaleString('en-AU') },
          { label: 'Failed', value: campaign.failed.toLocaleString('en-AU') },
          { label: 'Unsubscribed', value: campaign.unsubscribed.toLocaleString('en-AU') },
          {
            label: 'Started',
            value: campaign.startedAt === null ? null : <DateTime at={campaign.startedAt} form="recent" />,
            missing: 'Not yet',
          },
          {
            label: 'Ended',
            value: campaign.endedAt === null ? null : <DateTime at={campaign.endedAt} form="recent" />,
            missing: 'Not yet',
          },
        ]}
      />
    </Card>
  );
};

const Loaded = ({ campaign }: { readonly campaign: CampaignView }) => {
  const { data: status } = useQuery(statusQuery);
  const sending = useSending(campaign);
  const [sheet, setSheet] = useState<'edit' | 'send' | null>(null);
  const maySend = permits(status?.person?.roles ?? [], 'send-campaigns');
  const look = campaignLook(campaign);
  const draft = campaign.state === 'draft';
  return (
    <Page
      head={
        <PageHead
          title={campaign.name}
          crumbs={crumbs}
          line={campaign.subject}
          beside={<Chip kind={look.kind}>{look.words}</Chip>}
          actions={
            draft ? (
              <Button disabled={!maySend} onClick={() => setSheet('edit')}>
                Change…
              </Button>
            ) : undefined
          }
        />
      }
      panel={
        <RightPanel label="Who gets it">
          <Audience campaign={campaign} />
          <Facts campaign={campaign} />
        </RightPanel>
      }
    >
      <div className={css.stack}>
        <SendCard campaign={campaign} sending={sending} maySend={maySend} onSend={() => setSheet('send')} onEdit={() => setSheet('edit')} />
        <Outcomes campaign={campaign} />
        <MessagePreview campaign={campaign} />
      </div>
      {sheet === 'edit' ? <CampaignForm campaign={campaign} onClose={() => setSheet(null)} /> : null}
      {sheet === 'send' ? (
        <Confirm
          campaign={campaign}
          onClose={() => setSheet(null)}
          onSend={() => {
            setSheet(null);
            sending.start();
          }}
        />
      ) : null}
    </Page>
  );
};

/** One campaign: what stands in its way, who gets it and who not, the message as it will be read, what became of each. */
export const CampaignPage = () => {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(campaignQuery(id));
  if (data !== undefined) return <Loaded key={data.id} campaign={data} />;
  return (
    <Page head={<PageHead title="Campaign" crumbs={crumbs} />}>
      {error === null ? (
        <SkeletonRows label="the campaign" rows={8} />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </Page>
  );
};
