import type { OfficeState } from '../../core/contract/network/office-page.ts';
import { Card } from '../ui/Card.tsx';
import { KeyValues } from '../ui/KeyValues.tsx';
import { Status } from '../ui/Status.tsx';
import css from './OfficePage.module.css';
import { counted, Moment } from './words.tsx';

type Log = OfficeState['log'];

const ANCHORS: Readonly<Record<Log['anchors'][number]['kind'], string>> = {
  snapshot: 'Whole log checked',
  'time-stamp': 'Time-stamped',
  'write-once': 'Written once',
};

const anchorOf = ({ anchors }: Log, kind: Log['anchors'][number]['kind']) => {
  const anchor = anchors.find((one) => one.kind === kind);
  return {
    label: ANCHORS[kind],
    value:
      anchor === undefined ? null : (
        <>
          <Moment at={anchor.at} /> <span className="second">{counted(anchor.size, 'entry', 'entries')}</span>
        </>
      ),
    missing: 'Not yet',
  };
};

/** The shared log: how far it is, who watches it, what outsiders hold of it. */
export const LogCard = ({ log }: { readonly log: Log }) => (
  <Card title="Shared log">
    <div className={css.rows}>
      <KeyValues
        items={[
          { label: 'Name', value: log.origin },
          {
            label: 'Last checkpoint',
            value:
              log.checkpoint === null ? null : (
                <>
                  <Moment at={log.checkpoint.at} /> <span className="second">{counted(log.checkpoint.size, 'entry', 'entries')}</span>
                </>
              ),
            missing: 'None yet',
          },
          anchorOf(log, 'snapshot'),
          anchorOf(log, 'time-stamp'),
          anchorOf(log, 'write-once'),
        ]}
      />
      <div>
        <h3>Witnesses</h3>
        {log.witnesses.length === 0 ? <Status kind="broken">None: members’ desks refuse this log</Status> : null}
        <ul className={css.list}>
          {log.witnesses.map(({ name, cosigned }) => (
            <li key={name}>
              <span className={css.name}>{name}</span>
              {cosigned === null ? (
                <Status kind="late">None of the last twenty checkpoints</Status>
              ) : (
                <Status kind={cosigned.size === log.checkpoint?.size ? 'done' : 'waiting'} rest={<Moment at={cosigned.at} />}>
                  {counted(cosigned.size, 'entry', 'entries')} cosigned
                </Status>
              )}
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3>Alarms of the nightly check</h3>
        {log.alarms.length === 0 ? (
          <Status kind="done">None</Status>
        ) : (
          <ul className={css.list}>
            {log.alarms.map(({ at, index, why }) => (
              <li key={`${at} ${String(index)}`}>
                <Status kind="broken" rest={<Moment at={at} />}>
                  Entry {index.toLocaleString('en-AU')}, {why}
                </Status>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  </Card>
);
