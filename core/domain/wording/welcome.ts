import { z } from 'zod';

/** What an office writes to a new member. `{member}` stands for the practice, `{network}` for the network. */
export const welcomeSchema = z.strictObject({
  subject: z
    .string()
    .trim()
    .min(1, 'The subject is missing.')
    .max(150)
    .regex(/^[^\r\n]*$/u, 'A subject is one line.'),
  text: z.string().trim().min(1, 'The text is missing.').max(5000),
});
export type Welcome = z.output<typeof welcomeSchema>;

/** The welcome that ships: what to do first, in order, and nothing that the register does not say. */
export const SHIPPED_WELCOME: Welcome = {
  subject: 'Welcome to {network}',
  text: `{member} is now a member of {network}.

Your first steps:
1. Ring us, and compare the fingerprint of the trust file that your desk shows with ours.
2. Open our answer in your desk: a file that reaches you separately.
3. In your desk, open First steps: four short parts with eight questions, and what to state before your first referral.

Nothing in this message is secret, and no link in it needs to be followed. If something does not fit, ring us before you go on.`,
};

/** A welcome with its places filled in. */
export const filledWelcome = ({ subject, text }: Welcome, places: { readonly member: string; readonly network: string }): Welcome => {
  const fill = (words: string): string => words.replaceAll('{member}', () => places.member).replaceAll('{network}', () => places.network);
  return { subject: fill(subject).replaceAll(/\s+/gu, ' ').slice(0, 200), text: fill(text) };
};
