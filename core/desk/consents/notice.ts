import { z } from 'zod';
import { NOTICE } from '../referrals/notice.ts';
import { type Shipped, shippedFile } from '../shipped.ts';

const file = z.strictObject({
  document: z.literal('introduction-notice'),
  language: z.string(),
  versions: z
    .array(
      z.strictObject({
        version: z.int().min(1),
        effectiveFrom: z.iso.date(),
        sources: z.array(z.string()).min(1),
        review: z.string(),
        text: z.string().min(1),
      }),
    )
    .min(1),
});

const notices = shippedFile('legal/introduction-notice.json', (value) => file.parse(value));

export type Notice = { readonly id: string; readonly version: number; readonly language: string; readonly text: string };

/** The notice in use on a day (YYYY-MM-DD): the latest version that has begun, else the first. */
export const noticeOn = (desk: Shipped, day: string): Notice => {
  const { document, language, versions } = notices(desk);
  const ordered = versions.toSorted((a, b) => a.version - b.version);
  const found = ordered.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? ordered[0];
  if (found === undefined) throw new Error('the notice has a version');
  return { id: document, language, version: found.version, text: found.text };
};

/** The text of a notice that ships; null for a version that this program does not know. */
export const noticeText = (desk: Shipped, id: string, version: number): string | null => {
  if (id === NOTICE.id && version === NOTICE.version) return NOTICE.text;
  const { document, versions } = notices(desk);
  return id === document ? (versions.find((candidate) => candidate.version === version)?.text ?? null) : null;
};
