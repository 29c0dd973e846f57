import { useState } from 'react';
import { Textarea } from '@mantine/core';
import type { TicketRow } from '../../../core/contract/contact-work.ts';
import { Sheet } from './Sheet.tsx';
import { useChange } from './useChange.ts';

const sheets = {
  pause: { title: 'Stop the clocks', verb: 'Stop the clocks', label: 'Why do they stand?', words: 'The clocks of the ticket stand' },
  solve: { title: 'Solve the ticket', verb: 'Solve', label: 'How was it solved?', words: 'The ticket was solved' },
} as const;

/** Stops the clocks of a ticket with the reason, or solves it with the solution. */
export const TicketActSheet = ({
  ticket,
  act,
  onClose,
}: {
  readonly ticket: TicketRow;
  readonly act: keyof typeof sheets;
  readonly onClose: () => void;
}) => {
  const [text, setText] = useState('');
  const save = useChange(onClose);
  const sheet = sheets[act];
  return (
    <Sheet
      title={`${sheet.title}: ${ticket.subject}`}
      verb={sheet.verb}
      error={save.error}
      pending={save.isPending}
      missing={text.trim() === '' ? 'Write a few words.' : undefined}
      onClose={onClose}
      onSave={() =>
        save.mutate({
          method: 'POST',
          path: `/api/tickets/${ticket.id}/act`,
          body: act === 'pause' ? { act, reason: text } : { act, solution: text },
          words: sheet.words,
        })
      }
    >
      <Textarea label={sheet.label} autosize minRows={3} value={text} onChange={(event) => setText(event.currentTarget.value)} />
    </Sheet>
  );
};
