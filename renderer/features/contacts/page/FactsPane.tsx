import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconPencil, IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { customCodeOf } from '../../../../core/domain/contact/filter/fields.ts';
import { ownValueWords } from '../../../../core/domain/contact/own-field.ts';
import { DateTime } from '../../../ui/DateTime.tsx';
import { KeyValues } from '../../../ui/KeyValues.tsx';
import { consentOptionsQuery } from '../../consents/queries.ts';
import { useChange } from '../../crm/useChange.ts';
import { fieldsQuery } from '../list/listQueries.ts';
import type { ContactPageView } from '../queries.ts';
import css from '../contacts.module.css';

const address = ({ fields }: ContactPageView): string | null => {
  const text = [fields.street, [fields.suburb, fields.state, fields.postcode].filter((part) => part !== '').join(' ')]
    .filter((part) => part !== '')
    .join(', ');
  return text === '' ? null : text;
};

/** Facts of the long list that stand above already. */
const SHOWN_ABOVE: readonly string[] = ['Job title', 'ACN', 'Date of birth', 'Tags', 'Deceased'];

const FILLED: readonly ((contact: ContactPageView) => boolean)[] = [
  ({ fields }) => fields.phones.length > 0,
  ({ fields }) => fields.emails.length > 0,
  (contact) => address(contact) !== null,
  ({ fields }) => fields.organisation !== '',
  ({ fields }) => fields.abn !== null,
  ({ kind, facts }) => (kind === 'person' ? facts.dateOfBirth !== '' : facts.acn !== ''),
  ({ facts }) => facts.entity !== 'unknown',
  ({ kind, facts }) => (kind === 'person' ? facts.jobTitle !== '' : facts.legalName !== ''),
  ({ work }) => (work.place?.owner ?? null) !== null,
  ({ relationships }) => relationships.length > 0,
];

const Completeness = ({ contact }: { readonly contact: ContactPageView }) => {
  const filled = FILLED.filter((test) => test(contact)).length;
  return (
    <div className={css.complete}>
      <Progress.Root size={4} flex={1}>
        <Progress.Section value={(filled / FILLED.length) * 100} aria-label="Facts that are filled in" />
      </Progress.Root>
      <span className="second">
        {filled} of {FILLED.length} filled
      </span>
    </div>
  );
};

const furtherAddress = (one: ContactPageView['facts']['addresses'][number]): string =>
  [one.street, `${one.suburb} ${one.state} ${one.postcode}`.replace(/\s+/gu, ' ').trim(), one.country]
    .filter((part) => part !== '')
    .join(', ');

const Related = ({ contact, one }: { readonly contact: string; readonly one: ContactPageView['relationships'][number] }) => {
  const change = useChange();
  return (
    <span className={css.related}>
      <Link to="/contacts/$id" params={{ id: one.contact }}>
        {one.name}
      </Link>
      {one.note === '' ? null : <span className="second">{one.note}</span>}
      <ActionIcon
        size="sm"
        variant="subtle"
        aria-label={`Take the relationship with ${one.name} away`}
        onClick={() =>
          change.mutate({
            method: 'DELETE',
            path: `/api/contacts/${contact}/relationships/${one.id}`,
            words: 'The relationship was taken away',
          })
        }
      >
        <IconX size={14} stroke={1.7} aria-hidden="true" />
      </ActionIcon>
    </span>
  );
};

export interface FactsPaneProps {
  readonly contact: ContactPageView;
  readonly onEdit: () => void;
  readonly onRelate: () => void;
}

