import { z } from 'zod';
import type { ServerPorts } from '../ports.ts';
import type { Tx } from '../storage/storage.ts';
import { addressPurpose, channelOf, pointsOf } from './points.ts';
import { dropWaiting } from './member-notices.ts';

const kind = z.enum(['delivered', 'bounced', 'complained']);

/** What a provider of mail says later of a message: that it arrived, was returned for good, or was called spam. */
export type MailReport = { readonly kind: z.infer<typeof kind>; readonly message: string; readonly to: string };

const messageId = z.string().regex(/^[0-9a-f]{64}$/u);
/** Resend's webhook, as far as it is read. Its tags have come as a list and as an object. */
const webhook = z.object({
  type: z.templateLiteral(['email.', kind]),
  data: z.object({
    to: z.array(z.string()).min(1),
    tags: z.union([z.array(z.object({ name: z.string(), value: z.string() })), z.record(z.string(), z.string())]).optional(),
    bounce: z.object({ type: z.string().optional() }).optional(),
  }),
});

/** Name of the tag by which Resend gives a message's id back. */
const MESSAGE_TAG = 'notice';

/** Reads a report of Resend; undefined for one that says nothing of a notice here, or of a return that may be tried again. */
export const readMailReport = (body: string): MailReport | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const read = webhook.safeParse(json);
  if (!read.success) return undefined;
  const { type, data } = read.data;
  const { tags = [], to, bounce } = data;
  const named = Array.isArray(tags) ? tags.find(({ name }) => name === MESSAGE_TAG)?.value : tags[MESSAGE_TAG];
  const message = messageId.safeParse(named);
  const said = kind.safeParse(type.slice('email.'.length));
  if (!said.success || !message.success) return undefined;
  if (said.data === 'bounced' && (bounce?.type ?? 'Permanent') !== 'Permanent') return undefined;
  return { kind: said.data, message: message.data, to: to[0] ?? '' };
};

type Ports = Pick<ServerPorts, 'storage' | 'cipher' | 'clock' | 'notices' | 'log'>;

/** Whether it is the newest message of its member: an older one is not opened again, since the stretches of two would overlap. */
const isNewest = async (tx: Tx, notice: string, since: number): Promise<boolean> =>
  (await tx.selectFrom('nudge').select('id').where('notice', '=', notice).where('since', '>', since).executeTakeFirst()) === undefined;

/**
 * Takes a report to the address it is about, once: a return counts as a refusal, and after the second the message goes by SMS where that is set up; an
 * arrival ends the count; a complaint stops the member's messages as the link in them does. What is about an address that was changed since says
 * nothing. Answers false while the message is still in the hands of a process: the provider asks again.
 */
export const takeMailReport = async (ports: Ports, { kind: said, message, to }: MailReport): Promise<boolean> => {
  const { storage, cipher, clock, notices, log } = ports;
  return storage.write(async (tx) => {
    const found = await tx.selectFrom('nudge').select('notice').where('id', '=', message).executeTakeFirst();
    if (found === undefined) return true;
    const { notice } = found;
    await storage.lock(tx, [`notice ${notice}`]);
    const nudge = await tx.selectFrom('nudge').selectAll().where('id', '=', message).executeTakeFirst();
    const { email } = await pointsOf(tx, notice);
    const address = email === undefined ? null : cipher.open(addressPurpose('email'), notice, Uint8Array.from(email.address));
    if (nudge === undefined || email === undefined || address === null || address.toLowerCase() !== to.toLowerCase()) return true;
    if (nudge.ended === null && nudge.claimed_at !== null) return false;
    log({ event: 'notice.report', kind: said });
    const setBounces = (bounces: number) =>
      tx.updateTable('notice_point').set({ bounces }).where('notice', '=', notice).where('channel', '=', 'email').execute();
    if (said === 'complained') {
      await tx.updateTable('notice').set({ state: 'stopped' }).where('id', '=', notice).where('state', '=', 'on').execute();
      await dropWaiting(tx, notice);
      return true;
    }
    if (nudge.ended !== 'sent' || nudge.channel !== 'email') return true;
    if (said === 'delivered') {
      await setBounces(0);
      return true;
    }
    const now = clock.now();
    await setBounces(email.bounces + 1);
    const bySms = channelOf(await pointsOf(tx, notice), notices.sms !== null) === 'sms' && (await isNewest(tx, notice, nudge.since));
    await tx
      .updateTable('nudge')
      .set(
        bySms
          ? { ended: null, ended_at: null, claimed_at: null, channel: null, tries: 0, next_at: now }
          : { ended: 'bounced', ended_at: now },
      )
      .where('id', '=', message)
      .execute();
    await tx.updateTable('notice').set({ last_at: now, last_channel: 'email', last_end: 'bounced' }).where('id', '=', notice).execute();
    return true;
  });
};
