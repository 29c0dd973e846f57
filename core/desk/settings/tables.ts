import { type Generated, queryBuilder } from '../../adapters/sqlite/schema.ts';

/** One version of a setting; rows are never changed. */
export type SettingTable = {
  name: string;
  version: number;
  value: string;
  at: string;
  person: string;
  before: string | null;
  by_name: Generated<string>;
  /** From when it counts; null is from when it was made. */
  takes_effect: Generated<string | null>;
  note: Generated<string>;
  /** The version that this one brings back. */
  reverts: Generated<number | null>;
};

/** Builds queries over versions of settings. */
export const settingSql = queryBuilder<{ setting: SettingTable }>();