/** What the book says about a contact, how complete it is, and where it came from. */
export const FactsPane = ({ contact, onEdit, onRelate }: FactsPaneProps) => {
  const { facts, fields, source, more, work, relationships } = contact;
  const list = (values: readonly string[]) =>
    values.length === 0
      ? null
      : values.map((value) => (
          <span key={value} className={css.block}>
            {value}
          </span>
        ));
  const { data: known } = useQuery(fieldsQuery);
  const { data: network } = useQuery({ ...consentOptionsQuery, enabled: facts.partner !== '' });
  const partner = network?.practices.find((one) => one.practice === facts.partner);
  const own = (known?.fields ?? []).flatMap(({ name, title, type }) => {
    const code = customCodeOf(name);
    if (code === null) return [];
    const typed = facts.own[code] ?? '';
    return [{ label: title, value: typed === '' ? null : ownValueWords(type, typed) }];
  });
  const unread = more.filter((one) => one.kind === 'unread');
  const details = more.filter((one) => one.kind === 'detail' && !SHOWN_ABOVE.includes(one.label));
  return (
    <section className={css.facts} aria-labelledby="facts">
      <div className={css.head}>
        <h2 id="facts">Facts</h2>
        <Button size="xs" variant="subtle" leftSection={<IconPencil size={15} stroke={1.6} aria-hidden="true" />} onClick={onEdit}>
          Edit
        </Button>
      </div>
      <Completeness contact={contact} />
      <KeyValues
        items={[
          { label: 'Telephone', value: list(fields.phones) },
          { label: 'E-mail', value: list(fields.emails) },
          { label: 'Address', value: address(contact) },
          {
            label: 'Organisation',
            value: fields.organisation === '' ? null : fields.organisation,
            missing: 'Private person',
          },
          { label: 'ABN', value: fields.abn },
          ...(contact.kind === 'person'
            ? [
                { label: 'Born', value: facts.dateOfBirth === '' ? null : facts.dateOfBirth },
                { label: 'Role', value: facts.jobTitle === '' ? null : facts.jobTitle },
              ]
            : [{ label: 'ACN', value: facts.acn === '' ? null : facts.acn }]),
          ...facts.addresses.map((one) => ({ label: one.label === '' ? 'Further address' : one.label, value: furtherAddress(one) })),
          ...(partner === undefined ? [] : [{ label: 'Partner', value: partner.name }]),
          { label: 'Stage', value: work.stage.name },
          { label: 'Owner', value: work.place?.owner?.words ?? null, missing: 'Nobody yet' },
          ...(facts.tags.length === 0 ? [] : [{ label: 'Tags', value: facts.tags.join(', ') }]),
          {
            label: 'Note',
            value: fields.note === '' ? null : <span className={css.note}>{fields.note}</span>,
            missing: 'None',
          },
          { label: 'Tax file', value: null, missing: 'Not kept here' },
        ]}
      />
      {own.length === 0 ? null : (
        <>
          <h3 className={css.sub}>Own fields</h3>
          <KeyValues items={own} />
        </>
      )}
      {details.length === 0 ? null : (
        <>
          <h3 className={css.sub}>Further facts</h3>
          <KeyValues items={details.map((one) => ({ label: one.label, value: one.value }))} />
        </>
      )}
      {unread.length === 0 ? null : (
        <>
          <h3 className={css.sub}>Cells that could not be read</h3>
          <KeyValues items={unread.map((one) => ({ label: one.label, value: one.value }))} />
        </>
      )}
      <div className={css.subHead}>
        <h3>Related</h3>
        <Button size="xs" variant="subtle" leftSection={<IconPlus size={15} stroke={1.6} aria-hidden="true" />} onClick={onRelate}>
          Add
        </Button>
      </div>
      {relationships.length === 0 ? (
        <p className="second">Nobody is recorded as related.</p>
      ) : (
        <KeyValues items={relationships.map((one) => ({ label: one.words, value: <Related contact={contact.id} one={one} /> }))} />
      )}
      <h3 className={css.sub}>Source</h3>
      <KeyValues
        items={[
          {
            label: 'From',
            value:
              source.batch === null ? (
                source.name
              ) : (
                <Link to="/contacts/import" search={{ id: source.batch }}>
                  {source.name}
                </Link>
              ),
          },
          ...(source.row === null ? [] : [{ label: 'Row', value: source.row.toLocaleString('en-AU') }]),
          { label: 'Added', value: <DateTime at={source.at} form="date" /> },
        ]}
      />
    </section>
  );
};
