import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { PrivacyView } from '../../../core/contract/privacy.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay } from '../../ui/DateTime.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import { ContactPicker, type PickedContact } from '../crm/ContactPicker.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import { useChange } from '../crm/useChange.ts';
import css from './privacy.module.css';

type Hold = PrivacyView['holds'][number];

const SetHold = ({ today, onClose }: { readonly today: string; readonly onClose: () => void }) => {
  const [who, setWho] = useState<PickedContact | null>(null);
  const [reason, setReason] = useState('');
  const [since, setSince] = useState(today);
  const save = useChange(onClose);
  const missing = who === null ? 'Say who.' : reason.trim() === '' ? 'Say why.' : since === '' ? 'Enter the day.' : undefined;
  return (
    <Sheet
      title="Set a legal hold"
      verb="Set the hold"
      error={save.error}
      pending={save.isPending}
      missing={missing}
      onClose={onClose}
      onSave={() =>
        save.mutate({
          method: 'POST',
          path: '/api/privacy/holds',
          body: { contact: who?.id, reason, since },
          words: `A legal hold was set for ${who?.name ?? 'the contact'}`,
        })
      }
    >
      <p className="second">While it is set nothing about the person is erased or removed: not by retention, not at their request.</p>
      <ContactPicker value={who} onChange={setWho} />
      <TextInput
        label="Why"
        placeholder="Claim before NCAT"
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <DateInput label="Since" value={since} onChange={setSince} />
    </Sheet>
  );
};

const LiftHold = ({ hold, today, onClose }: { readonly hold: Hold; readonly today: string; readonly onClose: () => void }) => {
  const [on, setOn] = useState(today);
  const [why, setWhy] = useState('');
  const save = useChange(onClose);
  return (
    <Sheet
      title={`Lift the hold of ${hold.name}`}
      verb="Lift the hold"
      error={save.error}
      pending={save.isPending}
      missing={why.trim() === '' ? 'Say why it ends.' : on === '' ? 'Enter the day.' : undefined}
      onClose={onClose}
      onSave={() =>
        save.mutate({
          method: 'POST',
          path: `/api/privacy/holds/${hold.id}/lift`,
          body: { on, why },
          words: `The hold of ${hold.name} was lifted`,
        })
      }
    >
      <p className="second">Set for: {hold.reason}</p>
      <TextInput label="Why it ends" maxLength={200} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
      <DateInput label="Lifted on" value={on} onChange={setOn} />
    </Sheet>
  );
};

/** Why nothing of a person may be erased, set and lifted with a reason. */
export const Holds = ({
  holds,
  today,
  manages,
}: {
  readonly holds: readonly Hold[];
  readonly today: string;
  readonly manages: boolean;
}) => {
  const [setting, setSetting] = useState(false);
  const [lifting, setLifting] = useState<Hold | null>(null);
  const columns: readonly Column<Hold>[] = [
    {
      id: 'name',
      head: 'Person',
      cell: (hold) => (
        <Link to="/contacts/$id" params={{ id: hold.contact }}>
          {hold.name}
        </Link>
      ),
    },
    { id: 'reason', head: 'Why', cell: (hold) => <span className={css.wrap}>{hold.reason}</span> },
    { id: 'since', head: 'Since', cell: (hold) => <CalendarDay day={hold.since} form="date" /> },
    {
      id: 'state',
      head: 'State',
      cell: (hold) =>
        hold.lifted === null ? (
          <Status kind="private">Set</Status>
        ) : (
          <Status kind="excluded" rest={hold.lifted.why}>
            Lifted <CalendarDay day={hold.lifted.on} form="date" />
          </Status>
        ),
    },
    ...(manages
      ? [
          {
            id: 'acts',
            head: 'Acts',
            quietHead: true,
            align: 'end' as const,
            cell: (hold: Hold) =>
              hold.lifted === null ? (
                <Button size="xs" aria-label={`Lift the hold of ${hold.name}`} onClick={() => setLifting(hold)}>
                  Lift…
                </Button>
              ) : null,
          },
        ]
      : []),
  ];
  return (
    <Card
      title="Legal holds"
      count={holds.length}
      flush={holds.length > 0}
      aside={
        manages ? (
          <Button size="xs" onClick={() => setSetting(true)}>
            Set a hold…
          </Button>
        ) : undefined
      }
    >
      {holds.length === 0 ? (
        <p className="second">None is set. Set one when a claim, an inquiry or a court needs what you hold about a person.</p>
      ) : (
        <PlainTable label="Legal holds" columns={columns} rows={holds} rowKey={(hold) => hold.id} />
      )}
      {setting ? <SetHold today={today} onClose={() => setSetting(false)} /> : null}
      {lifting === null ? null : <LiftHold hold={lifting} today={today} onClose={() => setLifting(null)} />}
    </Card>
  );
};
