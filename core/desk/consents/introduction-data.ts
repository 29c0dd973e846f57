import { z } from 'zod';
import type { ConsentOffer, ConsentState, ConsentUse } from '../../domain/consent/state.ts';

/** What a practice sees of a person before it accepts an introduction. */
export const shownDataSchema = z.strictObject({ initials: z.string(), words: z.string() });
/** What passes after acceptance: the literal details, nothing else. */
export const passedDataSchema = z.strictObject({
  details: z.array(z.strictObject({ category: z.string(), label: z.string(), value: z.string() })),
  offer: z.string(),
});

/** The disclosure that followed an offer: the first to its recipient after the answer. */
export const passedUnder = (state: ConsentState, made: ConsentOffer): ConsentUse | undefined =>
  state.uses.find((use) => use.recipient === made.recipient && use.at >= (made.answer?.at ?? '9999'));
