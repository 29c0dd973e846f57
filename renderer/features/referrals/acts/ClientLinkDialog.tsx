import { useState } from 'react';
import { Button, Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { clientLink, type ClientLink } from '../../../../core/contract/client-links.ts';
import { problemOf, request } from '../../../client.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { type KeyValue, KeyValues } from '../../../ui/KeyValues.tsx';
import { Note } from '../../../ui/Note.tsx';
import type { ProblemWords } from '../../../ui/problem.ts';
import { SkeletonBlock } from '../../../ui/Skeletons.tsx';
import page from '../ReferralPage.module.css';
import css from './ClientLinkDialog.module.css';

const LOOK_EVERY_MS = 4000;

const facts = (link: ClientLink): readonly KeyValue[] => [
  { label: 'Invited by', value: link.by, missing: 'Not recorded' },
  {
    label: 'Link',
    value:
      link.sentTo === null ? (
        `Shown ${link.here ? 'here' : 'at another desk'}, not sent`
      ) : link.linkSentAt === null ? null : (
        <>
          Sent to {link.sentTo}, <DateTime at={link.linkSentAt} form="recent" inRow />
        </>
      ),
    missing: 'Not sent',
  },
  ...(link.sentTo === null
    ? []
    : [
        {
          label: 'Code',
          value: link.codeSentAt === null ? null : <DateTime at={link.codeSentAt} form="recent" inRow />,
          missing: 'Not sent',
        },
      ]),
  { label: 'Fetched', value: link.openedAt === null ? null : <DateTime at={link.openedAt} form="recent" inRow />, missing: 'Not yet' },
  { label: 'Answered', value: link.answeredAt === null ? null : <DateTime at={link.answeredAt} form="recent" inRow />, missing: 'Not yet' },
  { label: 'Ends', value: <DateTime at={link.expires} form="date" inRow /> },
];

const asked = {
  correction: 'asks for a correction',
  withdrawal: 'takes the consent back',
  'not-confirmed': 'does not confirm the outcome',
} as const;

const endedWords = {
  withdrawn: 'This link was taken back. It opens nothing.',
  expired: 'The time of this link has passed. Invite again.',
} as const;

const Shown = ({ link, client }: { readonly link: ClientLink; readonly client: string }) => (
  <>
    {link.problem === null ? null : <Note tone="warn">{link.problem}</Note>}
    {link.state === 'withdrawn' || link.state === 'expired' ? <Note tone="mute">{endedWords[link.state]}</Note> : null}
    {link.asks.map((ask) => (
      <Note key={ask.at} tone="warn">
        {client} {asked[ask.kind]}
        {ask.words === '' ? '.' : `: “${ask.words}”`}
      </Note>
    ))}
    {link.here || link.state === 'answered' ? null : (
      <Note tone="mute">Another desk of the practice made this link. It is sent again from there; its answer comes to every desk.</Note>
    )}
    <KeyValues items={facts(link)} />
    {link.openedAt !== null && link.answeredAt === null ? (
      <p className="second small">Fetched means that somebody, or a mail scanner, opened the page. It says nothing about reading.</p>
    ) : null}
    {link.qr === null || link.link === null ? null : (
      <div className={css.code}>
        <svg viewBox={`0 0 ${link.qr.size} ${link.qr.size}`} role="img" aria-label="QR code of the link" shapeRendering="crispEdges">
          <path d={link.qr.path} />
        </svg>
        <div className={css.link}>
          <code>{link.link}</code>
          <CopyButton text={link.link} what="link" />
        </div>
        <p className="second small">Whoever has the link can answer by it. Give it to {client} alone.</p>
      </div>
    )}
  </>
);

/** The client's link: makes it of a signed invitation, says honestly what is known of it, shows it, sends it again, takes it back. */
export const ClientLinkDialog = ({
  invite,
  code,
  client,
  onClose,
}: {
  readonly invite: string;
  readonly code: string | null;
  readonly client: string;
  readonly onClose: () => void;
}) => {
  const queries = useQueryClient();
  const [problem, setProblem] = useState<ProblemWords>();
  const [busy, setBusy] = useState(false);
  const made = useQuery({
    queryKey: ['client-link', invite],
    queryFn: () => request('POST', '/api/client-links', clientLink, { body: { invite, code } }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const id = made.data?.id ?? '';
  const looked = useQuery({
    queryKey: ['client-link', invite, 'look'],
    queryFn: () => request('POST', `/api/client-links/${id}/look`, clientLink, { body: {} }),
    enabled: id !== '',
    refetchInterval: LOOK_EVERY_MS,
  });
  const link = looked.data ?? made.data;
  const act = async (path: 'send' | 'withdraw') => {
    setBusy(true);
    setProblem(undefined);
    try {
      queries.setQueryData(
        ['client-link', invite, 'look'],
        await request('POST', `/api/client-links/${id}/${path}`, clientLink, { body: {} }),
      );
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const close = () => {
    void queries.invalidateQueries({ queryKey: ['referrals'] });
    onClose();
  };
  return (
    <Modal opened onClose={close} size={520} title={`Link for ${client}`}>
      <div className={page.fields}>
        {made.isPending ? <SkeletonBlock height={200} label="the link" /> : null}
        {made.error === null ? null : <ErrorNote problem={problemOf(made.error)} />}
        {link === undefined ? null : <Shown link={link} client={client} />}
        {problem === undefined ? null : <ErrorNote problem={problem} />}
        <div className={page.buttons}>
          {link?.state === 'open' ? (
            <Button disabled={busy} onClick={() => void act('withdraw')}>
              Take the link back
            </Button>
          ) : null}
          {link?.state === 'open' && link.here && link.sentTo !== null ? (
            <Button disabled={busy} onClick={() => void act('send')}>
              {link.linkSentAt === null ? 'Send it' : 'Send it again'}
            </Button>
          ) : null}
          {made.error === null ? null : <Button onClick={() => void made.refetch()}>Try again</Button>}
          <Button variant="filled" onClick={close}>
            Close
          </Button>
        </div>
      </div>
    </Modal>
  );
};
