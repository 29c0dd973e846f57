/** Which desk keys may add to a shared book: those of its newest list of desks (protocol §16.3), a JSON list; null for a book whose list came before this step. */
export const migration = {
  version: 120,
  name: 'book-desks',
  tables: `
alter table book add column desks text;
`,
  appendOnly: [],
} as const;
