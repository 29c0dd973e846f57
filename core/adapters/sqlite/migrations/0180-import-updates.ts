/**
 * Imports that update contacts of the book. `imported` counts every row that went into the book, `updated` those of them that changed a contact which
 * was there; `change_group` is the group of operations of the batch, by which its values are told from later ones.
 */
export const migration = {
  version: 180,
  name: 'import-updates',
  sql: `
alter table import_batch add column updated integer not null default 0 check (updated >= 0);
alter table import_batch add column change_group text;
alter table import_row add column updated integer not null default 0 check (updated in (0, 1));
`,
} as const;
