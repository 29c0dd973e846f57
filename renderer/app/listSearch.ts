import { z } from 'zod';

/** What a list holds in its URL: view, words, sort ("name" or "-name") and filters as "field:operator:value". Unreadable parts are dropped. */
export const listSearch = z.object({
  view: z.string().max(64).optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  sort: z.string().max(64).optional().catch(undefined),
  filter: z.array(z.string().max(200)).max(12).optional().catch(undefined),
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
export const newReferralSearch = z.object({ contact: z.string().max(64).optional().catch(undefined) });

/** An import that is shown: a preview that is not yet imported, or what became of one. */
export const importSearch = z.object({ id: z.string().max(64).optional().catch(undefined) });
