/** Events that are kept and do not count: what their signer was entitled to had ended before the place where they stand. */
export const migration = {
  version: 310,
  name: 'void-events',
  sql: `
create table void_event (idx integer primary key references event (idx), code text not null, why text not null) strict;
`,
} as const;
