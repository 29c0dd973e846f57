import { Link } from '@tanstack/react-router';
import type { CampaignView } from '../../../core/contract/campaigns.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';

type Message = CampaignView['messages'][number];

const Became = ({ message, running }: { readonly message: Message; readonly running: boolean }) => {
  switch (message.state) {
    case 'sent':
      return <Status kind="done">Taken by the mail server</Status>;
    case 'failed':
      return <Status kind="broken">Refused by the mail server</Status>;
    case 'handed-over':
      return running ? (
        <Status kind="waiting">Being handed over</Status>
      ) : (
        <Status kind="late">Not known: the desk ended while it was handed over</Status>
      );
  }
};

const WHY: Column<Message> = {
  id: 'why',
  head: 'What the server said',
  cell: (message) => (message.why === '' ? <span className="second">Nothing</span> : message.why),
};

const columnsOf = (running: boolean, failures: boolean): readonly Column<Message>[] => [
  {
    id: 'name',
    head: 'Person',
    cell: (message) => (
      <Link to="/contacts/$id" params={{ id: message.contact }}>
        {message.name}
      </Link>
    ),
  },
  { id: 'state', head: 'What became of it', cell: (message) => <Became message={message} running={running} /> },
  ...(failures ? [WHY] : []),
  { id: 'at', head: 'When', cell: (message) => <DateTime at={message.at} form="recent" inRow /> },
];

/** What became of each message. Whether a person read it is not known: nothing in a message reports back. */
export const Outcomes = ({ campaign }: { readonly campaign: CampaignView }) => {
  const { messages, sent, failed } = campaign;
  const all = sent + failed;
  if (all === 0) return null;
  return (
    <Card title="What became of each message" count={all.toLocaleString('en-AU')} flush>
      <PlainTable
        label="Messages of the campaign"
        columns={columnsOf(campaign.job !== null, failed > 0)}
        rows={messages}
        rowKey={(message) => message.contact}
        compact
      />
      {messages.length < all ? <p className="second">The newest {messages.length.toLocaleString('en-AU')} are shown.</p> : null}
    </Card>
  );
};
