import { IconBuildingBank, IconCash, IconFile, IconLink, IconNotes, IconSpeakerphone, IconUser } from '@tabler/icons-react';
import type { z } from 'zod';
import { searchResults } from '../../core/contract/desk.ts';
import { DeskProblemError, request } from '../client.ts';
import { signedCount } from '../features/referrals/signedCount.ts';
import { Ring } from '../ui/Ring.tsx';
import { registerPaletteSource, type PaletteItem } from './paletteSources.ts';

type Found = z.infer<typeof searchResults>[number];

const icon = { size: 17, stroke: 1.6, 'aria-hidden': true } as const;

const icons = {
  contact: IconUser,
  work: IconNotes,
  campaign: IconSpeakerphone,
  referral: IconFile,
  batch: IconCash,
  event: IconLink,
  page: IconBuildingBank,
} as const satisfies Record<Found['kind'], unknown>;

const IconOf = ({ found }: { readonly found: Found }) => {
  const Icon = icons[found.kind];
  return found.signed === null ? <Icon {...icon} /> : <Ring signed={signedCount(found.signed)} size={17} />;
};

const itemOf = (found: Found): PaletteItem => ({
  id: `${found.kind} ${found.href}`,
  label: found.title,
  detail: found.detail,
  icon: <IconOf found={found} />,
  run: (navigate) => void navigate({ href: found.href }),
});

let last: { readonly query: string; readonly answer: Promise<readonly Found[]> } | undefined;

/** All groups show parts of one answer, so one question is asked. A role that may not search finds nothing. */
const search = (query: string): Promise<readonly Found[]> => {
  if (last?.query === query) return last.answer;
  const answer = request('GET', `/api/search?q=${encodeURIComponent(query)}`, searchResults).catch((error: unknown) => {
    last = undefined;
    if (error instanceof DeskProblemError && error.problem.status === 403) return [];
    throw error;
  });
  last = { query, answer };
  return answer;
};

const groups: readonly (readonly [group: string, kinds: readonly Found['kind'][]])[] = [
  ['People and organisations', ['contact']],
  ['Notes and work', ['work']],
  ['Campaigns', ['campaign']],
  ['Referrals', ['referral']],
  ['Payouts', ['batch']],
  ['Ledger and pages', ['event', 'page']],
];

/** Lets the palette find contacts, notes and work, campaigns, referrals, batches and entries. */
export const registerSearch = (): void => {
  for (const [group, kinds] of groups)
    registerPaletteSource({
      group,
      find: async (query) => (await search(query)).filter((found) => kinds.includes(found.kind)).map(itemOf),
    });
};
