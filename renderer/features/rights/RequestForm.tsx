import { useState } from 'react';
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { RequestView } from '../../../core/contract/rights.ts';
import { useToday } from '../../app/clock.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { ContactPicker, type PickedContact } from '../crm/ContactPicker.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import css from '../crm/sheets.module.css';
import { useChange } from '../crm/useChange.ts';
import { IdentityFields, identityOf, NOBODY_YET } from './IdentityFields.tsx';
import { CHANNEL_NAMES, keyOf, optionsOf, RIGHT_NAMES } from './words.ts';

const NO_CORRECTION = { field: '', says: '', shouldSay: '' };

export interface RequestFormProps {
  /** Who asks; null where the form asks whom it is about. */
  readonly contact: PickedContact | null;
  readonly onClose: () => void;
}

/** Takes in what a person asks for; the clock runs from the day it was received, not from today. */
export const RequestForm = ({ contact, onClose }: RequestFormProps) => {
  const today = useToday();
  const [who, setWho] = useState(contact);
  const [right, setRight] = useState<RequestView['right']>('access');
  const [channel, setChannel] = useState<RequestView['channel']>('email');
  const [receivedOn, setReceivedOn] = useState<string>(today);
  const [words, setWords] = useState('');
  const [identity, setIdentity] = useState(NOBODY_YET);
  const [correction, setCorrection] = useState(NO_CORRECTION);
  const save = useChange(onClose);
  const corrects = right === 'correction';
  const missing =
    who === null
      ? 'Say who asks.'
      : receivedOn === '' || receivedOn > today
        ? 'Enter the day it was received; not a day to come.'
        : corrects && (correction.field.trim() === '' || correction.shouldSay.trim() === '')
          ? 'Say which entry is wrong, and what it should say.'
          : undefined;
  return (
    <Sheet
      title={contact === null ? 'Record a request' : `Record a request of ${contact.name}`}
      verb="Record the request"
      error={save.error}
      pending={save.isPending}
      missing={missing}
      onClose={onClose}
      onSave={() =>
        save.mutate({
          method: 'POST',
          path: '/api/rights/requests',
          body: {
            contact: who?.id,
            right,
            receivedOn,
            channel,
            words,
            identity: identityOf(identity),
            correction: corrects ? correction : null,
          },
          words: 'The request was recorded',
        })
      }
    >
      {contact === null ? <ContactPicker value={who} onChange={setWho} /> : null}
      <div className={css.pair}>
        <NativeSelect
          label="Asks for"
          value={right}
          data={optionsOf(RIGHT_NAMES)}
          onChange={(event) => setRight(keyOf(RIGHT_NAMES, event.currentTarget.value) ?? 'access')}
        />
        <NativeSelect
          label="How it came"
          value={channel}
          data={optionsOf(CHANNEL_NAMES)}
          onChange={(event) => setChannel(keyOf(CHANNEL_NAMES, event.currentTarget.value) ?? 'email')}
        />
      </div>
      <DateInput label="Received on" max={today} value={receivedOn} onChange={setReceivedOn} />
      {corrects ? (
        <>
          <TextInput
            label="Which entry"
            placeholder="Street of the home address"
            maxLength={200}
            value={correction.field}
            onChange={(event) => setCorrection({ ...correction, field: event.currentTarget.value })}
          />
          <div className={css.pair}>
            <TextInput
              label="It says"
              value={correction.says}
              onChange={(event) => setCorrection({ ...correction, says: event.currentTarget.value })}
            />
            <TextInput
              label="It should say"
              value={correction.shouldSay}
              onChange={(event) => setCorrection({ ...correction, shouldSay: event.currentTarget.value })}
            />
          </div>
        </>
      ) : null}
      <Textarea
        label="In their words"
        autosize
        minRows={2}
        maxLength={20_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <IdentityFields value={identity} onChange={setIdentity} none="Not yet; needed before the answer" />
    </Sheet>
  );
};
