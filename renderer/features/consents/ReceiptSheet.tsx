import { useState, type ReactNode } from 'react';
import { Button, Modal, NativeSelect, SegmentedControl, Stack } from '@mantine/core';
import { IconCopy, IconPrinter, IconSend } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReceiptDue } from '../../../core/contract/consent.ts';
import { receiptForms, type ReceiptForms, receiptSent, type ReceiptSent } from '../../../core/contract/receipts.ts';
import { fileOf, problemOf, request, saveFile } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { useReturnFocus } from '../../ui/useReturnFocus.ts';
import { OCCASIONS } from './receiptWords.ts';
import css from './consents.module.css';

type Owed = Pick<ReceiptDue, 'consent' | 'event' | 'occasion'>;
type Channel = 'email' | 'sms' | 'print';
const CHANNELS: readonly { readonly value: Channel; readonly label: string }[] = [
  { value: 'email', label: 'E-mail' },
  { value: 'sms', label: 'Text message' },
  { value: 'print', label: 'On paper' },
];
const VERBS: Readonly<Record<Channel, { readonly verb: string; readonly icon: ReactNode }>> = {
  email: { verb: 'Send the e-mail', icon: <IconSend size={16} stroke={1.7} aria-hidden="true" /> },
  sms: { verb: 'Copy the text, and note that it is sent', icon: <IconCopy size={16} stroke={1.7} aria-hidden="true" /> },
  print: { verb: 'Make the PDF, and note that it is given', icon: <IconPrinter size={16} stroke={1.7} aria-hidden="true" /> },
};

const formsQuery = ({ consent, event, occasion }: Owed) => ({
  queryKey: ['consents', 'receipt', consent, event, occasion],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    request('GET', `/api/receipts/preview?${new URLSearchParams({ consent, event, occasion })}`, receiptForms, { signal }),
});

const pointsOf = (forms: ReceiptForms, channel: Channel): readonly string[] =>
  channel === 'email' ? forms.emails : channel === 'sms' ? forms.phones : [];

const Reading = ({ forms, channel }: { readonly forms: ReceiptForms; readonly channel: Channel }) => {
  if (channel === 'sms')
    return forms.sms.fits ? (
      <>
        <p className="second">{forms.sms.segments === 1 ? 'One segment' : `${String(forms.sms.segments)} segments`}</p>
        <p className={css.receipt}>{forms.sms.text}</p>
      </>
    ) : (
      <Note tone="warn">
        It would take {forms.sms.segments} segments, and nothing that it must say is left out. Send it by e-mail, or give it on paper.
      </Note>
    );
  return (
    <>
      <KeyValues
        items={
          channel === 'email'
            ? [{ label: 'Subject', value: forms.email.subject }]
            : [{ label: 'One page', value: 'These words, with a QR code of the number and the notice attached' }]
        }
      />
      <div className={css.letter} role="group" tabIndex={0} aria-label="The receipt as the client reads it">
        {forms.email.text}
      </div>
    </>
  );
};

const Done = ({ sent, channel, address }: { readonly sent: ReceiptSent; readonly channel: Channel; readonly address: string }) => {
  if (sent.outcome === 'failed')
    return <Note tone="bad" live="assertive">{`It did not go out: ${sent.detail}. The receipt is still due.`}</Note>;
  const words = {
    email: `The receipt went to ${address}.`,
    sms: `The text is copied: send it to ${address}. The delivery is noted.`,
    print: 'The PDF was saved and the delivery noted: hand it over, or post it.',
  } as const;
  return (
    <Note tone="ok" live="polite">
      {words[channel]}
    </Note>
  );
};

export interface ReceiptSheetProps {
  readonly owed: Owed;
  readonly name: string;
  readonly onClose: () => void;
}

/** A receipt as the client reads it, in each form; giving it out notes the delivery with its address and the hash of what was given. */
export const ReceiptSheet = ({ owed, name, onClose }: ReceiptSheetProps) => {
  useReturnFocus();
  const queries = useQueryClient();
  const { data: forms, error } = useQuery(formsQuery(owed));
  const [channel, setChannel] = useState<Channel>('email');
  const [chosen, setChosen] = useState('');
  const points = forms === undefined ? [] : pointsOf(forms, channel);
  const address = points.includes(chosen) ? chosen : (points[0] ?? '');
  const give = useMutation({
    mutationFn: () =>
      request('POST', '/api/receipts', receiptSent, {
        body: { consent: owed.consent, event: owed.event, occasion: owed.occasion, channel, address: channel === 'print' ? null : address },
      }),
    onSuccess: async (sent) => {
      if (sent.pdf !== null) saveFile(fileOf(sent.pdf));
      // Without a clipboard the words stand above, to be copied by hand.
      if (sent.text !== null) await navigator.clipboard.writeText(sent.text).catch(() => undefined);
      await queries.invalidateQueries();
    },
  });
  const missing =
    forms === undefined || (channel === 'sms' && !forms.sms.fits)
      ? ''
      : channel !== 'print' && address === ''
        ? `No ${channel === 'email' ? 'e-mail address' : 'telephone number'} is on record for this person.`
        : undefined;
  return (
    <Modal opened onClose={onClose} size={680} title={`Receipt of ${name}: ${OCCASIONS[owed.occasion].toLowerCase()}`}>
      {forms === undefined ? (
        error === null ? (
          <SkeletonRows label="the receipt" rows={8} />
        ) : (
          <ErrorNote problem={problemOf(error)} />
        )
      ) : (
        <Stack gap={12}>
          <SegmentedControl
            aria-label="How it is given"
            data={CHANNELS.map((one) => ({ ...one }))}
            value={channel}
            disabled={give.isSuccess}
            onChange={(value) => setChannel(CHANNELS.find((one) => one.value === value)?.value ?? 'email')}
          />
          <Reading forms={forms} channel={channel} />
          {give.data === undefined && points.length > 0 ? (
            <NativeSelect label="To" value={address} data={[...points]} onChange={(event) => setChosen(event.currentTarget.value)} />
          ) : null}
          {give.error === null ? null : <ErrorNote problem={problemOf(give.error)} />}
          {give.data === undefined ? null : <Done sent={give.data} channel={channel} address={address} />}
          <div className={css.sheetFoot}>
            <p className="second" role="status">
              {missing ?? ''}
            </p>
            <Button onClick={onClose}>{give.isSuccess ? 'Done' : 'Cancel'}</Button>
            {give.isSuccess ? null : (
              <Button
                variant="filled"
                disabled={missing !== undefined}
                loading={give.isPending}
                leftSection={VERBS[channel].icon}
                onClick={() => give.mutate()}
              >
                {VERBS[channel].verb}
              </Button>
            )}
          </div>
        </Stack>
      )}
    </Modal>
  );
};
