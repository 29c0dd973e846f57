import { useState } from 'react';
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { unsubscribed } from '../../../core/contract/campaigns.ts';
import { instantAt } from '../../../core/domain/crm/sla/work-calendar.ts';
import { SUPPRESSION_REASONS } from '../../../core/domain/marketing/records.ts';
import { useToday, useZone } from '../../app/clock.ts';
import { offerUndo } from '../../app/undo.ts';
import { request } from '../../client.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { calendarText } from '../../ui/dateText.ts';
import { dayOf } from '../../ui/exact.ts';
import { Note } from '../../ui/Note.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import css from '../crm/sheets.module.css';
import { REASON_NAMES } from './reasonNames.ts';

type Done = z.infer<typeof unsubscribed>;

const NOON = 12 * 60;

const Outcome = ({ done }: { readonly done: Done }) => (
  <Note tone={done.late ? 'warn' : 'ok'} live="polite">
    {done.address} gets no more messages, from now on.{' '}
    {done.contacts === 0
      ? 'No contact of the book uses this address.'
      : `${done.contacts.toLocaleString('en-AU')} ${done.contacts === 1 ? 'contact uses' : 'contacts use'} it; their consent to marketing is withdrawn.`}{' '}
    {done.due === null
      ? 'The holidays of that year are not known here, so the last day that the law allows cannot be worked out.'
      : done.late
        ? `It was due by ${calendarText(dayOf(done.due), 'date')} and is marked as late.`
        : `The law allowed until ${calendarText(dayOf(done.due), 'date')}.`}
  </Note>
);

export interface UnsubscribeFormProps {
  /** What the person sent, where it is known already. */
  readonly said: string;
  readonly onClose: () => void;
}

/** Records that somebody wants no more messages: by the code of a message or the address, with the day the request came. */
export const UnsubscribeForm = ({ said: given, onClose }: UnsubscribeFormProps) => {
  const queries = useQueryClient();
  const today = useToday();
  const zone = useZone();
  const [said, setSaid] = useState(given);
  const [received, setReceived] = useState<string>(today);
  const [reason, setReason] = useState<string>(given === '' ? 'unsubscribed' : 'asked');
  const save = useMutation({
    mutationFn: () =>
      request('POST', '/api/suppressions', unsubscribed, {
        body: { said, reason, receivedAt: received === today ? null : instantAt(dayOf(received), NOON, zone) },
      }),
    onSuccess: async (done) => {
      offerUndo(`${done.address} was put on the suppression list`, done.undo);
      await queries.invalidateQueries();
    },
  });
  const done = save.data;
  return (
    <Sheet
      title="Record an unsubscribe"
      verb={done === undefined ? 'Stop messages' : 'Done'}
      error={save.error}
      pending={save.isPending}
      missing={said.trim().length < 3 ? 'Enter the code or the address.' : received === '' ? 'Say when it came.' : undefined}
      onClose={onClose}
      onSave={() => (done === undefined ? save.mutate() : onClose())}
    >
      {done === undefined ? (
        <>
          <TextInput
            label="Code of the message, or e-mail address"
            description="The code stands in the subject of the reply: “Unsubscribe K7QF-2MXA”."
            maxLength={300}
            value={said}
            onChange={(event) => setSaid(event.currentTarget.value)}
          />
          <div className={css.pair}>
            <DateInput label="Received on" value={received} max={today} onChange={setReceived} />
            <NativeSelect
              label="How it came"
              value={reason}
              data={SUPPRESSION_REASONS.map((one) => ({ value: one, label: REASON_NAMES[one] }))}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </div>
        </>
      ) : (
        <Outcome done={done} />
      )}
    </Sheet>
  );
};
