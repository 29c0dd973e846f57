import { z } from 'zod';
import { type ColumnMapping, columnMappingSchema, fitMapping } from '../../../domain/contact/mapping.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import type { Refusal } from '../../refusal.ts';
import { changeSetting, type SettingDefinition, settingOf } from '../../settings/store.ts';

const MOST = 100;

/** How the practice reads files of a known header row, each under a name. */
export const importMappingsSetting: SettingDefinition<readonly ColumnMapping[]> = {
  name: 'import-mappings',
  title: 'Saved mappings of imports',
  touches: 'How the columns of a contact file are read when its column names are those of a saved mapping.',
  schema: z
    .array(columnMappingSchema)
    .max(MOST, `At most ${String(MOST)} mappings are kept.`)
    .readonly(),
  permission: 'import-contacts',
  initial: () => [],
  words: (mappings) => (mappings.length === 0 ? 'none' : mappings.map((mapping) => mapping.name).join(', ')),
};

/** Saved mappings for files of exactly these column names, the newest first. */
export const mappingsFor = (desk: DeskContext, headers: readonly string[]): readonly ColumnMapping[] =>
  settingOf(desk, importMappingsSetting)
    .filter((mapping) => {
      const { unknown, absent } = fitMapping(mapping, headers);
      return unknown.length === 0 && absent.length === 0;
    })
    .toReversed();

const sameName = (left: string, right: string): boolean => left.trim().toLowerCase() === right.trim().toLowerCase();

/** Keeps a mapping for the practice under a name, over one of the same name. Errors: those of `changeSetting`. */
export const saveMapping = (
  desk: DeskContext,
  person: SignedInPerson,
  mapping: ColumnMapping,
  name: string,
): Result<ColumnMapping, Refusal> => {
  const saved: ColumnMapping = { ...mapping, name };
  const others = settingOf(desk, importMappingsSetting).filter((one) => !sameName(one.name, name));
  const done = changeSetting(desk, person, importMappingsSetting, [...others, saved], { takesEffect: null, note: `Saved “${name}”` });
  return done.ok ? ok(saved) : done;
};

const mappingUnknown: Refusal = {
  status: 404,
  code: 'import.mapping-unknown',
  title: 'There is no saved mapping of this name',
  detail: 'It was removed, or its name was changed.',
  kept: 'The columns are read as before.',
  next: 'Choose from the list once more.',
};

/** A saved mapping by its name, fitted to the columns of a file. Errors: `import.mapping-unknown`. */
export const savedMapping = (desk: DeskContext, headers: readonly string[], name: string): Result<ColumnMapping, Refusal> => {
  const found = mappingsFor(desk, headers).find((mapping) => sameName(mapping.name, name));
  return found === undefined ? err(mappingUnknown) : ok(found);
};

/** Takes a saved mapping away; earlier versions of the setting keep it. Errors: `import.mapping-unknown`, those of `changeSetting`. */
export const forgetMapping = (desk: DeskContext, person: SignedInPerson, name: string): Result<{ readonly name: string }, Refusal> => {
  const all = settingOf(desk, importMappingsSetting);
  const others = all.filter((one) => !sameName(one.name, name));
  if (others.length === all.length) return err(mappingUnknown);
  const done = changeSetting(desk, person, importMappingsSetting, others, { takesEffect: null, note: `Removed “${name}”` });
  return done.ok ? ok({ name }) : done;
};
