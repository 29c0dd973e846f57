import { z } from 'zod';
import { uuid } from '../../contract/scalars.ts';
import { instantSchema } from '../time/instant.ts';
import type { GateSet } from './gate-set.ts';

export const ASSET_KINDS = ['email', 'web', 'social', 'print', 'video', 'event', 'other'] as const;

const tick = z.strictObject({ by: z.string().min(1), byName: z.string().min(1), at: instantSchema });

/** A piece of marketing: what it is, who answers for it, and which gates it has passed. */
export const assetSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give the asset a name.').max(200),
  kind: z.enum(ASSET_KINDS),
  /** Where it is shown: "Newsletter", "LinkedIn". */
  channel: z.string().trim().max(200),
  owner: z.string().min(1),
  /** The wording, where the asset is text. */
  text: z.string().max(20_000),
  /** A kept file; null where the asset is text alone. */
  file: uuid.nullable(),
  /** Gates passed, by code; a gate that is not passed has no member. */
  ticks: z.record(z.string(), tick),
  publishedAt: instantSchema.nullable(),
  withdrawnAt: instantSchema.nullable(),
});
export type AssetDocument = z.output<typeof assetSchema>;

/** What stands between an asset and its publication. */
export type Obstacle =
  | { readonly code: 'gate-open'; readonly gate: string; readonly words: string }
  | { readonly code: 'not-ratified' }
  | { readonly code: 'withdrawn' }
  | { readonly code: 'nothing-to-publish' };

/**
 * Why an asset may not be published, everything at once; empty when it may. The gates are those of its kind as
 * they are set now: a gate that is added later has to be passed too.
 */
export const obstaclesOf = (asset: AssetDocument, gates: GateSet, ratified: boolean): readonly Obstacle[] => [
  ...(asset.withdrawnAt === null ? [] : [{ code: 'withdrawn' } as const]),
  ...(asset.text.trim() === '' && asset.file === null ? [{ code: 'nothing-to-publish' } as const] : []),
  ...(ratified ? [] : [{ code: 'not-ratified' } as const]),
  ...(gates.kinds[asset.kind] ?? gates.standard)
    .filter((gate) => asset.ticks[gate.code] === undefined)
    .map((gate) => ({ code: 'gate-open', gate: gate.code, words: gate.words }) as const),
];

/** An asset with other content: what was ticked was another text or file, so every gate is open again and it is not published. */
export const withContent = (
  asset: AssetDocument,
  content: Partial<Pick<AssetDocument, 'text' | 'file' | 'kind'>>,
): Partial<AssetDocument> => {
  const same = (['text', 'file', 'kind'] as const).every((field) => content[field] === undefined || content[field] === asset[field]);
  return same ? {} : { ...content, ticks: {}, publishedAt: null };
};
