import type { DeskContext, SignedInPerson } from '../../context.ts';
import { choosableOwners, ownersFor } from '../../crm/owners.ts';
import { lifecycleSetting } from '../../crm/settings.ts';
import { settingOf } from '../../settings/store.ts';

/** A choice of a filter, a menu or a column: its code and its name. */
export type Option = { readonly code: string; readonly name: string };

const byName = (one: Option, other: Option): number => one.name.localeCompare(other.name, 'en-AU', { sensitivity: 'base' });

/** Who reads a list: what is theirs is shown to them as such. */
export type Reader = Pick<SignedInPerson, 'person' | 'name'>;

/** Everybody who can be named as owner of a contact: people, then seats. */
export const ownersOfContacts = (desk: DeskContext, reader: Reader): readonly Option[] =>
  choosableOwners(desk, ownersFor(desk, reader), reader).map(({ owner, words }) => ({ code: owner, name: words }));

/** Lifecycle stages, in their order. */
export const stagesOf = (desk: DeskContext): readonly Option[] =>
  settingOf(desk, lifecycleSetting).stages.map(({ id, name }) => ({ code: id, name }));

/** Tags that are used, by name. */
export const tagsOf = (desk: Pick<DeskContext, 'db'>): readonly Option[] =>
  desk.db
    .statement<[], { readonly tag: string }>('select distinct tag from contact_tag limit 2000')
    .all()
    .map(({ tag }) => ({ code: tag, name: tag }))
    .toSorted(byName);

/** Practices that a consent names, by name. */
export const receiversOf = (desk: DeskContext): readonly Option[] => {
  const register = desk.ledger.register();
  return desk.db
    .statement<[], { readonly recipient: string }>('select distinct recipient from contact_consent')
    .all()
    .map(({ recipient }) => ({
      code: recipient,
      name: register?.practices.get(recipient)?.legalName ?? 'A practice that is not in the register',
    }))
    .toSorted(byName);
};

/** Imports whose contacts are in the book, newest first. */
export const importsOf = (desk: Pick<DeskContext, 'db'>): readonly Option[] =>
  desk.db
    .statement<[], { readonly id: string; readonly name: string }>(
      "select id, name from import_batch where state = 'imported' order by at desc, id desc limit 200",
    )
    .all()
    .map(({ id, name }) => ({ code: id, name }));

const sources: Readonly<Record<string, (desk: DeskContext, reader: Reader) => readonly Option[]>> = {
  stage: stagesOf,
  owner: ownersOfContacts,
  tags: tagsOf,
  receiver: receiversOf,
  batch: importsOf,
};

/** The choices of a field that come from the desk; none for a field that has its own. */
export const optionsOf = (desk: DeskContext, reader: Reader, field: string): readonly Option[] => sources[field]?.(desk, reader) ?? [];

/** Names of choices for words; each field's choices are read once. */
export const optionName = (desk: DeskContext, reader: Reader): ((field: string, code: string) => string | undefined) => {
  const read = new Map<string, ReadonlyMap<string, string>>();
  return (field, code) => {
    const names = read.get(field) ?? new Map(optionsOf(desk, reader, field).map((option) => [option.code, option.name]));
    read.set(field, names);
    return names.get(code);
  };
};
