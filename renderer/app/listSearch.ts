import { z } from 'zod';

/** What a list holds in its URL: view, words, sort ("name" or "-name") and filters as "field:operator:value". Unreadable parts are dropped. */
export const listSearch = z.object({
  view: z.string().max(64).optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  sort: z.string().max(64).optional().catch(undefined),
  filter: z.array(z.string().max(200)).max(12).optional().catch(undefined),
});

/** What the list of contacts holds in its URL: the view it starts from, and what differs from it (`view-state.ts`). */
export const contactsSearch = z.object({
  view: z.string().max(64).optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  f: z.string().max(8000).optional().catch(undefined),
  cols: z.string().max(2000).optional().catch(undefined),
  sort: z.string().max(64).optional().catch(undefined),
  group: z.string().max(64).optional().catch(undefined),
  density: z.string().max(16).optional().catch(undefined),
});

/** "−name" as a grid's sorting, and back. */
export const sortingOf = (sort: string | undefined): { id: string; desc: boolean }[] =>
  sort === undefined || sort === '' ? [] : [{ id: sort.replace(/^-/u, ''), desc: sort.startsWith('-') }];

/** The URL's word for a grid's sorting. */
export const sortText = (sorting: readonly { readonly id: string; readonly desc: boolean }[]): string | undefined => {
  const first = sorting[0];
  return first === undefined ? undefined : `${first.desc ? '-' : ''}${first.id}`;
};

/** Where a person wanted to go before the desk asked who they are: an address of this window. */
export const signInSearch = z.object({
  next: z
    .string()
    .max(500)
    .regex(/^\/(?!\/)/u)
    .optional()
    .catch(undefined),
});

/** The client of a referral that is begun from their page. */
export const newReferralSearch = z.object({
  contact: z.string().max(64).optional().catch(undefined),
  /** Draft of the practice's own program that the wizard begins with. */
  draft: z.string().max(64).optional().catch(undefined),
});

/** Which board of the pipeline is shown, how, and whose cards. */
export const pipelineSearch = z.object({
  board: z.string().max(60).optional().catch(undefined),
  show: z.enum(['board', 'list']).optional().catch(undefined),
  owner: z.string().max(80).optional().catch(undefined),
});

/** Tasks or tickets, and the view of them. */
export const tasksSearch = z.object({
  list: z.enum(['tasks', 'tickets']).optional().catch(undefined),
  view: z.string().max(20).optional().catch(undefined),
});

/** What a workspace shows: its surface, whose work, the contact beside it, the person as whom it is looked at. */
export const workspaceSearch = z.object({
  role: z.enum(['bd', 'sales', 'cs', 'cmo']).optional().catch(undefined),
  show: z.string().max(20).optional().catch(undefined),
  owner: z.enum(['mine', 'all', 'nobody']).optional().catch(undefined),
  contact: z.string().max(64).optional().catch(undefined),
  as: z.string().max(64).optional().catch(undefined),
  months: z.coerce.number().int().min(1).max(36).optional().catch(undefined),
});

/** The act of a referral whose sign sheet opens with the page. */
export const referralSearch = z.object({ act: z.string().max(40).optional().catch(undefined) });

/** An import that is shown: a preview that is not yet imported, or what became of one. */
export const importSearch = z.object({ id: z.string().max(64).optional().catch(undefined) });

/** Consent: which tab, and what the columns of the board are. */
export const consentSearch = z.object({
  view: z.enum(['board', 'receipts', 'deletions', 'introductions']).optional().catch(undefined),
  group: z.enum(['state', 'person', 'practice']).optional().catch(undefined),
});

/** Privacy: which tab, which document, and whether it is edited. */
export const privacySearch = z.object({
  view: z.enum(['requests', 'registers', 'retention', 'documents', 'law']).optional().catch(undefined),
  doc: z.string().max(64).optional().catch(undefined),
  edit: z.boolean().optional().catch(undefined),
});

/** Duplicates: the pairs to decide, those put off, or those said to be two; of the book, or of one contact. */
export const duplicatesSearch = z.object({
  view: z.enum(['open', 'later', 'different']).optional().catch(undefined),
  contact: z.string().max(64).optional().catch(undefined),
});

/** Campaigns, the register of assets, or who asked for no more messages. */
export const campaignsSearch = z.object({ view: z.enum(['campaigns', 'assets', 'unsubscribed']).optional().catch(undefined) });

/** The section of the settings that is open. */
export const settingsSearch = z.object({ section: z.string().max(40).optional().catch(undefined) });
