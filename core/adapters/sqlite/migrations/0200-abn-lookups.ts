/** What the Australian Business Register said about an ABN, kept for 30 days: facts about a business, none about a client. */
export const migration = {
  version: 200,
  name: 'abn-lookups',
  sql: `
create table abn_lookup (
  abn text primary key check (length(abn) = 11),
  answer text not null check (json_valid(answer)),
  service text not null check (service in ('json', 'xml')),
  looked_up_at text not null
) strict;
`,
} as const;
