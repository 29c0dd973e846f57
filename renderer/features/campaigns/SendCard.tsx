import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { CampaignView } from '../../../core/contract/campaigns.ts';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { JobLine } from '../../ui/JobLine.tsx';
import { Note } from '../../ui/Note.tsx';
import css from './campaigns.module.css';
import type { Sending } from './useSending.ts';

type Blocked = CampaignView['blocked'][number];

const WhereTo = ({ code, onEdit }: { readonly code: string; readonly onEdit: () => void }) => {
  switch (code) {
    case 'asset':
      return (
        <Link to="/campaigns" search={{ view: 'assets' }}>
          Open Assets
        </Link>
      );
    case 'sender':
      return (
        <Link to="/settings" search={{ section: 'marketing-sender' }}>
          Open the sender’s settings
        </Link>
      );
    case 'mail':
      return (
        <Link to="/settings" search={{ section: 'mail' }}>
          Open the mail settings
        </Link>
      );
    case 'text':
    case 'segment':
    case 'nobody':
      return (
        <Button size="xs" onClick={onEdit}>
          Change the campaign
        </Button>
      );
    default:
      return null;
  }
};

const Blocks = ({ blocked, onEdit }: { readonly blocked: readonly Blocked[]; readonly onEdit: (() => void) | null }) => (
  <ul className={css.blocks} aria-label="What still stands in the way">
    {blocked.map((one) => (
      <li key={one.code}>
        <Note tone="waiting" act={onEdit === null ? undefined : <WhereTo code={one.code} onEdit={onEdit} />}>
          <strong>{one.words}.</strong> {one.next}
        </Note>
      </li>
    ))}
  </ul>
);

const minutesWords = (send: number, perMinute: number): string => {
  const minutes = Math.round((send - 1) / perMinute);
  return minutes < 1 ? 'less than a minute' : minutes === 1 ? 'about a minute' : `about ${minutes.toLocaleString('en-AU')} minutes`;
};

const Ended = ({ campaign }: { readonly campaign: CampaignView }) => (
  <Note tone={campaign.failed === 0 ? 'ok' : 'warn'}>
    Sent to {campaign.sent.toLocaleString('en-AU')}
    {campaign.failed === 0 ? '' : `, refused for ${campaign.failed.toLocaleString('en-AU')}`}
    {campaign.endedAt === null ? null : (
      <>
        ; ended <DateTime at={campaign.endedAt} />
      </>
    )}
    . {campaign.unsubscribed.toLocaleString('en-AU')} unsubscribed by the code of a message since.
  </Note>
);

export interface SendCardProps {
  readonly campaign: CampaignView;
  readonly sending: Sending;
  readonly maySend: boolean;
  readonly onSend: () => void;
  readonly onEdit: () => void;
}

/** What stands between the campaign and its readers: what blocks it, the send, how far it is, how it ended. */
export const SendCard = ({ campaign, sending, maySend, onSend, onEdit }: SendCardProps) => {
  const { state, blocked, audience, perMinute } = campaign;
  const ended = state === 'sent' || state === 'stopped';
  const again = state === 'paused' || state === 'sending';
  return (
    <Card title="Sending">
      <div className={css.sending}>
        {sending.problem === null ? null : <ErrorNote problem={sending.problem} />}
        {sending.running ? (
          <>
            <JobLine
              done={sending.done}
              of={sending.of}
              words={sending.words}
              act={
                <Button size="xs" loading={sending.stopping} onClick={sending.stop}>
                  Stop
                </Button>
              }
            />
            <p className="second">
              It goes on while the desk is open; you can leave this page. Stopping keeps what was sent and can be gone on with.
            </p>
          </>
        ) : ended ? (
          <Ended campaign={campaign} />
        ) : blocked.length > 0 ? (
          <Blocks blocked={blocked} onEdit={maySend ? onEdit : null} />
        ) : (
          <>
            {again ? (
              <Note tone="warn">
                It stopped after {(campaign.sent + campaign.failed).toLocaleString('en-AU')}. Whoever got it does not get it twice.
              </Note>
            ) : null}
            <p>
              Nothing stands in the way. {audience.send.toLocaleString('en-AU')} {audience.send === 1 ? 'message goes' : 'messages go'} out
              by your own mail server, {perMinute.toLocaleString('en-AU')} a minute: {minutesWords(audience.send, perMinute)}.
            </p>
            <div>
              <Button
                variant="filled"
                disabled={!maySend}
                loading={sending.starting}
                leftSection={<IconSend size={16} stroke={1.7} aria-hidden="true" />}
                onClick={onSend}
              >
                {again ? 'Go on sending…' : 'Send…'}
              </Button>
            </div>
            {maySend ? null : <p className="second">A principal or operations sends campaigns.</p>}
          </>
        )}
      </div>
    </Card>
  );
};
