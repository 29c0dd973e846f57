/** The end of the run of removals at which reading the shared book has stopped: a person lets this run through, and no later one. */
export const migration = {
  version: 270,
  name: 'removals-of-a-round',
  sql: `
alter table book_state add column removals_through integer not null default 0;
`,
} as const;
