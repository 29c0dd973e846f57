import type { ContactFields, Entity, PersonName } from './contact.ts';
import type { ColumnMapping } from './mapping.ts';
import {
  coupleInSpokenOrder,
  entityByName,
  nameKey,
  namesTwoPeople,
  organisationInSpokenOrder,
  readEntity,
  readsLikeOrganisation,
  splitGivenFirst,
  splitSurnameFirst,
} from './name.ts';
import type { FilledCell, RowCells } from './row-cells.ts';

/** Who a row is about. */
export type Identity = Pick<ContactFields, 'kind' | 'entity' | 'displayName' | 'name' | 'organisationName'> & {
  readonly contactPersons: ContactFields['contactPersons'];
};

const NO_NAME: PersonName = {
  prefix: null,
  given: null,
  middle: null,
  family: null,
  suffix: null,
  nickname: null,
};

const joined = (...parts: readonly (string | null)[]): string | null => {
  const text = parts.filter((part) => part !== null && part !== '').join(' ');
  return text === '' ? null : text;
};

const contactPeople = (cells: RowCells): ContactFields['contactPersons'] => {
  const groups = new Set(
    [...cells.of('personName'), ...cells.of('personGivenName'), ...cells.of('personFamilyName'), ...cells.of('personEmail')].map(
      (cell) => cell.column.group,
    ),
  );
  return [...groups].flatMap((group) => {
    const email = cells.inGroup('personEmail', group)[0] ?? null;
    const name =
      joined(
        ...cells.inGroup('personName', group),
        ...cells.inGroup('personGivenName', group),
        ...cells.inGroup('personFamilyName', group),
      ) ?? email;
    return name === null ? [] : [{ name, email }];
  });
};

const partsOf = (cells: RowCells): PersonName => ({
  prefix: cells.first('namePrefix'),
  given: cells.first('givenName'),
  middle: cells.first('middleName'),
  family: cells.first('familyName'),
  suffix: cells.first('nameSuffix'),
  nickname: cells.first('nickname'),
});

const spoken = (name: PersonName): string | null => joined(name.given, name.middle, name.family, name.suffix);

const organisation = (name: string, entity: Entity | null, people: ContactFields['contactPersons']): Identity => {
  const displayName = organisationInSpokenOrder(name);
  const guessed = entity ?? entityByName(displayName);
  return {
    kind: 'organisation',
    entity: guessed,
    displayName,
    name: null,
    organisationName: displayName,
    contactPersons: people,
  };
};

const couple = (
  cells: RowCells,
  cell: FilledCell,
  parts: PersonName,
  employer: string | null,
  people: ContactFields['contactPersons'],
): Identity => {
  const split = splitSurnameFirst(cell.text);
  cells.report(
    cell.column.header,
    'couple-record',
    'Two people in one record. Each gives consent for themselves: make two contacts before referring them.',
    'One contact for both.',
  );
  return {
    kind: 'person',
    entity: 'couple',
    displayName: coupleInSpokenOrder(cell.text),
    name: split === null ? null : { ...NO_NAME, prefix: parts.prefix, given: split.given, family: split.family },
    organisationName: employer,
    contactPersons: people,
  };
};

