import { useState } from 'react';
import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Act } from '../../../core/contract/acts.ts';
import { type BoardRow, type ConsentOptions, consentRequested } from '../../../core/contract/consent.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../client.ts';
import { Note } from '../../ui/Note.tsx';
import { ContactPicker, type PickedContact } from '../crm/ContactPicker.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { ConsentFields, type ConsentEntries, missingEntry, noEntries, recordedOf } from './ConsentFields.tsx';
import { withdrawalQuery } from './queries.ts';
import css from './consents.module.css';

export interface SheetOf {
  readonly options: ConsentOptions;
  readonly onClose: () => void;
}

/** Records a yes that the practice heard or saw. It is shown as weaker than what a client signs. */
export const GrantSheet = ({ options, onClose, about = null }: SheetOf & { readonly about?: PickedContact | null }) => {
  const [contact, setContact] = useState<PickedContact | null>(about);
  const [entries, setEntries] = useState<ConsentEntries>(noEntries);
  const recorded = recordedOf(entries);
  const act: Act | null =
    contact === null || recorded === null ? null : { act: 'consent-grant', contact: contact.id, purpose: entries.purpose, ...recorded };
  return (
    <ActSheet
      act={act}
      title="Record a consent"
      verb="Sign the record"
      missing={contact === null ? 'Choose the person.' : missingEntry(entries)}
      onClose={onClose}
      onSigned={() => undefined}
    >
      <ContactPicker value={contact} onChange={setContact} />
      <ConsentFields entries={entries} options={options} onChange={(part) => setEntries({ ...entries, ...part })} />
      <Note tone="mute">A consent that we record counts, and is shown as weaker than one the client signs.</Note>
    </ActSheet>
  );
};

/** Renews a consent or changes it; the client’s receipt shows what changed. */
export const RenewSheet = ({ options, row, onClose }: SheetOf & { readonly row: BoardRow }) => {
  const [entries, setEntries] = useState<ConsentEntries>({
    ...noEntries,
    recipients: [row.recipient],
    purpose: row.purpose,
    categories: options.categories.map((one) => one.category).filter((category) => row.categories.includes(category)),
  });
  const recorded = recordedOf(entries);
  const act: Act | null = row.consent === null || recorded === null ? null : { act: 'consent-amend', consent: row.consent, ...recorded };
  return (
    <ActSheet
      act={act}
      title={`Renew the consent of ${row.name}`}
      verb="Sign the renewal"
      missing={missingEntry(entries)}
      onClose={onClose}
      onSigned={() => undefined}
    >
      <ConsentFields entries={entries} options={options} fixedPurpose onChange={(part) => setEntries({ ...entries, ...part })} />
    </ActSheet>
  );
};

const METHODS = [
  { value: '', label: 'Choose how' },
  { value: 'desk', label: 'Face to face' },
  { value: 'phone', label: 'By telephone' },
  { value: 'email', label: 'By e-mail' },
  { value: 'paper', label: 'On paper' },
] as const;
type Method = Exclude<(typeof METHODS)[number]['value'], ''>;

const methodOf = (value: string): Method | '' => METHODS.find((one) => one.value === value)?.value ?? '';

/** Withdraws a consent: what follows stands before the last step, and deletion is offered. */
export const WithdrawSheet = ({ row, onClose }: { readonly row: BoardRow; readonly onClose: () => void }) => {
  const consent = row.consent ?? '';
  const { data: preview } = useQuery(withdrawalQuery(consent));
  const [method, setMethod] = useState<Method | ''>('');
  const [artefact, setArtefact] = useState('');
  const [askDeletion, setAskDeletion] = useState(false);
  const act: Act | null =
    method === '' || artefact.trim() === ''
      ? null
      : { act: 'consent-withdraw', consent, method, artefact: artefact.trim(), reason: null, askDeletion };
  return (
    <ActSheet
      act={act}
      title={`Withdraw the consent of ${row.name}`}
      verb="Sign the withdrawal"
      missing={method === '' ? 'Say how the client withdrew.' : 'Say what shows it.'}
      onClose={onClose}
      onSigned={() => undefined}
    >
      {preview === undefined ? null : (
        <div className={css.form}>
          <p>{preview.words}</p>
          {preview.told.length === 0 ? null : (
            <p>
              Told with the next exchange:{' '}
              {preview.told.map((one) => `${one.name}${one.holdsDetails ? ', which holds details' : ''}`).join('; ')}.
            </p>
          )}
          {preview.stops.length === 0 ? null : <Note tone="warn">{preview.stops.map((one) => one.words).join(' ')}</Note>}
        </div>
      )}
      <div className={css.pair}>
        <NativeSelect
          label="How the client withdrew"
          data={METHODS.map((one) => ({ ...one }))}
          value={method}
          onChange={(event) => setMethod(methodOf(event.currentTarget.value))}
        />
        <TextInput label="What shows it" maxLength={200} value={artefact} onChange={(event) => setArtefact(event.currentTarget.value)} />
      </div>
      {preview?.deletion.offered === true ? (
        <Checkbox
          label="Ask the recipients to delete what they received"
          description={preview.deletion.words}
          checked={askDeletion}
          onChange={(event) => setAskDeletion(event.currentTarget.checked)}
        />
      ) : null}
    </ActSheet>
  );
};

