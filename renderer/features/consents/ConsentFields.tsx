import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { ConsentAct, ConsentOptions } from '../../../core/contract/consent.ts';
import css from './consents.module.css';

type Grant = Extract<ConsentAct, { readonly act: 'consent-grant' }>;

/** What a form gathers of a consent; nothing is chosen beforehand. */
export interface ConsentEntries {
  readonly recipients: readonly string[];
  readonly purpose: string;
  readonly categories: readonly Grant['categories'][number][];
  readonly months: number;
  readonly use: Grant['use'];
  readonly channel: Grant['channel'] | '';
  readonly artefact: string;
  readonly benefit: string;
  readonly capacity: Grant['capacity'];
  readonly how: Grant['identified']['how'] | '';
  readonly contactPoint: string;
}

export const noEntries: ConsentEntries = {
  recipients: [],
  purpose: '',
  categories: [],
  months: 12,
  use: 'standing',
  channel: '',
  artefact: '',
  benefit: '',
  capacity: 'self',
  how: '',
  contactPoint: '',
};

const CHANNELS = [
  { value: '', label: 'Choose how' },
  { value: 'desk', label: 'Face to face' },
  { value: 'phone', label: 'By telephone' },
  { value: 'email', label: 'By e-mail' },
  { value: 'paper', label: 'On paper' },
];
const HOW = [
  { value: '', label: 'Choose how' },
  { value: 'document', label: 'A document was seen' },
  { value: 'known', label: 'Known in person' },
  { value: 'call-back', label: 'Called back on a known number' },
  { value: 'known-address', label: 'Answered from a known address' },
];
const CAPACITIES = [
  { value: 'self', label: 'For themselves' },
  { value: 'attorney', label: 'As attorney' },
  { value: 'parent', label: 'As parent or guardian' },
  { value: 'officer', label: 'As officer of a company' },
];

const oneOf = <T extends string>(value: string, list: readonly T[], otherwise: T): T => list.find((known) => known === value) ?? otherwise;

/** The first thing that is missing, in words; undefined when the entries are complete. */
export const missingEntry = (entries: ConsentEntries): string | undefined => {
  if (entries.recipients.length === 0) return 'Name the practice that may receive the details.';
  if (entries.purpose === '') return 'Choose one purpose.';
  if (entries.categories.length === 0) return 'Choose what may be passed.';
  if (entries.benefit.trim() === '') return 'Write what the client was told about our fee. It comes before the yes.';
  if (entries.channel === '') return 'Say how the client answered.';
  if (entries.artefact.trim() === '') return 'Say what shows the answer: a signed page, a recording, an e-mail.';
  if (entries.how === '') return 'Say how you knew the person.';
  return entries.contactPoint.trim() === '' ? 'Name the contact point that was checked.' : undefined;
};

/** The entries as an act records them; null while something is missing. */
export const recordedOf = (entries: ConsentEntries) =>
  missingEntry(entries) !== undefined || entries.channel === '' || entries.how === ''
    ? null
    : {
        recipients: [...entries.recipients],
        categories: [...entries.categories],
        months: entries.months,
        use: entries.use,
        channel: entries.channel,
        artefact: entries.artefact.trim(),
        benefit: entries.benefit.trim(),
        capacity: entries.capacity,
        identified: { how: entries.how, contactPoint: entries.contactPoint.trim() },
      };

export interface ConsentFieldsProps {
  readonly entries: ConsentEntries;
  readonly options: ConsentOptions;
  /** A renewal keeps its purpose: another purpose is another consent. */
  readonly fixedPurpose?: boolean;
  readonly onChange: (part: Partial<ConsentEntries>) => void;
}

const toggled = <T,>(list: readonly T[], value: T, on: boolean): readonly T[] =>
  on ? [...list, value] : list.filter((one) => one !== value);

/** The fields of a consent that a practice records: to whom, for what, what, how long, and how one knows. */
export const ConsentFields = ({ entries, options, fixedPurpose = false, onChange }: ConsentFieldsProps) => (
  <div className={css.form}>
    <fieldset className={css.fieldset}>
      <legend>To whom</legend>
      {options.practices.map((one) => (
        <Checkbox
          key={one.practice}
          label={one.name}
          checked={entries.recipients.includes(one.practice)}
          onChange={(event) => onChange({ recipients: toggled(entries.recipients, one.practice, event.currentTarget.checked) })}
        />
      ))}
    </fieldset>
    <NativeSelect
      label="For what, one purpose"
      disabled={fixedPurpose}
      data={[{ value: '', label: 'Choose a purpose' }, ...options.purposes.map((one) => ({ value: one.code, label: one.name }))]}
      value={entries.purpose}
      onChange={(event) => onChange({ purpose: event.currentTarget.value })}
    />
    <fieldset className={css.fieldset}>
      <legend>What may be passed</legend>
      {options.categories.map((one) => (
        <Checkbox
          key={one.category}
          label={`${one.words.slice(0, 1).toUpperCase()}${one.words.slice(1)}`}
          checked={entries.categories.includes(one.category)}
          onChange={(event) => onChange({ categories: toggled(entries.categories, one.category, event.currentTarget.checked) })}
        />
      ))}
    </fieldset>
    <div className={css.pair}>
      <NativeSelect
        label="For how long"
        data={[1, 3, 6, 12, 18, 24].map((months) => ({
          value: String(months),
          label: months === 1 ? '1 month' : `${String(months)} months`,
        }))}
        value={String(entries.months)}
        onChange={(event) => onChange({ months: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label="How often"
        data={[
          { value: 'standing', label: 'As long as it holds' },
          { value: 'one-off', label: 'Once' },
        ]}
        value={entries.use}
        onChange={(event) => onChange({ use: oneOf(event.currentTarget.value, ['standing', 'one-off'] as const, 'standing') })}
      />
    </div>
    <TextInput
      label="What the client was told about our fee, before the yes"
      maxLength={200}
      value={entries.benefit}
      onChange={(event) => onChange({ benefit: event.currentTarget.value })}
    />
    <div className={css.pair}>
      <NativeSelect
        label="How the client answered"
        data={CHANNELS}
        value={entries.channel}
        onChange={(event) => onChange({ channel: oneOf(event.currentTarget.value, ['', 'desk', 'phone', 'email', 'paper'] as const, '') })}
      />
      <TextInput
        label="What shows it"
        maxLength={200}
        value={entries.artefact}
        onChange={(event) => onChange({ artefact: event.currentTarget.value })}
      />
      <NativeSelect
        label="How you knew the person"
        data={HOW}
        value={entries.how}
        onChange={(event) =>
          onChange({ how: oneOf(event.currentTarget.value, ['', 'document', 'known', 'call-back', 'known-address'] as const, '') })
        }
      />
      <TextInput
        label="Contact point that was checked"
        maxLength={200}
        value={entries.contactPoint}
        onChange={(event) => onChange({ contactPoint: event.currentTarget.value })}
      />
      <NativeSelect
        label="Who said yes"
        data={CAPACITIES}
        value={entries.capacity}
        onChange={(event) =>
          onChange({ capacity: oneOf(event.currentTarget.value, ['self', 'attorney', 'parent', 'officer'] as const, 'self') })
        }
      />
    </div>
  </div>
);
