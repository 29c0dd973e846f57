/** Relationships of contacts, found from either side. Written by the fold of the records alone. */
export const migration = {
  version: 160,
  name: 'relationships',
  sql: `
create table relationship (
  contact text not null,
  id text not null,
  side text not null check (side in ('from', 'to')),
  other text not null,
  type text not null,
  primary key (contact, id)
) strict, without rowid;
create index relationship_id on relationship (id);
`,
} as const;
