import { useState } from 'react';
import { Button, Modal, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type PrivacyView, type RetentionDone, retentionDone, type RetentionPreview } from '../../../core/contract/privacy.ts';
import { type DeskProblem, type JobProgress, problemCode, problemOf, runJob } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { JobLine } from '../../ui/JobLine.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { StoredSetting } from '../settings/stored/StoredSetting.tsx';
import { Holds } from './Holds.tsx';
import { PeriodsForm, periodsSchema } from './PeriodsForm.tsx';
import { retentionQuery } from './queries.ts';
import css from './privacy.module.css';

type First = RetentionPreview['first'][number];
type Erasure = PrivacyView['erasures'][number];

const number = (count: number): string => count.toLocaleString('en-AU');
const FIRST: readonly Column<First>[] = [
  {
    id: 'name',
    head: 'Contact',
    cell: (one) =>
      one.act === 'remove' ? (
        <Link to="/contacts/$id" params={{ id: one.contact }}>
          {one.name}
        </Link>
      ) : (
        one.name
      ),
  },
  { id: 'act', head: 'What would be done', cell: (one) => (one.act === 'remove' ? 'Removed; can return' : 'Erased for good') },
  { id: 'since', head: 'Its time ended', cell: (one) => <CalendarDay day={one.since} form="date" /> },
];

const ERASURES: readonly Column<Erasure>[] = [
  { id: 'at', head: 'When', cell: (one) => <DateTime at={one.at} form="moment" inRow /> },
  { id: 'by', head: 'By', cell: (one) => one.by },
  { id: 'reason', head: 'Why', cell: (one) => one.reason },
  {
    id: 'complete',
    head: 'State',
    cell: (one) => <Status kind={one.complete ? 'done' : 'waiting'}>{one.complete ? 'Whole' : 'Waits for a referral to end'}</Status>,
  },
  {
    id: 'kept',
    head: 'What was kept',
    cell: (one) =>
      one.kept.length === 0 ? (
        <span className="second">Nothing</span>
      ) : (
        <ul className={css.kept}>
          {one.kept.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ),
  },
];

/** Carries retention out as a job; stopping it keeps what is done. */
const useApply = () => {
  const queries = useQueryClient();
  const [stop, setStop] = useState<AbortController | null>(null);
  const [progress, setProgress] = useState<JobProgress>();
  const [problem, setProblem] = useState<DeskProblem>();
  const [done, setDone] = useState<RetentionDone>();
  const start = () => {
    const stopper = new AbortController();
    setStop(stopper);
    setProblem(undefined);
    setDone(undefined);
    setProgress(undefined);
    void runJob('/api/retention/apply', retentionDone, { onProgress: setProgress, signal: stopper.signal })
      .then(setDone, (error: unknown) => {
        const found = problemOf(error);
        if (problemCode(found) !== 'cancelled') setProblem(found);
      })
      .finally(() => {
        setStop(null);
        void queries.invalidateQueries();
      });
  };
  return { running: stop !== null, progress, problem, done, start, stop: () => stop?.abort() };
};

const Preview = ({ preview }: { readonly preview: RetentionPreview }) => {
  const [asking, setAsking] = useState(false);
  const apply = useApply();
  const { remove, erase, imports, logs, first } = preview;
  const nothing = remove + erase + imports + logs === 0;
  return (
    <Card
      title="What retention would do today"
      aside={
        <Button size="xs" variant="filled" disabled={nothing || apply.running} onClick={() => setAsking(true)}>
          Apply…
        </Button>
      }
    >
      <Stack gap={12}>
        {apply.running ? (
          <JobLine
            done={apply.progress?.done ?? 0}
            of={apply.progress?.of ?? null}
            words={apply.progress?.words ?? ''}
            act={
              <Button size="xs" onClick={apply.stop}>
                Stop
              </Button>
            }
          />
        ) : null}
        {apply.problem === undefined ? null : <ErrorNote problem={apply.problem} />}
        {apply.done === undefined ? null : (
          <Note tone={apply.done.kept === 0 ? 'ok' : 'warn'} live="polite">
            Removed {number(apply.done.remove)}, erased {number(apply.done.erase)}, import files {number(apply.done.imports)}, log rows{' '}
            {number(apply.done.logs)}.{apply.done.kept === 0 ? '' : ` ${number(apply.done.kept)} could not be done and stay as they were.`}
          </Note>
        )}
        <div className={css.pair}>
          <KeyValues
            align="end"
            lines
            items={[
              { label: 'Contacts to remove from the book; they can return', value: number(remove) },
              { label: 'Removed contacts to erase for good', value: number(erase) },
              { label: 'Original files of imports to delete', value: number(imports) },
              { label: 'Rows of logs to delete', value: number(logs) },
            ]}
          />
          <KeyValues
            align="end"
            lines
            items={[
              { label: 'Kept: within their time', value: number(preview.inTime) },
              { label: 'Kept by a legal hold', value: number(preview.held) },
              { label: 'Kept by an open referral', value: number(preview.openReferral) },
            ]}
          />
        </div>
        {first.length === 0 ? (
          <p className="second">No contact is past its time. Nothing to do until one is; the desk applies nothing by itself.</p>
        ) : (
          <>
            {first.length < remove + erase ? <p className="second">The first {number(first.length)} of them.</p> : null}
            <PlainTable label="Contacts past their time" columns={FIRST} rows={first} rowKey={(one) => one.contact} compact />
          </>
        )}
      </Stack>
      {asking ? (
        <Modal opened onClose={() => setAsking(false)} size={480} title="Apply retention">
          <Stack gap={14}>
            <p>
              {number(remove)} contacts leave the book and can return for {number(preview.periods.removedDays)} days. {number(erase)} are
              erased for good, with {number(imports)} import files and {number(logs)} rows of logs: that cannot be undone.
            </p>
            <div className={css.acts}>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button
                variant="filled"
                color="red"
                onClick={() => {
                  setAsking(false);
                  apply.start();
                }}
              >
                Apply now
              </Button>
            </div>
          </Stack>
        </Modal>
      ) : null}
    </Card>
  );
};

/** How long what is kept, what that would do today, what may not go, and what went. */
export const Retention = ({ privacy, manages }: { readonly privacy: PrivacyView; readonly manages: boolean }) => {
  const { data: preview, error } = useQuery({ ...retentionQuery, enabled: manages });
  return (
    <>
      {manages ? (
        preview === undefined ? (
          error === null ? (
            <SkeletonRows label="what retention would do" rows={4} />
          ) : (
            <ErrorNote problem={problemOf(error)} />
          )
        ) : (
          <Preview preview={preview} />
        )
      ) : (
        <Note tone="mute">Your role does not apply retention. A principal does.</Note>
      )}
      <Holds holds={privacy.holds} today={privacy.today} manages={manages} />
      <Card title="Erasures" count={privacy.erasures.length} flush={privacy.erasures.length > 0}>
        {privacy.erasures.length === 0 ? (
          <p className="second">Nobody was erased yet. An erasure starts on the page of the person.</p>
        ) : (
          <PlainTable label="Erasures" columns={ERASURES} rows={privacy.erasures} rowKey={(one) => `${one.at} ${one.reason}`} />
        )}
      </Card>
      <Card title="Periods">
        <StoredSetting name="retention" schema={periodsSchema} form={PeriodsForm} />
      </Card>
    </>
  );
};
