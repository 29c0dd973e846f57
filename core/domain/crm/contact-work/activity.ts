import { z } from 'zod';
import { uuid } from '../../../contract/scalars.ts';
import { instantSchema } from '../../time/instant.ts';
import { textSchema } from './text.ts';

export const ACTIVITY_TYPES = ['call', 'meeting', 'email'] as const;

export type ActivityType = (typeof ACTIVITY_TYPES)[number];

/** Something that happened with a contact: a call, a meeting, an e-mail that was filed. */
export const activitySchema = z.strictObject({
  contact: uuid,
  deal: uuid.nullable(),
  type: z.enum(ACTIVITY_TYPES),
  /** When it happened, which may be long before it is written down. */
  at: instantSchema,
  minutes: z.int().min(1).max(1440).nullable(),
  /** Who began it: the contact, or the practice. */
  direction: z.enum(['in', 'out']).nullable(),
  subject: z.string().trim().min(1, 'Say in a few words what it was about').max(300),
  text: textSchema,
});

export type ActivityDocument = z.output<typeof activitySchema>;

const WORDS: Readonly<Record<ActivityType, Readonly<Record<'in' | 'out' | 'none', string>>>> = {
  call: { in: 'Called us', out: 'We called', none: 'Call' },
  meeting: { in: 'Came to us', out: 'We visited', none: 'Meeting' },
  email: { in: 'Wrote to us', out: 'We wrote', none: 'E-mail' },
};

/** "We called: Home loan renewal". */
export const activityWords = ({ type, direction, subject }: Pick<ActivityDocument, 'type' | 'direction' | 'subject'>): string =>
  `${WORDS[type][direction ?? 'none']}: ${subject}`;
