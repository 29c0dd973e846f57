import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { breachInput, overseasInput, type PrivacyView, referrerInput } from '../../../core/contract/privacy.ts';
import { problemOf, requestFile, saveFile } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { useChange } from '../crm/useChange.ts';
import { DueStatus } from '../rights/DueStatus.tsx';
import { Agreements } from './Agreements.tsx';
import { RegisterForm } from './RegisterForm.tsx';
import { BREACH_FIELDS, BREACH_STATES, OVERSEAS_FIELDS, REFERRER_FIELDS } from './registerSpecs.ts';
import css from './privacy.module.css';

type Breach = PrivacyView['breaches'][number];
type Overseas = PrivacyView['overseas'][number];
type Referrer = PrivacyView['referrers'][number];
type Open<T> = { readonly entry: T | null } | null;

interface RegisterProps<T> {
  readonly title: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly nameOf: (row: T) => string;
  readonly path: string;
  /** What the register is for, and what to do: shown while it is empty. */
  readonly empty: string;
  readonly addLabel: string;
  readonly manages: boolean;
  readonly aside?: ReactNode;
  readonly onOpen: (row: T | null) => void;
}

const Register = <T extends { readonly id: string }>({
  title,
  rows,
  columns,
  nameOf,
  path,
  empty,
  addLabel,
  manages,
  aside,
  onOpen,
}: RegisterProps<T>) => {
  const remove = useChange();
  const acts: Column<T> = {
    id: 'acts',
    head: 'Acts',
    quietHead: true,
    align: 'end',
    cell: (row) => (
      <span className={css.acts}>
        <Button size="xs" aria-label={`Change ${nameOf(row)}`} onClick={() => onOpen(row)}>
          Change…
        </Button>
        <Button
          size="xs"
          aria-label={`Remove ${nameOf(row)}`}
          onClick={() => remove.mutate({ method: 'DELETE', path: `/api/privacy/${path}/${row.id}`, words: `“${nameOf(row)}” was removed` })}
        >
          Remove
        </Button>
      </span>
    ),
  };
  return (
    <Card
      title={title}
      count={rows.length}
      flush={rows.length > 0}
      aside={
        <span className={css.row}>
          {aside}
          {manages ? (
            <Button size="xs" onClick={() => onOpen(null)}>
              {addLabel}
            </Button>
          ) : null}
        </span>
      }
    >
      {remove.error === null ? null : <ErrorNote problem={problemOf(remove.error)} />}
      {rows.length === 0 ? (
        <p className="second">{empty}</p>
      ) : (
        <PlainTable label={title} columns={manages ? [...columns, acts] : columns} rows={rows} rowKey={(row) => row.id} />
      )}
    </Card>
  );
};

const day = (value: string | null, missing: string) => <CalendarDay day={value} form="date" missing={missing} />;
const wrapped = (text: string) => <span className={css.wrap}>{text}</span>;

const BREACH_COLUMNS: readonly Column<Breach>[] = [
  { id: 'title', head: 'Breach', cell: (row) => wrapped(row.title) },
  { id: 'state', head: 'State', cell: (row) => BREACH_STATES[row.state] },
  { id: 'suspected', head: 'Suspected', cell: (row) => day(row.suspectedOn, '') },
  { id: 'clock', head: 'Assessment', cell: (row) => <DueStatus due={row.clock} done="Assessed" /> },
  {
    id: 'people',
    head: 'People',
    align: 'end',
    cell: (row) => row.people?.toLocaleString('en-AU') ?? <span className="second">Not known</span>,
  },
  {
    id: 'oaic',
    head: 'Commissioner told',
    cell: (row) => day(row.oaicToldOn, row.seriousHarm === 'likely' ? 'Not yet' : 'Not needed so far'),
  },
];
const OVERSEAS_COLUMNS: readonly Column<Overseas>[] = [
  { id: 'name', head: 'Recipient', cell: (row) => wrapped(row.name) },
  { id: 'country', head: 'Country', cell: (row) => row.country },
  { id: 'what', head: 'Receives', cell: (row) => wrapped(row.what) },
  { id: 'safeguard', head: 'Held to it by', cell: (row) => wrapped(row.safeguard) },
  { id: 'since', head: 'Since', cell: (row) => day(row.since, '') },
  { id: 'until', head: 'Until', cell: (row) => day(row.until, 'Goes on') },
];
const REFERRER_COLUMNS: readonly Column<Referrer>[] = [
  { id: 'name', head: 'Referrer', cell: (row) => wrapped(row.name) },
  { id: 'type', head: 'Business', cell: (row) => row.businessType },
  { id: 'contact', head: 'Contact', cell: (row) => [row.contact, row.phone].filter((part) => part !== '').join(', ') },
  { id: 'agreement', head: 'Agreement', cell: (row) => day(row.agreementDate, 'None recorded') },
  { id: 'start', head: 'Started', cell: (row) => day(row.startDate, 'Not recorded') },
  { id: 'end', head: 'Ended', cell: (row) => day(row.endDate, 'Goes on') },
];

