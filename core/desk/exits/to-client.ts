import { err, ok, type Result } from '../../domain/result.ts';
import type { ClientMessage } from '../../domain/wording/client-messages.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { textFailure } from './text-failure.ts';
import { mailerToPerson, texterToPerson } from './to-person.ts';

/** Why a message to a client did not go out, and what to do. */
export type NotSent = { readonly code: 'not-set' | 'failed'; readonly why: string; readonly next: string };

const ENTRY = { contact: null, identity: 'The address that the invitation was made for' } as const;

/**
 * Sends a client a message by the practice's own mail server or text messages: by mail where the address is one of mail, to a telephone otherwise. It
 * is noted as an exit. Errors: neither is set up for it, or it failed.
 */
export const sendToClient = async (
  desk: DeskContext,
  entry: { readonly by: SignedInPerson | null; readonly what: string },
  address: string,
  { subject, text, sms }: ClientMessage,
): Promise<Result<true, NotSent>> => {
  if (address.includes('@')) {
    const mailer = mailerToPerson(desk, { ...ENTRY, ...entry });
    if (mailer === null)
      return err({
        code: 'not-set',
        why: 'The practice has no mail server set up.',
        next: 'Enter the mail server under Settings, then send again.',
      });
    const sent = await mailer.send({ to: address, subject, text });
    return sent.ok
      ? ok(true)
      : err({
          code: 'failed',
          why: `The mail server answered: ${sent.why}`,
          next: 'Check the address and the mail settings, then send again.',
        });
  }
  const texter = texterToPerson(desk, { ...ENTRY, ...entry });
  if (texter === null)
    return err({
      code: 'not-set',
      why: 'The practice has no text messages set up.',
      next: 'Enter the account under Settings, Text messages, then send again.',
    });
  const sent = await texter.send({ to: address, text: sms });
  return sent.outcome === 'sent' ? ok(true) : err({ code: 'failed', ...textFailure(sent) });
};
