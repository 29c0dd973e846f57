/**
 * Keys of the practice's own programs, by name; their secrets are shown once and kept nowhere. What those programs prepared: private drafts, whose client is
 * taken away once a contact was made of it or somebody dismissed it.
 */
export const migration = {
  version: 260,
  name: 'crm-drafts',
  sql: `
create table crm_key (id text primary key, name text not null, webhook text, made_at text not null, made_by text not null, revoked_at text, revoked_by text) strict, without rowid;
create table crm_draft (id text primary key, at text not null, state text not null check (state in ('waiting', 'used', 'dismissed')), problem text, content text, contact text, handled_at text, handled_by text) strict, without rowid;
create index crm_draft_waiting on crm_draft (at) where state = 'waiting';
`,
} as const;
