import { useEffect, useState } from 'react';
import type { OfficeAuditPage, OfficeState } from '../../core/contract/network/office-page.ts';
import { Card } from '../ui/Card.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { PlainTable } from '../ui/PlainTable.tsx';
import { Status } from '../ui/Status.tsx';
import css from './OfficePage.module.css';
import { PageButton } from './PageButton.tsx';
import { type Failed, readAudit } from './server.ts';
import type { PageSession } from './useSession.ts';
import { Moment, ShortId } from './words.tsx';

type Row = OfficeAuditPage['rows'][number];

const KINDS: Readonly<Record<string, string>> = {
  'server.claimed': 'The office took the server',
  'practice.admitted': 'Practice admitted',
  'practice.status': 'Standing changed',
  'practice.seal-key': 'Seal key changed',
  'key.added': 'Key admitted',
  'key.revoked': 'Key revoked',
  'page.invited': 'Person invited to this page',
  'page.passkey-added': 'Passkey enrolled',
  'page.passkey-removed': 'Passkey removed',
  'page.person-ended': 'Person shut out of this page',
  'page.signed-in': 'Signed in here',
  'page.counter-back': 'Passkey refused: its counter went back',
  'page.session-ended': 'Session ended',
  'page.renewal-reused': 'Session ended: its cookie was copied',
};

const KEY_OF = /^(desk|sign|registrar) of ([0-9a-f-]{36})$/u;

/** Statuses and counts are words; times are read as times, and what is longer is an id or a key. */
const valueText = (value: string | null) => {
  if (value === null) return null;
  const [, use, practice] = KEY_OF.exec(value) ?? [];
  if (practice !== undefined)
    return (
      <>
        {use} key of <ShortId id={practice} />
      </>
    );
  if (/^\d{4}-\d{2}-\d{2}T/u.test(value))
    return (
      <>
        until <Moment at={value} />
      </>
    );
  return value.length > 24 ? <ShortId id={value} /> : value;
};

/** The hash-chained record of who may connect, newest first. */
export const AuditCard = ({ audit, read }: { readonly audit: OfficeState['audit']; readonly read: PageSession['read'] }) => {
  const [before, setBefore] = useState<readonly number[]>([]);
  const [page, setPage] = useState<OfficeAuditPage>();
  const [problem, setProblem] = useState<Failed>();
  const from = before.at(-1) ?? null;
  // A row that was added is on the first page at once; an older page stays as it is.
  const rows = from === null ? audit.rows : 0;
  useEffect(() => {
    let here = true;
    void read((token) => readAudit(token, from)).then((answer) => {
      if (!here) return;
      if (answer.ok) setPage(answer.value);
      setProblem(answer.ok ? undefined : answer.error);
    });
    return () => {
      here = false;
    };
  }, [from, rows, read]);
  return (
    <Card
      title="Audit log"
      count={audit.rows.toLocaleString('en-AU')}
      flush
      aside={
        audit.broken === null ? (
          <Status kind="done" rest={<Moment at={audit.checkedAt} />}>
            Every row holds
          </Status>
        ) : (
          <Status kind="broken">Row {audit.broken.toLocaleString('en-AU')} does not hold</Status>
        )
      }
    >
      {problem === undefined ? null : <ErrorNote problem={problem} />}
      <PlainTable<Row>
        label="Audit log"
        rows={page?.rows ?? []}
        rowKey={({ no }) => String(no)}
        rowTone={({ no }) => (audit.broken !== null && no >= audit.broken ? 'broken' : 'rest')}
        compact
        columns={[
          { id: 'no', head: 'Row', cell: ({ no }) => no.toLocaleString('en-AU') },
          { id: 'at', head: 'When', cell: ({ at }) => <Moment at={at} /> },
          { id: 'kind', head: 'What', cell: ({ kind }) => KINDS[kind] ?? kind },
          { id: 'subject', head: 'About', cell: ({ subject }) => <ShortId id={subject} /> },
          { id: 'before', head: 'Before', cell: ({ before: value }) => valueText(value) },
          { id: 'after', head: 'After', cell: ({ after: value }) => valueText(value) },
          { id: 'actor', head: 'By key', cell: ({ actor }) => <ShortId id={actor} /> },
        ]}
      />
      <div className={css.pages}>
        <PageButton disabled={before.length === 0} onClick={() => setBefore(before.slice(0, -1))}>
          Newer
        </PageButton>
        <PageButton
          disabled={page === undefined || page.next === null}
          onClick={() => {
            const next = page?.next;
            if (typeof next === 'number') setBefore([...before, next]);
          }}
        >
          Older
        </PageButton>
      </div>
    </Card>
  );
};
