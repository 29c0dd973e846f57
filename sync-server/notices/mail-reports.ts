import { z } from 'zod';
import type { Result } from '../../core/domain/result.ts';
import { bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import type { ServerPorts } from '../ports.ts';
import { plusSeconds } from '../sessions/time.ts';
import type { Tx } from '../storage/storage.ts';
import { addressPurpose, channelOf, pointsOf } from './points.ts';
import { dropWaiting } from './member-notices.ts';

/** What a provider of mail says later of a message: that it arrived, was returned for good, or was called spam. */
export const reportKind = z.enum(['delivered', 'bounced', 'complained']);
/** Id of a message to a member, as its provider gives it back. */
export const noticeId = z.string().regex(/^[0-9a-f]{64}$/u);

/** A report about one message. `id` is the provider's own, the same when it reports again what was not answered. */
export type MailReport = {
  readonly id: string;
  readonly kind: z.infer<typeof reportKind>;
  readonly message: string;
  readonly to: string;
};

/**
 * Why what was posted is no report. `unsigned`: not by the provider. `elsewhere`: of a topic that is not the operator's. `old`: of another hour than now.
 * `unreachable`: the provider could not be asked for its key; it may post it again.
 */
export type ReportRefusal = { readonly code: 'unsigned' | 'elsewhere' | 'old' | 'unreachable' };

/** Reads what a provider posts; null for what is genuine and says nothing of a message here. */
export type ReportReader = (posted: {
  readonly header: (name: string) => string;
  readonly body: string;
}) => Promise<Result<MailReport | null, ReportRefusal>>;

/** How long a report is known again, in seconds. */
const KNOWN_SECONDS = 2 * 86_400;

type Ports = Pick<ServerPorts, 'storage' | 'cipher' | 'clock' | 'primitives' | 'notices' | 'log'>;

/** Whether it is the newest message of its member: an older one is not opened again, since the stretches of two would overlap. */
const isNewest = async (tx: Tx, notice: string, since: number): Promise<boolean> =>
  (await tx.selectFrom('nudge').select('id').where('notice', '=', notice).where('since', '>', since).executeTakeFirst()) === undefined;

/** Whether a report comes for the first time, in whichever process. Of its id a hash is kept, for two days. */
const isNew = async ({ clock, primitives }: Ports, tx: Tx, id: string): Promise<boolean> => {
  const now = clock.now();
  await tx.deleteFrom('nonce').where('ends_at', '<=', now).execute();
  const digest = bytesToHex(primitives.sha256(utf8Encode(`mail-report ${id}`)));
  const kept = await tx
    .insertInto('nonce')
    .values({ digest, key: 'mail-report', ends_at: plusSeconds(now, KNOWN_SECONDS) })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .executeTakeFirst();
  return (kept.numInsertedOrUpdatedRows ?? 0n) > 0n;
};

/**
 * Takes a report to the address it is about, once: a return counts as a refusal, and after the second the message goes by SMS where that is set up; an
 * arrival ends the count, unless the same message is returned after it; a complaint stops the member's messages as the link in them does. What is about an
 * address that was changed since says nothing. Answers false while the message is still in the hands of a process: the provider asks again.
 */
export const takeMailReport = async (ports: Ports, { id, kind: said, message, to }: MailReport): Promise<boolean> => {
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
    if (!(await isNew(ports, tx, id))) return true;
    log({ event: 'notice.report', kind: said });
    const setBounces = (bounces: number) =>
      tx.updateTable('notice_point').set({ bounces }).where('notice', '=', notice).where('channel', '=', 'email').execute();
    if (said === 'complained') {
      await tx.updateTable('notice').set({ state: 'stopped' }).where('id', '=', notice).where('state', '=', 'on').execute();
      await dropWaiting(tx, notice);
      return true;
    }
    // Of one whose end nobody knew, the report says that it had left.
    if ((nudge.ended !== 'sent' && nudge.ended !== 'unknown') || nudge.channel !== 'email') return true;
    const now = clock.now();
    const setLast = (end: 'sent' | 'bounced') =>
      tx.updateTable('notice').set({ last_at: now, last_channel: 'email', last_end: end }).where('id', '=', notice).execute();
    if (said === 'delivered') {
      await setBounces(0);
      const before = nudge.returns_before ?? email.bounces;
      await tx.updateTable('nudge').set({ ended: 'sent', returns_before: before }).where('id', '=', message).execute();
      if (nudge.ended === 'unknown') await setLast('sent');
      return true;
    }
    // A mailbox may take a message and return it afterwards: its arrival then ended no count.
    await setBounces(Math.max(email.bounces, nudge.returns_before ?? 0) + 1);
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
    await setLast('bounced');
    return true;
  });
};
