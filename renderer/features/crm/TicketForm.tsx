import { useState } from 'react';
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { TicketRow } from '../../../core/contract/contact-work.ts';
import type { CrmFrame } from '../../../core/contract/crm.ts';
import { ContactPicker, type PickedContact } from './ContactPicker.tsx';
import { OwnerSelect } from './OwnerSelect.tsx';
import { priorities } from './priorities.ts';
import { Sheet } from './Sheet.tsx';
import css from './sheets.module.css';
import { useChange } from './useChange.ts';

interface Entries {
  readonly subject: string;
  readonly text: string;
  readonly priority: string;
  readonly role: string;
  readonly owner: string | null;
}

export interface TicketFormProps {
  readonly ticket: TicketRow | null;
  readonly contact: PickedContact | null;
  readonly asks?: boolean;
  readonly frame: CrmFrame;
  readonly onClose: () => void;
}

/** A ticket: what is wrong, how urgent, whose. Its clocks start when it is opened. */
export const TicketForm = ({ ticket, contact, asks = false, frame, onClose }: TicketFormProps) => {
  const [start] = useState<Entries>({
    subject: ticket?.subject ?? '',
    text: ticket?.text ?? '',
    priority: ticket?.priority ?? 'normal',
    role: ticket?.role ?? 'cs',
    owner: ticket?.owner?.owner ?? null,
  });
  const [entries, setEntries] = useState(start);
  const [who, setWho] = useState(contact);
  const save = useChange(onClose);
  const write = (part: Partial<Entries>) => setEntries({ ...entries, ...part });
  const missing =
    ticket === null && who === null ? 'Choose whose it is.' : entries.subject.trim() === '' ? 'Say what it is about.' : undefined;
  const submit = (revision: number | null) => {
    const before = new Map<string, unknown>(Object.entries(start));
    return ticket === null
      ? save.mutate({
          method: 'POST',
          path: '/api/tickets',
          body: { contact: who?.id, ...entries },
          words: `The ticket “${entries.subject}” was opened`,
        })
      : save.mutate({
          method: 'PUT',
          path: `/api/tickets/${ticket.id}`,
          body: { revision, set: Object.fromEntries(Object.entries(entries).filter(([key, value]) => value !== before.get(key))) },
          words: `The ticket “${entries.subject}” was changed`,
        });
  };
  return (
    <Sheet
      title={ticket === null ? 'New ticket' : 'Change the ticket'}
      verb={ticket === null ? 'Open the ticket' : 'Save'}
      error={save.error}
      pending={save.isPending}
      missing={missing}
      onClose={onClose}
      onSave={() => submit(ticket?.revision ?? 1)}
      onSaveOver={() => submit(null)}
    >
      {asks ? <ContactPicker value={who} onChange={setWho} /> : null}
      <TextInput
        label="What it is about"
        maxLength={300}
        value={entries.subject}
        onChange={(event) => write({ subject: event.currentTarget.value })}
      />
      <div className={css.pair}>
        <NativeSelect
          label="Priority"
          value={entries.priority}
          data={[...priorities]}
          onChange={(event) => write({ priority: event.currentTarget.value })}
        />
        <NativeSelect
          label="Workspace"
          description="Its working hours count"
          value={entries.role}
          data={frame.workspaces.map((one) => ({ value: one.role, label: one.name }))}
          onChange={(event) => write({ role: event.currentTarget.value })}
        />
      </div>
      <OwnerSelect owners={frame.owners} value={entries.owner} none="Nobody yet" onChange={(owner) => write({ owner })} />
      <Textarea
        label="Details"
        autosize
        minRows={3}
        value={entries.text}
        onChange={(event) => write({ text: event.currentTarget.value })}
      />
    </Sheet>
  );
};
