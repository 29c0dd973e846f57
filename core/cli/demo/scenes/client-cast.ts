/** How far a client of the sample has come, and what there is to do about them. */
export type ClientPart = {
  readonly name: string;
  /** Lifecycle stage they reach; the steps before it are gone through. */
  readonly stage: 'lead' | 'mql' | 'sql' | 'opp' | 'customer' | 'champion' | 'at-risk' | 'churned';
  /** Workspace they are in at the end. */
  readonly with: 'bd' | 'sales' | 'cs' | 'cmo';
  /** Day of the walk on which somebody first calls them. */
  readonly day: number;
  readonly about: string;
  /** Expected value in cents, ex GST; the deal is opened once they are with sales. */
  readonly worth?: number;
  readonly ticket?: { readonly subject: string; readonly priority: 'low' | 'normal' | 'high' | 'urgent' };
  readonly task?: string;
};

/** Clients whom the imported file does not hold; with its thirteen they are Sarah Chen and twenty-four others. */
export const ADDED_CLIENTS: readonly { readonly givenName: string; readonly familyName: string; readonly organisation: string }[] = [
  { givenName: 'Amelia', familyName: 'Hart', organisation: 'Hart Landscapes' },
  { givenName: 'Rohan', familyName: 'Mehta', organisation: 'Mehta Dental' },
  { givenName: 'Grace', familyName: 'Ng', organisation: 'Lumen Legal' },
  { givenName: 'Tomasz', familyName: 'Zielinski', organisation: '' },
  { givenName: 'Ava', familyName: 'Rossi', organisation: 'Rossi Fine Foods' },
  { givenName: 'Jack', familyName: 'Whitford', organisation: 'Whitford Plumbing' },
  { givenName: 'Leila', familyName: 'Haddad', organisation: 'Haddad Pharmacy' },
  { givenName: 'Owen', familyName: 'Pritchard', organisation: '' },
  { givenName: 'Mei', familyName: 'Lin', organisation: 'Lin & Daughters' },
  { givenName: 'Samuel', familyName: 'Tui', organisation: 'Tui Transport' },
  { givenName: 'Ingrid', familyName: 'Larsen', organisation: 'Larsen Design' },
  { givenName: 'Noah', familyName: 'Kelly', organisation: 'Kelly Builders' },
];

/** Sarah Chen goes through all four workspaces; the others stand where an office's clients stand. */
export const CLIENTS: readonly ClientPart[] = [
  {
    name: 'Sarah Chen',
    stage: 'champion',
    with: 'cmo',
    day: 0,
    about: 'wants a company for her shop',
    worth: 185_000,
    task: 'Ask Sarah for a line we may quote',
  },
  {
    name: 'Daniel Okonkwo',
    stage: 'customer',
    with: 'cs',
    day: 1,
    about: 'late tax returns',
    worth: 240_000,
    ticket: { subject: 'Assessment differs from our figures', priority: 'high' },
  },
  { name: 'Marguerite Hallam', stage: 'opp', with: 'sales', day: 9, about: 'an estate to administer', worth: 420_000 },
  { name: 'Minh Tran', stage: 'sql', with: 'bd', day: 16, about: 'payroll for four people', task: 'Send Minh the payroll checklist' },
  { name: 'Bellbird Ceramics Pty Ltd', stage: 'customer', with: 'cs', day: 2, about: 'bookkeeping every month', worth: 960_000 },
  { name: 'Antonella Greco', stage: 'mql', with: 'bd', day: 12, about: 'answered the letter on super' },
  { name: 'Harpreet Singh', stage: 'opp', with: 'sales', day: 6, about: 'a trust for the family business', worth: 310_000 },
  {
    name: 'Fiona McLeod',
    stage: 'at-risk',
    with: 'cs',
    day: 1,
    about: 'two years of returns',
    worth: 130_000,
    ticket: { subject: 'Nobody rang back about the notice', priority: 'urgent' },
  },
  { name: 'Yusuf Abdi', stage: 'churned', with: 'bd', day: 5, about: 'looked for an adviser near Perth' },
  { name: 'Amelia Hart', stage: 'opp', with: 'sales', day: 11, about: 'GST and BAS for the season', worth: 150_000 },
  {
    name: 'Rohan Mehta',
    stage: 'customer',
    with: 'cs',
    day: 3,
    about: 'a service trust for the surgery',
    worth: 540_000,
    task: 'Book the yearly meeting with Rohan',
  },
  { name: 'Grace Ng', stage: 'sql', with: 'bd', day: 15, about: 'a second opinion on her structure' },
  { name: 'Ava Rossi', stage: 'customer', with: 'cmo', day: 2, about: 'a loan application with figures', worth: 275_000 },
  { name: 'Jack Whitford', stage: 'opp', with: 'sales', day: 13, about: 'a new van and its depreciation', worth: 90_000 },
  { name: 'Leila Haddad', stage: 'mql', with: 'bd', day: 18, about: 'asked for a call back' },
  {
    name: 'Mei Lin',
    stage: 'customer',
    with: 'cs',
    day: 4,
    about: 'the daughters join the business',
    worth: 380_000,
    ticket: { subject: 'Please explain the dividend', priority: 'normal' },
  },
  { name: 'Samuel Tui', stage: 'sql', with: 'bd', day: 17, about: 'fuel tax credits' },
  { name: 'Ingrid Larsen', stage: 'mql', with: 'bd', day: 19, about: 'came from a friend' },
  {
    name: 'Noah Kelly',
    stage: 'opp',
    with: 'sales',
    day: 8,
    about: 'progress claims and retention',
    worth: 225_000,
    task: 'Chase Noah’s bank statements',
  },
];
