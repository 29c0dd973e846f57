import { z } from 'zod';
import { ASSET_KINDS, assetSchema } from '../domain/compliance/asset.ts';
import { fileWhere } from './files.ts';
import { fileInput, instant, uuid } from './scalars.ts';

export const assetInput = z.object({
  name: assetSchema.shape.name,
  kind: assetSchema.shape.kind,
  channel: assetSchema.shape.channel.default(''),
  text: assetSchema.shape.text.default(''),
  file: fileInput.nullable().default(null),
});
export const assetEdit = z.object({
  revision: z.int().min(1),
  set: z.object({
    name: assetSchema.shape.name.optional(),
    kind: assetSchema.shape.kind.optional(),
    channel: assetSchema.shape.channel.optional(),
    text: assetSchema.shape.text.optional(),
    file: fileInput.nullable().optional(),
  }),
});
export const assetAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('tick'), gate: z.string().max(40), passed: z.boolean() }),
  z.object({ act: z.literal('publish') }),
  z.object({ act: z.literal('withdraw') }),
]);

export const assetRow = z.object({
  id: uuid,
  revision: z.int(),
  name: z.string(),
  kind: z.enum(ASSET_KINDS),
  channel: z.string(),
  owner: z.string(),
  text: z.string(),
  file: z.object({ id: uuid, name: z.string(), bytes: z.int(), sha256: z.string(), where: fileWhere }).nullable(),
  state: z.enum(['draft', 'ready', 'published', 'withdrawn']),
  gates: z.array(
    z.object({
      code: z.string(),
      words: z.string(),
      passed: z.object({ by: z.string(), at: instant }).nullable(),
    }),
  ),
  /** What stands in the way of publishing, in words. */
  obstacles: z.array(z.string()),
  publishedAt: instant.nullable(),
});
export type AssetRow = z.infer<typeof assetRow>;

export const ratificationView = z.object({
  ratified: z.boolean(),
  by: z.array(z.string()),
  needed: z.int(),
  /** On a test network what is not ratified may be tried, and says so. */
  test: z.boolean(),
});
export const assetList = z.object({ rows: z.array(assetRow), gates: ratificationView });

/** The gates as they are set: the standard ones (kind null), then those that a kind of asset has of its own. */
export const complianceGates = z.object({
  sets: z.array(z.object({ kind: z.string().nullable(), gates: z.array(z.string()) })),
  standing: ratificationView,
});
