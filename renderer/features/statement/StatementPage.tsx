import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { Payouts, statementResult } from '../../../core/contract/money.ts';
import { problemCode, problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FigureStrip } from '../../ui/FigureStrip.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { JobLine } from '../../ui/JobLine.tsx';
import { Money } from '../../ui/Money.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import { batchLook, batchName } from '../payouts/batchLook.ts';
import { payoutsQuery } from '../payouts/queries.ts';
import { Candidates } from './Candidates.tsx';
import { importStatement } from './queries.ts';
import { Reasons } from './Reasons.tsx';
import css from './StatementPage.module.css';

type Result = z.infer<typeof statementResult>;
type BatchRow = Payouts['batches'][number];

const batchLink = (batch: string, label: string) => (
  <Link to="/payouts/$id" params={{ id: batch }}>
    {label}
  </Link>
);

const expectedColumns: readonly Column<BatchRow>[] = [
  { id: 'label', head: 'Batch', cell: (row) => batchLink(row.batch, row.label) },
  { id: 'date', head: 'Processing date', cell: (row) => <CalendarDay day={row.processingDate} /> },
  { id: 'lines', head: 'Payments', align: 'end', cell: (row) => row.lines },
  {
    id: 'state',
    head: 'Bank',
    cell: (row) =>
      row.state === 'settled' ? (
        <Status kind="done">Matched</Status>
      ) : row.state === 'released' ? (
        <Status kind="not-yet">Not recorded</Status>
      ) : (
        <Status kind={batchLook(row.state)}>{batchName(row.state)}</Status>
      ),
  },
  {
    id: 'total',
    head: 'Leaves the account',
    align: 'end',
    cell: (row) => <Money cents={row.total} weight="total" />,
  },
];

const Counts = ({ result }: { readonly result: Result }) => (
  <FigureStrip
    label="What the statement showed"
    figures={[
      {
        label: 'Bank lines in the file',
        value: result.lines.toLocaleString('en-AU'),
        change: {
          way: 'none',
          words:
            result.already === 0
              ? 'All new to this desk'
              : result.already === result.lines
                ? 'All held already: nothing changes'
                : `${result.already.toLocaleString('en-AU')} held already`,
        },
      },
      {
        label: 'Settled by it',
        value: result.matched.length.toLocaleString('en-AU'),
        change: { way: 'none', words: 'Where every point agrees' },
      },
      {
        label: 'For you to choose',
        value: result.ambiguous.length.toLocaleString('en-AU'),
        change: { way: 'none', words: 'More than one line could be meant' },
      },
      {
        label: 'Still not recorded',
        value: result.unmatched.length.toLocaleString('en-AU'),
        change: { way: 'none', words: 'Released, and no line agrees' },
      },
    ]}
  />
);

const Shown = ({ result }: { readonly result: Result }) => (
  <>
    <Counts result={result} />
    {result.matched.length === 0 ? null : (
      <Card title="Settled by this statement" count={result.matched.length} aside={`${result.fileName}, ${result.bank}`}>
        <ul>
          {result.matched.map((match) => (
            <li key={match.batch} className={css.match}>
              <p>
                <strong>{batchLink(match.batch, match.label)}</strong> <span className="second">{match.line}</span>
              </p>
              <Reasons reasons={match.reasons} />
            </li>
          ))}
        </ul>
      </Card>
    )}
    {result.ambiguous.map((asked) => (
      <Candidates key={asked.batch} asked={asked} />
    ))}
    {result.unmatched.length === 0 ? null : (
      <Card title="Released, and no bank line agrees" count={result.unmatched.length}>
        <ul>
          {result.unmatched.map((open) => (
            <li key={open.batch} className={css.match}>
              <Status kind="not-yet">{batchLink(open.batch, open.label)}</Status> <span className="second">{open.why}</span>
            </li>
          ))}
        </ul>
      </Card>
    )}
    {result.findings.length === 0 ? null : (
      <Card title="What the file did not say clearly" count={result.findings.length}>
        <ul>
          {result.findings.map((finding) => (
            <li key={finding} className={css.match}>
              <Status kind="late">{finding}</Status>
            </li>
          ))}
        </ul>
      </Card>
    )}
  </>
);

const WhichAccount = ({ pending, onSay }: { readonly pending: boolean; readonly onSay: (account: string) => void }) => {
  const [account, setAccount] = useState('');
  return (
    <form
      className={css.account}
      onSubmit={(event) => {
        event.preventDefault();
        if (account.trim() !== '') onSay(account.trim());
      }}
    >
      <TextInput
        label="BSB and account number of the statement"
        description="For example 032-000 123456"
        value={account}
        w={280}
        autoComplete="off"
        maxLength={40}
        onChange={(event) => setAccount(event.currentTarget.value)}
      />
      <Button type="submit" disabled={account.trim() === ''} loading={pending}>
        Import it
      </Button>
    </form>
  );
};

/** A statement from the bank against the payments that were released. */
export const StatementPage = () => {
  const queries = useQueryClient();
  const { data: payouts } = useQuery(payoutsQuery);
  const [file, setFile] = useState<File>();
  const taking = useMutation({ mutationFn: importStatement, onSuccess: () => queries.invalidateQueries() });
  const problem = taking.error === null ? undefined : problemOf(taking.error);
  const asksAccount = problem !== undefined && problemCode(problem) === 'statement-account';
  const expected = (payouts?.batches ?? []).filter(
    (batch) => batch.state !== 'prepared' && batch.state !== 'approved' && batch.state !== 'cancelled',
  );
  const open = (files: readonly File[]) => {
    const [first] = files;
    if (first === undefined) return;
    setFile(first);
    taking.mutate({ file: first, account: undefined });
  };
  return (
    <Page head={<PageHead title="Bank statement" line="Payments you released against money that left the account" />}>
      <div className={css.stack}>
        <FileDrop
          accept=".csv,text/csv"
          button="Choose a file…"
          disabled={taking.isPending}
          hint="A CSV export of your bank. It stays on this computer; the same file twice changes nothing."
          onFiles={open}
        >
          Drop a bank statement here
        </FileDrop>
        {taking.isPending ? <JobLine done={0} of={null} words={`Reading ${file?.name ?? 'the file'}`} /> : null}
        {problem === undefined ? null : asksAccount ? (
          <Note tone="warn" live="assertive">
            <strong>{problem.title}</strong> {problem.detail}
          </Note>
        ) : (
          <ErrorNote problem={problem} />
        )}
        {asksAccount && file !== undefined ? (
          <WhichAccount pending={taking.isPending} onSay={(account) => taking.mutate({ file, account })} />
        ) : null}
        {taking.data === undefined ? null : <Shown result={taking.data} />}
        <Card title="Expected payments" count={expected.length} aside="From the released ABA files" flush>
          {expected.length === 0 ? (
            <p className={css.nothing}>Nothing is released yet, so a statement has nothing to settle.</p>
          ) : (
            <PlainTable label="Expected payments" columns={expectedColumns} rows={expected.slice(0, 100)} rowKey={(row) => row.batch} />
          )}
        </Card>
        <p className="second small">
          A bank line is the bank’s word on this computer. Paid means attested by the payee; until then it reads “according to the payer”.
        </p>
      </div>
    </Page>
  );
};
