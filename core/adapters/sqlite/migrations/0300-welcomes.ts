/** Welcomes that an office mailed to new members, one for each activation; the address is kept until the message went out. */
export const migration = {
  version: 300,
  name: 'welcomes',
  sql: `
create table office_welcome (event text primary key, practice text not null, address text, sent_to text not null, template integer not null, state text not null check (state in ('sending', 'sent', 'failed')), problem text, at text not null) strict, without rowid;
`,
} as const;