/** A name in one cell, perhaps surname first, perhaps an organisation's. */
const fromFullName = (cells: RowCells, cell: FilledCell, entity: Entity | null, source: ColumnMapping['source']): Identity => {
  const people = contactPeople(cells);
  const parts = partsOf(cells);
  const employer = cells.first('organisationName');
  const person = spoken({ ...parts, prefix: null, middle: null, suffix: null });
  const samePerson =
    person !== null && [person, joined(parts.family, parts.given) ?? ''].some((form) => nameKey(form) === nameKey(cell.text));

  if (entity === 'couple') return couple(cells, cell, parts, employer, people);
  if (entity !== null && entity !== 'individual' && entity !== 'soleTrader') return organisation(cell.text, entity, people);
  if (samePerson) {
    return {
      kind: 'person',
      entity: entity ?? 'individual',
      displayName: spoken(parts) ?? cell.text,
      name: parts,
      organisationName: employer,
      contactPersons: people,
    };
  }
  if (entity === null) {
    // Xero keeps the business in ContactName and its first person in FirstName, LastName.
    if (person !== null) {
      const others = people.filter((other) => nameKey(other.name) !== nameKey(person));
      return organisation(cell.text, null, [{ name: person, email: null }, ...others]);
    }
    const likeOrganisation = readsLikeOrganisation(cell.text);
    if (likeOrganisation || (source === 'xero' && splitSurnameFirst(cell.text) === null)) {
      if (source !== 'xero')
        cells.report(
          cell.column.header,
          'kind-guessed',
          'Nothing says whether this is a person or an organisation; the name reads like an organisation.',
          'An organisation.',
        );
      return organisation(cell.text, null, people);
    }
    if (namesTwoPeople(cell.text)) return couple(cells, cell, parts, employer, people);
  }
  const split = splitSurnameFirst(cell.text) ?? splitGivenFirst(cell.text);
  const name: PersonName = {
    ...parts,
    given: parts.given ?? split.given,
    family: parts.family ?? split.family,
    suffix: parts.suffix ?? split.suffix,
  };
  return {
    kind: 'person',
    entity: entity ?? 'individual',
    displayName: spoken(name) ?? cell.text,
    name,
    organisationName: employer,
    contactPersons: people,
  };
};

const fromParts = (cells: RowCells, parts: PersonName, entity: Entity | null): Identity => {
  const people = contactPeople(cells);
  const employer = cells.first('organisationName');
  const given = cells.of('givenName')[0];
  const split = given !== undefined && parts.family === null ? splitSurnameFirst(given.text) : null;
  let name = parts;
  if (given !== undefined && split !== null) {
    name = { ...parts, given: split.given, family: split.family, suffix: parts.suffix ?? split.suffix };
    cells.report(
      given.column.header,
      'name-split',
      'The first-name cell held “Surname, Given”.',
      `Given name ${split.given ?? ''}, family name ${split.family ?? ''}.`,
    );
  }
  const shown = cells.first('displayName');
  const plain = spoken(name);
  const displayName = (shown !== null && splitSurnameFirst(shown) === null ? shown : plain) ?? shown ?? '';
  if (entity !== null && entity !== 'individual' && entity !== 'soleTrader' && entity !== 'couple')
    return organisation(employer ?? displayName, entity, people);
  if (entity === null && readsLikeOrganisation(displayName)) {
    const column = given?.column.header ?? cells.of('familyName')[0]?.column.header ?? '';
    cells.report(column, 'kind-guessed', 'The name reads like an organisation but stands in the columns of a person.', 'A person.');
  }
  return {
    kind: 'person',
    entity: entity ?? 'individual',
    displayName,
    name,
    organisationName: employer,
    contactPersons: people,
  };
};

/** Who a row is about, by its entity column, its name cells and the habits of the program that wrote it; null where it has no name. */
export const identify = (cells: RowCells, source: ColumnMapping['source']): Identity | null => {
  const entityCell = cells.of('entity')[0];
  const entity = entityCell === undefined ? null : readEntity(entityCell.text);
  if (entityCell !== undefined && entity === null) {
    cells.report(
      entityCell.column.header,
      'entity-unknown',
      `“${entityCell.text.slice(0, 40)}” is not a kind of client that is known here.`,
      'The kind as read from the name.',
    );
  }
  const people = contactPeople(cells);
  const parts = partsOf(cells);
  const full = cells.of('fullName')[0];
  if (full !== undefined) return fromFullName(cells, full, entity, source);

  const card = cells.first('organisationOrFamilyName');
  if (card !== null)
    return parts.given === null ? organisation(card, entity, people) : fromParts(cells, { ...parts, family: parts.family ?? card }, entity);

  const employer = cells.first('organisationName');
  const shown = cells.of('displayName')[0];
  if (spoken(parts) !== null) return fromParts(cells, parts, entity);
  if (employer !== null && (shown === undefined || nameKey(shown.text) === nameKey(employer)))
    return organisation(employer, entity, people);
  if (shown !== undefined) return fromFullName(cells, shown, entity, source);
  const legal = cells.first('legalName');
  if (legal !== null) return organisation(legal, entity, people);
  if (parts.nickname !== null)
    return {
      kind: 'person',
      entity: 'individual',
      displayName: parts.nickname,
      name: parts,
      organisationName: null,
      contactPersons: people,
    };
  return null;
};
