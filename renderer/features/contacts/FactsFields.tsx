import { ActionIcon, Button, Checkbox, NativeSelect, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ContactFactsView } from '../../../core/contract/contacts.ts';
import { consentOptionsQuery } from '../consents/queries.ts';
import { OwnFields } from './OwnFields.tsx';
import css from './contacts.module.css';

export const noFacts: ContactFactsView = {
  entity: 'unknown',
  legalName: '',
  jobTitle: '',
  acn: '',
  dateOfBirth: '',
  deceased: false,
  tags: [],
  websites: [],
  addresses: [],
  partner: '',
  own: {},
};

type EntityName = ContactFactsView['entity'];

const ENTITY_NAMES: Readonly<Record<EntityName, string>> = {
  individual: 'Individual',
  couple: 'Couple',
  company: 'Company',
  trust: 'Trust',
  superFund: 'Super fund',
  partnership: 'Partnership',
  soleTrader: 'Sole trader',
  estate: 'Estate',
  unknown: 'Not recorded',
};

const ENTITIES = Object.keys(ENTITY_NAMES) as readonly EntityName[];

const noAddress = { label: '', street: '', suburb: '', state: '', postcode: '', country: '' };
type Address = typeof noAddress;

const AddressFields = ({
  address,
  at,
  onChange,
  onRemove,
}: {
  readonly address: Address;
  readonly at: number;
  readonly onChange: (address: Address) => void;
  readonly onRemove: () => void;
}) => {
  const field = (name: keyof Address, label: string) => (
    <TextInput
      label={label}
      value={address[name]}
      autoComplete="off"
      onChange={(event) => onChange({ ...address, [name]: event.currentTarget.value })}
    />
  );
  return (
    <fieldset className={css.fieldset}>
      <legend>Further address {at + 1}</legend>
      <div className={css.pair}>
        {field('label', 'What it is: shop, postal')}
        {field('street', 'Street')}
        {field('suburb', 'Suburb')}
        {field('state', 'State')}
        {field('postcode', 'Postcode')}
        {field('country', 'Country')}
      </div>
      <ActionIcon variant="subtle" aria-label={`Take further address ${String(at + 1)} away`} onClick={onRemove}>
        <IconTrash size={16} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
    </fieldset>
  );
};

export interface FactsFieldsProps {
  readonly facts: ContactFactsView;
  readonly person: boolean;
  readonly wrong: (path: string) => ReactNode;
  readonly onChange: (part: Partial<ContactFactsView>) => void;
}

/** The part of the contact form beyond names and channels. */
export const FactsFields = ({ facts, person, wrong, onChange }: FactsFieldsProps) => {
  const { data: known } = useQuery(consentOptionsQuery);
  const text = (name: 'legalName' | 'jobTitle' | 'acn' | 'dateOfBirth', label: string, description?: string) => (
    <TextInput
      label={label}
      description={description}
      value={facts[name]}
      autoComplete="off"
      error={wrong(`facts.${name}`)}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    />
  );
  const setAddress = (at: number, address: Address) =>
    onChange({ addresses: facts.addresses.map((one, index) => (index === at ? address : one)) });
  return (
    <>
      <div className={css.pair}>
        <Select
          label="Kind of client"
          data={Object.entries(ENTITY_NAMES).map(([value, label]) => ({ value, label }))}
          value={facts.entity}
          allowDeselect={false}
          onChange={(value) => {
            const entity = ENTITIES.find((one) => one === value);
            if (entity !== undefined) onChange({ entity });
          }}
        />
        {text('legalName', 'Legal name, where it differs')}
        {person ? text('jobTitle', 'Job title') : text('acn', 'ACN')}
        {person ? text('dateOfBirth', 'Date of birth', 'As 14 Mar 1984; a year alone will do.') : null}
      </div>
      {known === undefined || known.practices.length === 0 ? null : (
        <NativeSelect
          label="Practice of the network"
          description="Makes the contact a referral partner."
          value={facts.partner}
          error={wrong('facts.partner')}
          data={[{ value: '', label: 'None' }, ...known.practices.map(({ practice, name }) => ({ value: practice, label: name }))]}
          onChange={(event) => onChange({ partner: event.currentTarget.value })}
        />
      )}
      <OwnFields own={facts.own} wrong={wrong} onChange={(own) => onChange({ own })} />
      <TagsInput label="Tags" value={facts.tags} onChange={(tags) => onChange({ tags })} clearable />
      <Textarea
        label="Websites, one a line"
        value={facts.websites.join('\n')}
        onChange={(event) =>
          onChange({
            websites: event.currentTarget.value
              .split('\n')
              .map((line) => line.trim())
              .filter((line) => line !== ''),
          })
        }
      />
      {facts.addresses.map((address, at) => (
        <AddressFields
          key={`address ${String(at)}`}
          address={address}
          at={at}
          onChange={(next) => setAddress(at, next)}
          onRemove={() => onChange({ addresses: facts.addresses.filter((_one, index) => index !== at) })}
        />
      ))}
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={15} stroke={1.7} aria-hidden="true" />}
          onClick={() => onChange({ addresses: [...facts.addresses, noAddress] })}
        >
          Further address
        </Button>
      </div>
      {person ? (
        <Checkbox
          label="Deceased"
          description="Nothing is shared and nobody is written to."
          checked={facts.deceased}
          onChange={(event) => onChange({ deceased: event.currentTarget.checked })}
        />
      ) : null}
    </>
  );
};
