import type { BreachInput, OverseasInput, ReferrerInput } from '../../../core/contract/privacy.ts';
import type { FieldSpec } from './registerFields.ts';

/** How a breach stands, as rows and forms say it. */
export const BREACH_STATES: Readonly<Record<BreachInput['state'], string>> = {
  suspected: 'Suspected',
  assessed: 'Assessed',
  notified: 'Notified',
  closed: 'Closed',
};

export const BREACH_FIELDS: readonly FieldSpec<BreachInput>[] = [
  { key: 'title', kind: 'line', label: 'What it is called', hint: 'No name of a client: “Letter sent to the wrong address”' },
  { key: 'what', kind: 'long', label: 'What happened' },
  { key: 'suspectedOn', kind: 'day', label: 'Suspected on', hint: 'The clock of the assessment runs from here' },
  { key: 'foundHow', kind: 'line', label: 'How it was found' },
  { key: 'dataKinds', kind: 'line', label: 'Kinds of data' },
  { key: 'people', kind: 'number', optional: true, label: 'How many people' },
  {
    key: 'state',
    kind: 'choice',
    label: 'State',
    options: Object.entries(BREACH_STATES).map(([value, label]) => ({ value, label })),
  },
  { key: 'assessedOn', kind: 'day', optional: true, label: 'Assessed on' },
  {
    key: 'seriousHarm',
    kind: 'choice',
    optional: true,
    label: 'Serious harm',
    options: [
      { value: '', label: 'Not assessed yet' },
      { value: 'likely', label: 'Likely: the people and the Commissioner are told' },
      { value: 'not-likely', label: 'Not likely' },
    ],
  },
  { key: 'why', kind: 'long', label: 'Why it is judged so' },
  { key: 'remedy', kind: 'long', label: 'What was done about it' },
  { key: 'oaicToldOn', kind: 'day', optional: true, label: 'Commissioner told on' },
  { key: 'peopleToldOn', kind: 'day', optional: true, label: 'People told on' },
];

export const OVERSEAS_FIELDS: readonly FieldSpec<OverseasInput>[] = [
  { key: 'name', kind: 'line', label: 'Who receives it' },
  { key: 'country', kind: 'line', label: 'Country' },
  { key: 'what', kind: 'line', label: 'What they receive' },
  { key: 'why', kind: 'line', label: 'What for' },
  {
    key: 'safeguard',
    kind: 'line',
    label: 'What holds them to the Australian Privacy Principles',
    hint: 'A contract, a law as strict, consent',
  },
  { key: 'since', kind: 'day', label: 'Since' },
  { key: 'until', kind: 'day', optional: true, label: 'Until', hint: 'Empty while it goes on' },
];

export const REFERRER_FIELDS: readonly FieldSpec<ReferrerInput>[] = [
  { key: 'name', kind: 'line', label: 'Name' },
  { key: 'businessType', kind: 'line', label: 'Kind of business' },
  { key: 'address', kind: 'line', label: 'Address' },
  { key: 'phone', kind: 'line', label: 'Telephone' },
  { key: 'contact', kind: 'line', label: 'Contact person' },
  { key: 'agreementDate', kind: 'day', optional: true, label: 'Agreement of' },
  { key: 'startDate', kind: 'day', optional: true, label: 'Started' },
  { key: 'endDate', kind: 'day', optional: true, label: 'Ended' },
];
