/**
 * How many returns in a row an address had when the provider reported that a message arrived, which ended the count. Some mailboxes take everything and return
 * it afterwards: a return of the same message goes on from here.
 */
export const migration = {
  version: 140,
  name: 'arrivals',
  tables: `
alter table nudge add column returns_before $int;
`,
  appendOnly: [],
} as const;
