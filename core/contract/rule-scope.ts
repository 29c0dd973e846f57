import { z } from 'zod';
import { code, uuid } from './scalars.ts';

const product = code.nullable();
const pair = z.object({ from: code, to: code });
const toVertical = z.object({ to: code });
const reach = z.union([pair, toVertical, z.literal('any')]);

/** For which referrals a rule is, by its level of precedence. */
export const ruleScope = z.discriminatedUnion('level', [
  z.object({
    level: z.literal('agreement'),
    product,
    parties: z.object({ referrer: uuid, receiver: uuid }),
    community: uuid.nullable(),
    verticals: reach,
  }),
  z.object({ level: z.literal('community'), product, community: uuid, verticals: reach }),
  z.object({ level: z.literal('pair'), product, verticals: pair }),
  z.object({ level: z.literal('vertical'), product, verticals: toVertical }),
  z.object({ level: z.literal('default'), product }),
]);
