import type { OfficeState } from '../../core/contract/network/office-page.ts';
import { FigureStrip } from '../ui/FigureStrip.tsx';
import { Note } from '../ui/Note.tsx';
import { Status } from '../ui/Status.tsx';
import { AuditCard } from './AuditCard.tsx';
import { LogCard } from './LogCard.tsx';
import css from './OfficePage.module.css';
import { OwnCard } from './OwnCard.tsx';
import { PracticesCard } from './PracticesCard.tsx';
import { MessagesCard, ServerCard } from './ServerCards.tsx';
import type { PageSession } from './useSession.ts';
import { Moment } from './words.tsx';

/** An alarm counts until a walk after it found nothing. */
const isOpen = ({ log }: OfficeState): boolean => {
  const walk = log.anchors.find(({ kind }) => kind === 'snapshot');
  const [alarm] = log.alarms;
  return alarm !== undefined && (walk === undefined || walk.at < alarm.at);
};

const Verdict = ({ state }: { readonly state: OfficeState }) => {
  const walk = state.log.anchors.find(({ kind }) => kind === 'snapshot');
  const broken = isOpen(state) || state.audit.broken !== null;
  return (
    <p className={css.verdict}>
      {broken ? (
        <Status kind="broken">Something does not hold</Status>
      ) : walk === undefined ? (
        <Status kind="waiting">The whole log was not checked yet</Status>
      ) : (
        <Status kind="done">Log and audit log hold</Status>
      )}
      <span className="second small">
        As of <Moment at={state.server.time} />
      </span>
    </p>
  );
};

const Alarms = ({ state }: { readonly state: OfficeState }) => {
  const [alarm] = state.log.alarms;
  return (
    <>
      {alarm !== undefined && isOpen(state) ? (
        <Note tone="bad" live="assertive">
          <strong>The nightly check found entry {alarm.index.toLocaleString('en-AU')} of the log broken</strong> ({alarm.why}),{' '}
          <Moment at={alarm.at} />. Stop the server, restore it from a backup and tell the members. What desks hold is not touched.
        </Note>
      ) : null}
      {state.audit.broken === null ? null : (
        <Note tone="bad" live="assertive">
          <strong>Row {state.audit.broken.toLocaleString('en-AU')} of the audit log does not hold.</strong> Somebody changed the database by
          hand. Keep a copy of it and tell the operator.
        </Note>
      )}
      {state.server.readOnly ? (
        <Note tone="warn">The server only reads at the moment: its operator has set it so, or it is being compared after a restore.</Note>
      ) : null}
    </>
  );
};

/** Everything that the server knows and the person's own sessions. */
export const ServerState = ({ state, session }: { readonly state: OfficeState; readonly session: PageSession }) => {
  const { log, practices, notices } = state;
  const waiting = practices.reduce((sum, practice) => sum + practice.waiting, 0);
  const count = (number: number): string => number.toLocaleString('en-AU');
  return (
    <div className={css.stack}>
      <div className={css.head}>
        <div>
          <h1 className={css.title}>The network, as its server sees it</h1>
          <p className={css.lead}>It passes what it cannot read. What it does know stands here.</p>
        </div>
        <Verdict state={state} />
      </div>
      <Alarms state={state} />
      <FigureStrip
        label="In figures"
        figures={[
          {
            label: 'Entries in the log',
            value: count(log.size),
            change: {
              way: 'none',
              words: log.checkpoint === null ? 'No checkpoint yet' : `${count(log.checkpoint.size)} under the last checkpoint`,
            },
          },
          {
            label: 'Practices admitted',
            value: count(practices.filter(({ status }) => status === 'active').length),
            change: { way: 'none', words: `${count(practices.filter(({ status }) => status !== 'active').length)} suspended or resigned` },
          },
          {
            label: 'Parcels not confirmed yet',
            value: count(waiting),
            change: { way: 'none', words: 'sent, and not seen by who gets them' },
          },
          {
            label: 'Messages that failed',
            value: count(notices.failed + notices.webhooksGivenUp),
            change: { way: 'none', words: `${count(notices.sent)} handed over` },
          },
        ]}
      />
      <div className={css.two}>
        <LogCard log={log} />
        <ServerCard server={state.server} />
      </div>
      <MessagesCard notices={notices} />
      <PracticesCard practices={practices} />
      <AuditCard audit={state.audit} read={session.read} />
      <OwnCard own={state.own} busy={session.busy} act={session.act} leave={session.leave} />
    </div>
  );
};
