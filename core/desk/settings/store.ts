import type { z } from 'zod';
import type { settingVersion } from '../../contract/settings.ts';
import type { Permission } from '../../domain/permission/permission.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { notPermitted } from '../permitted.ts';
import { recordsClosed } from '../records/refusals.ts';
import type { Refusal } from '../refusal.ts';
import { settingSql } from './tables.ts';

/** A setting of the practice: what it may say, what holds until somebody sets it, who may. Methods, so that a list can hold all of them. */
export type SettingDefinition<T = unknown> = {
  readonly name: string;
  readonly title: string;
  /** What depends on it, in one sentence. */
  readonly touches: string;
  readonly schema: z.ZodType<T, unknown>;
  readonly permission: Permission;
  initial(desk: Pick<DeskContext, 'shipped' | 'zone'>): T;
  /** The value in one line. */
  words(value: T): string;
};

type Db = Pick<DeskContext, 'db' | 'clock' | 'shipped' | 'zone'>;

type Row = { readonly version: number; readonly value: string; readonly at: string; readonly takes_effect: string | null };

/** The newest version that counts at a time; a version that is made for later does not count yet. */
const rowAt = (desk: Pick<DeskContext, 'db'>, name: string, at: string): Row | undefined =>
  desk.db.get(
    settingSql
      .selectFrom('setting')
      .select(['version', 'value', 'at', 'takes_effect'])
      .where('name', '=', name)
      .where((where) => where.or([where('takes_effect', 'is', null), where('takes_effect', '<=', at)]))
      .orderBy('version', 'desc')
      .limit(1),
  );

/** What a setting says at a time (now, unless told), and which version that is; version 0 is what holds until somebody sets it. */
export const settingVersionOf = <T>(
  desk: Db,
  definition: SettingDefinition<T>,
  at = desk.clock.now(),
): { readonly value: T; readonly version: number } => {
  const row = rowAt(desk, definition.name, at);
  const read = row === undefined ? undefined : definition.schema.safeParse(JSON.parse(row.value));
  return row !== undefined && read?.success === true
    ? { value: read.data, version: row.version }
    : { value: definition.initial(desk), version: 0 };
};

/** What a setting says at a time (now, unless told). */
export const settingOf = <T>(desk: Db, definition: SettingDefinition<T>, at = desk.clock.now()): T =>
  settingVersionOf(desk, definition, at).value;

export type SettingChange = {
  /** From when it counts; null is at once. Never earlier than now. */
  readonly takesEffect: string | null;
  readonly note: string;
  readonly reverts?: number;
};

const tooEarly: Refusal = {
  status: 422,
  code: 'setting-too-early',
  title: 'A setting cannot count from a time that has passed',
  detail: 'What was done under the version of that time would change its meaning.',
  where: 'takesEffect',
  kept: 'The setting is as it was.',
  next: 'Leave the time out, or choose one that is still to come.',
};

/**
 * Stores a value as a new version: who, when, what stood before, from when it counts. The same value again makes no version.
 * Errors: `recovery`, `not-permitted`, `setting-not-valid`, `setting-too-early`.
 */
export const changeSetting = <T>(
  desk: DeskContext,
  person: SignedInPerson,
  definition: SettingDefinition<T>,
  value: unknown,
  change: SettingChange,
): Result<{ readonly version: number; readonly value: T }, Refusal> => {
  const refused = recordsClosed(desk) ?? notPermitted(desk, person.person, definition.permission);
  if (refused !== null) return err(refused);
  const read = definition.schema.safeParse(value);
  if (!read.success)
    return err({
      status: 422,
      code: 'setting-not-valid',
      title: 'The setting cannot be saved like this',
      detail: read.error.issues.map((issue) => issue.message).join(' '),
      where: read.error.issues.map((issue) => issue.path.join('.')).join(', '),
      kept: 'The setting is as it was.',
      next: 'Correct the entries that are named and save again.',
    });
  const at = desk.clock.now();
  if (change.takesEffect !== null && change.takesEffect < at) return err(tooEarly);
  return desk.db.transaction(() => {
    const last = desk.db.get(
      settingSql.selectFrom('setting').select(['version', 'value']).where('name', '=', definition.name).orderBy('version', 'desc').limit(1),
    );
    const text = JSON.stringify(read.data);
    if (last?.value === text && change.takesEffect === null) return ok({ version: last.version, value: read.data });
    const version = (last?.version ?? 0) + 1;
    desk.db.run(
      settingSql.insertInto('setting').values({
        name: definition.name,
        version,
        value: text,
        at,
        person: person.person,
        before: last?.value ?? null,
        by_name: person.name,
        takes_effect: change.takesEffect,
        note: change.note,
        reverts: change.reverts ?? null,
      }),
    );
    return ok({ version, value: read.data });
  });
};

const versionUnknown: Refusal = {
  status: 404,
  code: 'setting-version-unknown',
  title: 'The setting has no such version',
  detail: 'It was never set to that.',
  kept: 'The setting is as it was.',
  next: 'Choose a version from its history.',
};

/** Brings an earlier version back as a new one; version 0 is what the program ships. Errors: `setting-version-unknown`, those of `changeSetting`. */
export const revertSetting = <T>(
  desk: DeskContext,
  person: SignedInPerson,
  definition: SettingDefinition<T>,
  version: number,
): Result<{ readonly version: number; readonly value: T }, Refusal> => {
  const row =
    version === 0
      ? { value: JSON.stringify(definition.initial(desk)) }
      : desk.db.get(settingSql.selectFrom('setting').select('value').where('name', '=', definition.name).where('version', '=', version));
  if (row === undefined) return err(versionUnknown);
  return changeSetting(desk, person, definition, JSON.parse(row.value), {
    takesEffect: null,
    note: `Back to version ${String(version)}`,
    reverts: version,
  });
};

const wordsOf = <T>(definition: SettingDefinition<T>, value: string | null): string => {
  if (value === null) return 'as the program ships it';
  const read = definition.schema.safeParse(JSON.parse(value));
  return read.success ? definition.words(read.data) : 'a value of an earlier version of the program';
};

/** Every version of a setting, newest first: who, when, before, after, from when it counts. */
export const settingHistory = (desk: Db, definition: SettingDefinition): readonly z.infer<typeof settingVersion>[] => {
  const now = rowAt(desk, definition.name, desk.clock.now())?.version ?? 0;
  return desk.db
    .all(settingSql.selectFrom('setting').selectAll().where('name', '=', definition.name).orderBy('version', 'desc'))
    .map((row) => ({
      version: row.version,
      at: row.at,
      by: row.by_name,
      before: wordsOf(definition, row.before),
      after: wordsOf(definition, row.value),
      takesEffect: row.takes_effect,
      note: row.note,
      reverts: row.reverts,
      current: row.version === now,
    }));
};
