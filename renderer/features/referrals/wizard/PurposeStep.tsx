import { useState } from 'react';
import { NativeSelect, Radio, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Checkbox } from '@mantine/core';
import { DateTime } from '../../../ui/DateTime.tsx';
import { abnText } from '../../../ui/exact.ts';
import { Note } from '../../../ui/Note.tsx';
import { Status } from '../../../ui/Status.tsx';
import { useVerticalNames } from '../../practices/verticalNames.ts';
import { duplicatesQuery } from './duplicatesQuery.ts';
import { receiversAt, receiversFor, type Answers, type Options, type Where } from './answers.ts';
import css from './wizard.module.css';

const Duplicates = ({ options, answers, onChange }: PurposeStepProps) => {
  const { data } = useQuery(duplicatesQuery(options.contact.id, answers.receiver));
  if (data === undefined) return null;
  if (data.found.length === 0)
    return (
      <Status kind="done">
        No other referral of {options.contact.name} to this practice in {data.days} days
      </Status>
    );
  return (
    <Note tone="warn">
      <strong>{options.contact.name} was referred there before.</strong>
      {data.found.map((one) => (
        <p key={one.intent}>
          <Link to="/referrals/$id" params={{ id: one.intent }}>
            {one.label}
          </Link>
          , <DateTime at={one.at} form="date" />. {one.state}
        </p>
      ))}
      <Checkbox
        mt={6}
        label="This is another matter"
        checked={answers.duplicateConfirmed}
        onChange={(event) => onChange({ duplicateConfirmed: event.currentTarget.checked })}
      />
    </Note>
  );
};

const factsOf = (one: Options['receivers'][number]): string =>
  [
    `ABN ${abnText(one.abn)}`,
    ...(one.place === null ? [] : [`${one.place}${one.km === null ? '' : `, ${String(one.km)} km away`}`]),
    one.agreement ?? 'No referral agreement recorded',
  ].join('. ');

export interface PurposeStepProps {
  readonly options: Options;
  readonly answers: Answers;
  readonly onChange: (part: Partial<Answers>) => void;
}

/** Step 2: for what, and to whom. A practice that cannot receive it is listed with the reason. */
export const PurposeStep = (props: PurposeStepProps) => {
  const { options, answers, onChange } = props;
  const namesOf = useVerticalNames();
  const [where, setWhere] = useState<Where>('anywhere');
  const suited = receiversFor(options, answers);
  // Who is chosen stays in sight, wherever the search goes.
  const receivers = suited.filter((one) => one.practice === answers.receiver || receiversAt([one], where).length > 0);
  const chosen = receivers.find((one) => one.practice === answers.receiver);
  return (
    <>
      <Select
        label="Purpose"
        placeholder="Choose"
        data={options.purposes.map((one) => ({ value: one.code, label: one.name }))}
        value={answers.purpose === '' ? null : answers.purpose}
        onChange={(purpose) => onChange({ purpose: purpose ?? '', receiver: '', duplicateConfirmed: false })}
        w={320}
        searchable={false}
        allowDeselect={false}
      />
      <TextInput
        label="In a few words"
        description="For example “finance for the fit-out of a second shop”. The receiver reads it once the client has agreed."
        value={answers.purposeWords}
        maxLength={200}
        onChange={(event) => onChange({ purposeWords: event.currentTarget.value })}
      />
      {answers.purpose === '' ? null : (
        <NativeSelect
          label="Where"
          w={320}
          data={[
            { value: 'anywhere', label: 'Anywhere' },
            { value: 'near', label: 'Within 50 km of your practice', disabled: !options.located },
            ...options.communities.map((one) => ({ value: one.community, label: one.name })),
          ]}
          {...(options.located ? {} : { description: 'Say under Practices where yours works, to search by distance.' })}
          value={where}
          onChange={(event) => setWhere(event.currentTarget.value)}
        />
      )}
      {answers.purpose === '' ? null : (
        <Radio.Group label="Receiver" value={answers.receiver} onChange={(receiver) => onChange({ receiver, duplicateConfirmed: false })}>
          <div className={css.options}>
            {receivers.length === 0 ? (
              <p className="second">
                {suited.length === 0 ? 'No practice of the network takes this purpose.' : 'No practice there takes this purpose.'}
              </p>
            ) : null}
            {receivers.map((one) => (
              <div key={one.practice} className={css.option}>
                <Radio
                  value={one.practice}
                  disabled={!one.eligible}
                  label={<strong>{one.name}</strong>}
                  description={one.why ?? factsOf(one)}
                />
              </div>
            ))}
          </div>
        </Radio.Group>
      )}
      {options.own.verticals.length > 1 ? (
        <NativeSelect
          label="You refer as"
          description="Your practice has more than one vertical; the rule can depend on it."
          w={320}
          data={[{ value: '', label: 'Choose' }, ...options.own.verticals.map((code) => ({ value: code, label: namesOf([code]) }))]}
          value={answers.from}
          onChange={(event) => onChange({ from: event.currentTarget.value })}
        />
      ) : null}
      {chosen?.eligible === true ? <Duplicates {...props} /> : null}
    </>
  );
};
