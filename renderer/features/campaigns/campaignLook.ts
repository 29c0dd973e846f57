import type { z } from 'zod';
import type { AssetRow } from '../../../core/contract/assets.ts';
import type { campaignRow } from '../../../core/contract/campaigns.ts';
import type { StatusKind } from '../../ui/StatusIcon.tsx';

export type CampaignRow = z.infer<typeof campaignRow>;

export interface Look {
  readonly kind: StatusKind;
  readonly words: string;
}

/** Where a campaign stands. One that says it is being sent while no job does it was interrupted, as by a closed desk. */
export const campaignLook = ({ state, job }: Pick<CampaignRow, 'state' | 'job'>): Look => {
  switch (state) {
    case 'draft':
      return { kind: 'not-yet', words: 'Draft' };
    case 'sending':
      return job === null ? { kind: 'late', words: 'Interrupted' } : { kind: 'waiting', words: 'Being sent' };
    case 'paused':
      return { kind: 'paused', words: 'Stopped in the middle' };
    case 'sent':
      return { kind: 'done', words: 'Sent' };
    case 'stopped':
      return { kind: 'excluded', words: 'Ended early' };
  }
};

/** Where an asset stands. */
export const assetLook = ({ state }: Pick<AssetRow, 'state'>): Look => {
  switch (state) {
    case 'draft':
      return { kind: 'not-yet', words: 'Gates open' };
    case 'ready':
      return { kind: 'waiting', words: 'Ready to publish' };
    case 'published':
      return { kind: 'done', words: 'Published' };
    case 'withdrawn':
      return { kind: 'withdrawn', words: 'Withdrawn' };
  }
};

/** Kinds of assets as a select shows them. */
export const ASSET_KIND_NAMES: Readonly<Record<AssetRow['kind'], string>> = {
  email: 'E-mail',
  web: 'Web page',
  social: 'Social media',
  print: 'Print',
  video: 'Video',
  event: 'Event',
  other: 'Other',
};