/** Breaches with their 30-day clock, recipients overseas, the referrer register, and agreements on file. */
export const Registers = ({
  privacy,
  manages,
  exports,
}: {
  readonly privacy: PrivacyView;
  readonly manages: boolean;
  readonly exports: boolean;
}) => {
  const [breach, setBreach] = useState<Open<Breach>>(null);
  const [overseas, setOverseas] = useState<Open<Overseas>>(null);
  const [referrer, setReferrer] = useState<Open<Referrer>>(null);
  const assessDays = String(privacy.limits.find((limit) => limit.code === 'breach-assess')?.value ?? 30);
  const save = useMutation({ mutationFn: () => requestFile('POST', '/api/privacy/referrers/export', { body: {} }), onSuccess: saveFile });
  return (
    <>
      <Register
        title="Data breaches"
        rows={privacy.breaches}
        columns={BREACH_COLUMNS}
        nameOf={(row) => row.title}
        path="breaches"
        empty={`None is recorded. Record a suspicion on the day it arises: its assessment is due within ${assessDays} days.`}
        addLabel="Record a breach…"
        manages={manages}
        onOpen={(entry) => setBreach({ entry })}
      />
      <Register
        title="Recipients overseas"
        rows={privacy.overseas}
        columns={OVERSEAS_COLUMNS}
        nameOf={(row) => row.name}
        path="overseas"
        empty="None is recorded. Enter everybody outside Australia who receives personal information; the privacy policy names them (APP 8)."
        addLabel="Add a recipient…"
        manages={manages}
        onOpen={(entry) => setOverseas({ entry })}
      />
      <Register
        title="Referrer register"
        rows={privacy.referrers}
        columns={REFERRER_COLUMNS}
        nameOf={(row) => row.name}
        path="referrers"
        empty="None is recorded. A credit licensee keeps who refers clients to it; ASIC may ask for the list (NCCP Regulations reg 9AB)."
        addLabel="Add a referrer…"
        manages={manages}
        aside={
          exports && privacy.referrers.length > 0 ? (
            <Button
              size="xs"
              loading={save.isPending}
              leftSection={<IconDownload size={15} stroke={1.7} aria-hidden="true" />}
              onClick={() => save.mutate()}
            >
              Export as CSV
            </Button>
          ) : undefined
        }
        onOpen={(entry) => setReferrer({ entry })}
      />
      {save.error === null ? null : <ErrorNote problem={problemOf(save.error)} />}
      <Agreements agreements={privacy.agreements} today={privacy.today} manages={manages} />
      {breach === null ? null : (
        <RegisterForm
          register="breaches"
          name="The breach"
          title={breach.entry === null ? 'Record a breach' : `Change “${breach.entry.title}”`}
          fields={BREACH_FIELDS}
          schema={breachInput}
          entry={breach.entry}
          onClose={() => setBreach(null)}
        />
      )}
      {overseas === null ? null : (
        <RegisterForm
          register="overseas"
          name="The recipient"
          title={overseas.entry === null ? 'Add a recipient overseas' : `Change “${overseas.entry.name}”`}
          fields={OVERSEAS_FIELDS}
          schema={overseasInput}
          entry={overseas.entry}
          onClose={() => setOverseas(null)}
        />
      )}
      {referrer === null ? null : (
        <RegisterForm
          register="referrers"
          name="The referrer"
          title={referrer.entry === null ? 'Add a referrer' : `Change “${referrer.entry.name}”`}
          fields={REFERRER_FIELDS}
          schema={referrerInput}
          entry={referrer.entry}
          extra={{ practice: referrer.entry?.practice ?? null }}
          onClose={() => setReferrer(null)}
        />
      )}
    </>
  );
};