/** Notes that somebody was asked. Asking again is held back for a while, so that nobody is pressed. */
export const AskSheet = ({ options, onClose, about = null }: SheetOf & { readonly about?: PickedContact | null }) => {
  const queries = useQueryClient();
  const [contact, setContact] = useState<PickedContact | null>(about);
  const [recipient, setRecipient] = useState('');
  const [purpose, setPurpose] = useState('');
  const [channel, setChannel] = useState<Method | ''>('');
  const ask = useMutation({
    mutationFn: () =>
      request('POST', '/api/consents/requests', consentRequested, {
        body: { contacts: [contact?.id], recipients: [recipient], purpose, channel },
      }),
    onSuccess: async ({ left }) => {
      await queries.invalidateQueries();
      if (left.length === 0) onClose();
    },
  });
  const missing =
    contact === null
      ? 'Choose the person.'
      : recipient === ''
        ? 'Choose the practice.'
        : purpose === ''
          ? 'Choose the purpose.'
          : channel === ''
            ? 'Say how they are asked.'
            : undefined;
  return (
    <Sheet
      title="Ask for consent"
      verb="Note that they were asked"
      error={ask.error}
      pending={ask.isPending}
      missing={missing}
      onClose={onClose}
      onSave={() => ask.mutate()}
    >
      <ContactPicker value={contact} onChange={setContact} />
      <NativeSelect
        label="For which practice"
        data={[{ value: '', label: 'Choose a practice' }, ...options.practices.map((one) => ({ value: one.practice, label: one.name }))]}
        value={recipient}
        onChange={(event) => setRecipient(event.currentTarget.value)}
      />
      <NativeSelect
        label="For what"
        data={[{ value: '', label: 'Choose a purpose' }, ...options.purposes.map((one) => ({ value: one.code, label: one.name }))]}
        value={purpose}
        onChange={(event) => setPurpose(event.currentTarget.value)}
      />
      <NativeSelect
        label="How they are asked"
        data={METHODS.map((one) => ({ ...one }))}
        value={channel}
        onChange={(event) => setChannel(methodOf(event.currentTarget.value))}
      />
      {ask.data === undefined || ask.data.left.length === 0 ? null : (
        <Note tone="warn">{ask.data.left.map((one) => one.why).join(' ')}</Note>
      )}
    </Sheet>
  );
};

/** Offers an opted-in contact to a practice: purpose and initials before, details after the answer. */
export const IntroduceSheet = ({ options, row, onClose }: SheetOf & { readonly row: BoardRow }) => {
  const [purposeWords, setPurposeWords] = useState('');
  const [days, setDays] = useState(14);
  const categories = options.categories.map((one) => one.category).filter((category) => row.categories.includes(category));
  const act: Act | null =
    row.contact === null || purposeWords.trim() === '' || categories.length === 0
      ? null
      : {
          act: 'introduction-offer',
          contact: row.contact,
          recipient: row.recipient,
          purpose: row.purpose,
          categories,
          purposeWords: purposeWords.trim(),
          days,
        };
  return (
    <ActSheet
      act={act}
      title={`Introduce ${row.name} to ${row.recipientName}`}
      verb="Sign the offer"
      missing="Write in a few words what the client wants."
      onClose={onClose}
      onSigned={() => undefined}
    >
      <Textarea
        label="What the client wants"
        description="The other practice sees this and the initials, and nothing else before it accepts."
        maxLength={200}
        value={purposeWords}
        onChange={(event) => setPurposeWords(event.currentTarget.value)}
      />
      <NativeSelect
        label="The offer holds for"
        data={[7, 14, 30, 60].map((one) => ({ value: String(one), label: `${String(one)} days` }))}
        value={String(days)}
        onChange={(event) => setDays(Number(event.currentTarget.value))}
      />
    </ActSheet>
  );
};
