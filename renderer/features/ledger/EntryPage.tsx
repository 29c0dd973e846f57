import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { ledgerEvent } from '../../../core/contract/desk.ts';
import { problemOf, saveFile } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { CheckList } from '../../ui/CheckList.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { fours, Hash } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { NetworkPlaceText } from '../network/NetworkPlaceText.tsx';
import { eventQuery } from './queries.ts';
import { fromBase64url } from '../signing/base64url.ts';
import css from './ledger.module.css';

const route = getRouteApi('/desk/ledger/$event');

type Event = z.infer<typeof ledgerEvent>;

const EventLink = ({ hash }: { readonly hash: string }) => (
  <Link to="/ledger/$event" params={{ event: hash }} className={css.mono}>
    {fours(hash.slice(0, 16))}
  </Link>
);

const eightDigits = (index: number): string => String(index).padStart(8, '0');

const saveRecord = ({ record, row }: Event) =>
  saveFile(new File([fromBase64url(record)], `${eightDigits(row.index)}.json`, { type: 'application/json' }));
const saveProof = ({ proof, row }: Event) =>
  saveFile(new File([proof.text], `${eightDigits(row.index)}.tlog-proof`, { type: 'text/plain' }));

const Facts = ({ event }: { readonly event: Event }) => {
  const { row, proof } = event;
  return (
    <RightPanel label="Facts">
      <h2>Facts</h2>
      <KeyValues
        items={[
          { label: 'Signed by', value: row.by },
          { label: 'Signed', value: <DateTime at={row.at} /> },
          { label: 'Seen here', value: <DateTime at={row.seenAt} /> },
          { label: 'Type', value: <span className={css.mono}>{row.type}</span> },
          {
            label: 'Referral',
            value:
              row.referral === null ? null : (
                <Link to="/referrals/$id" params={{ id: row.referral }}>
                  Open the referral
                </Link>
              ),
            missing: 'Belongs to none',
          },
          {
            label: 'Entry',
            value: `${row.index.toLocaleString('en-AU')} of a log of ${proof.size.toLocaleString('en-AU')}`,
          },
          {
            label: 'Network log',
            value: event.network === null ? null : <NetworkPlaceText place={event.network} />,
            missing: 'Not in it',
          },
          { label: 'Event hash', value: <Hash hex={row.hash} what="event hash" /> },
          { label: 'Content hash', value: <Hash hex={event.contentHash} what="content hash" /> },
          { label: 'Key', value: <Hash hex={row.stream} what="key id" /> },
          { label: 'Place', value: `Number ${row.n.toLocaleString('en-AU')} by this key` },
          {
            label: 'Follows',
            value: row.n === 0 ? null : <EventLink hash={event.prev} />,
            missing: 'First by this key',
          },
        ]}
      />
      {event.about.length === 0 ? null : (
        <>
          <h2>What it is about</h2>
          <ul>
            {event.about.map((hash) => (
              <li key={hash}>
                <EventLink hash={hash} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="second small">
        {typeof event.network?.witnessedAt === 'string'
          ? '“Signed” is by the signer’s clock, “Seen here” by this computer’s; the time of the network log is the witnesses’.'
          : 'Times are those of the signer’s and of this computer’s clock, not witnessed.'}
      </p>
    </RightPanel>
  );
};

const Loaded = ({ event }: { readonly event: Event }) => {
  const { row, proof, checks } = event;
  const holds = checks.every((check) => check.ok);
  return (
    <Page
      head={
        <PageHead
          title={row.words}
          beside={<Chip kind={holds ? 'done' : 'broken'}>{holds ? 'Every check holds' : 'Do not rely on it'}</Chip>}
          line={`Entry ${row.index.toLocaleString('en-AU')}, by ${row.by}`}
          crumbs={
            <>
              <Link to="/ledger">Ledger</Link> / {fours(row.hash.slice(0, 16))}
            </>
          }
          actions={
            <>
              <Button leftSection={<IconDownload size={16} stroke={1.7} aria-hidden="true" />} onClick={() => saveRecord(event)}>
                Record
              </Button>
              <Button leftSection={<IconDownload size={16} stroke={1.7} aria-hidden="true" />} onClick={() => saveProof(event)}>
                Proof
              </Button>
            </>
          }
        />
      }
      panel={<Facts event={event} />}
    >
      <div className={css.stack}>
        <Card title="What was checked" aside="Just now, from the stored bytes" {...(holds ? {} : { tone: 'bad' as const })}>
          <CheckList
            label="What was checked"
            checks={checks.map((check) => ({
              state: check.ok ? ('passed' as const) : ('failed' as const),
              name: check.name,
              detail: check.detail,
            }))}
          />
        </Card>
        <Card title="What was signed" aside="Line breaks added for reading">
          <pre className={css.code} tabIndex={0} aria-label="What was signed, with line breaks added for reading">
            {event.payload}
          </pre>
        </Card>
        <Card
          title="Proof that it is in the log"
          count={proof.hashes === 1 ? '1 hash' : `${proof.hashes} hashes`}
          aside={
            <>
              Root <Hash hex={proof.root} digits={8} what="root of the log" />
            </>
          }
        >
          <p className={css.explain}>
            With these hashes anybody computes the root of the log from this entry alone. The root is signed by this desk’s log key; it
            shows an order, not a time.
          </p>
          <pre className={css.code} tabIndex={0} aria-label="Inclusion proof">
            {proof.text}
          </pre>
        </Card>
      </div>
    </Page>
  );
};

/** One signed entry, by its hash: what it says, what was checked just now, and its proof. */
export const EntryPage = () => {
  const { event: hash } = route.useParams();
  const { data, error, refetch } = useQuery(eventQuery(hash));
  if (data !== undefined) return <Loaded key={data.row.hash} event={data} />;
  const head = (
    <PageHead
      title="Entry"
      crumbs={
        <>
          <Link to="/ledger">Ledger</Link> / {hash.slice(0, 16)}
        </>
      }
    />
  );
  return (
    <Page head={head}>
      {error === null ? (
        <SkeletonRows label="the entry" rows={8} />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </Page>
  );
};
