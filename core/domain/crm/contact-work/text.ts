import { z } from 'zod';

/** Longest text of one note or activity, in characters. Longer texts belong in a file beside the contact, not in every list and search. */
export const LONGEST_TEXT = 100_000;

const count = (value: number): string => value.toLocaleString('en-AU');

/** Text over several lines, at most `LONGEST_TEXT` characters; the refusal says how long it was and what to do. */
export const textSchema = z
  .string()
  .refine((text) => text.length <= LONGEST_TEXT, {
    error: ({ input }) =>
      `A text holds up to ${count(LONGEST_TEXT)} characters; this one has ${count(String(input).length)}. Keep the file itself in your file store and write here what matters in it.`,
  })
  .refine((text) => !text.includes('\u0000'), 'The text holds characters that are no text');

/** Text that says something. */
export const saidSchema = textSchema.refine((text) => text.trim() !== '', 'Write something');
