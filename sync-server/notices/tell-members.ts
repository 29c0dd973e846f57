import type { NoticeChannel } from '../../core/contract/network/notices.ts';
import type { SendOutcome } from '../../core/ports/message-senders.ts';
import { plusSeconds } from '../sessions/time.ts';
import { endLease, takeLease } from '../storage/lease.ts';
import { chunks } from '../storage/storage.ts';
import { behindNow, gatherArrivals, type NoticePorts, openWishes } from './gather.ts';
import { addressPurpose, channelOf, MOST_BOUNCES, pointsOf, stopToken } from './points.ts';
import { noticeMail, noticeText } from './words.ts';
import { quietUntil } from './when.ts';

/** Seconds until the next try after 1, 2, … tries that left nothing; then the message is given up. Within the day for which a provider knows a repeat. */
const WAITS: readonly number[] = [30, 120, 600, 3600, 14_400, 43_200];
/** Seconds until an address that refused a message is tried once more. */
const BOUNCE_WAIT = 300;
/** A message claimed so many seconds ago belongs to a process that is gone: sending takes a few. */
const CLAIM_SECONDS = 120;
const LEASE_SECONDS = 120;
const AT_ONCE = 10;
const MOST_DUE = 40;
/** Ended messages are kept this long, in seconds. */
const KEEP_SECONDS = 30 * 86_400;

type Claimed = {
  readonly id: string;
  readonly notice: string;
  readonly tries: number;
  readonly channel: NoticeChannel;
  readonly address: string;
};

/**
 * Takes a message that is due for this process alone, before anything leaves: the row says so, in one statement. Undefined when it is not to be sent (any more): another
 * process has it, the member stopped it, quiet hours began.
 */
const claim = ({ storage, clock, cipher, notices }: NoticePorts, id: string): Promise<Claimed | undefined> =>
  storage.write(async (tx) => {
    const now = clock.now();
    const row = await tx
      .selectFrom('nudge')
      .innerJoin('notice', 'notice.id', 'nudge.notice')
      .select(['nudge.notice', 'nudge.tries', 'notice.state', 'notice.wishes'])
      .where('nudge.id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await storage.lock(tx, [`notice ${row.notice}`]);
    const open = () => tx.updateTable('nudge').where('id', '=', id).where('ended', 'is', null).where('claimed_at', 'is', null);
    const end = () => open().set({ ended: 'given-up', ended_at: now }).execute();
    const points = await pointsOf(tx, row.notice);
    const channel = channelOf(points, notices.sms !== null);
    const point = channel === null ? undefined : points[channel];
    const wishes = openWishes({ cipher }, row.notice, row.wishes);
    const address =
      channel === null || point === undefined ? null : cipher.open(addressPurpose(channel), row.notice, Uint8Array.from(point.address));
    if (channel === null || address === null || wishes === null || row.state !== 'on') {
      await end();
      return undefined;
    }
    const quiet = quietUntil(wishes, now);
    if (quiet !== null) {
      await open().set({ next_at: quiet }).execute();
      return undefined;
    }
    const taken = await open()
      .set({ claimed_at: now, channel, tries: row.tries + 1 })
      .executeTakeFirst();
    return taken.numUpdatedRows === 0n ? undefined : { id, notice: row.notice, tries: row.tries, channel, address };
  });

const send = async (ports: NoticePorts, { id, notice, channel, address }: Claimed): Promise<SendOutcome> => {
  const { notices } = ports;
  const stop = `${notices.url}/n/${notice}/${stopToken(ports, notice)}`;
  if (channel === 'email')
    return (
      notices.mail?.sender.send({ to: address, id, unsubscribe: stop, ...noticeMail(notices, stop) }) ?? {
        outcome: 'not-sent',
        why: 'no mail',
      }
    );
  return notices.sms?.sender.send({ to: address, text: noticeText(notices, stop) }) ?? { outcome: 'not-sent', why: 'no sms' };
};

type Next = { readonly wait: number } | { readonly end: 'sent' | 'bounced' | 'unknown' | 'given-up' };

/** What follows from how a message ended. `bounces` counts this refusal; `other` says that another way to the member is left. */
const nextOf = ({ outcome }: SendOutcome, repeatable: boolean, tries: number, bounces: number, other: boolean): Next => {
  if (outcome === 'sent') return { end: 'sent' };
  if (outcome === 'rejected') return bounces < MOST_BOUNCES ? { wait: BOUNCE_WAIT } : other ? { wait: 0 } : { end: 'bounced' };
  if (outcome === 'unknown' && !repeatable) return { end: 'unknown' };
  const wait = WAITS[tries];
  return wait === undefined ? { end: 'given-up' } : { wait };
};

/** Writes down how a message ended, and what it says of the address. */
const settle = async (ports: NoticePorts, { id, notice, tries, channel }: Claimed, outcome: SendOutcome): Promise<void> => {
  const { storage, clock, notices, log } = ports;
  if (outcome.outcome !== 'sent') log({ event: 'notice', channel, outcome: outcome.outcome, why: outcome.why });
  await storage.write(async (tx) => {
    const now = clock.now();
    await storage.lock(tx, [`notice ${notice}`]);
    const points = await pointsOf(tx, notice);
    // Where the provider reports later what became of a message, that it took one says nothing of the address.
    const arrived = outcome.outcome === 'sent' && (channel === 'sms' || notices.reports === null);
    const bounces = outcome.outcome === 'rejected' ? (points[channel]?.bounces ?? 0) + 1 : arrived ? 0 : null;
    if (bounces !== null)
      await tx.updateTable('notice_point').set({ bounces }).where('notice', '=', notice).where('channel', '=', channel).execute();
    const other = channelOf(await pointsOf(tx, notice), notices.sms !== null) !== null;
    const repeatable = channel === 'email' && notices.mail?.sender.repeatable === true;
    const next = nextOf(outcome, repeatable, tries, bounces ?? 0, other);
    const set =
      'end' in next
        ? { ended: next.end, ended_at: now, claimed_at: null }
        : { claimed_at: null, next_at: plusSeconds(now, next.wait), ...(outcome.outcome === 'unknown' ? {} : { channel: null }) };
    const done = await tx.updateTable('nudge').set(set).where('id', '=', id).where('ended', 'is', null).executeTakeFirst();
    if ('end' in next && done.numUpdatedRows > 0n)
      await tx.updateTable('notice').set({ last_at: now, last_channel: channel, last_end: next.end }).where('id', '=', notice).execute();
  });
};

const dueNow = async ({ storage, clock }: NoticePorts): Promise<readonly string[]> => {
  const rows = await storage.db
    .selectFrom('nudge')
    .select('id')
    .where('ended', 'is', null)
    .where('claimed_at', 'is', null)
    .where('next_at', '<=', clock.now())
    .orderBy('next_at')
    .limit(MOST_DUE)
    .execute();
  return rows.map(({ id }) => id);
};

const abandonedNow = ({ storage, clock }: NoticePorts) =>
  storage.db
    .selectFrom('nudge')
    .select(['id', 'notice', 'channel'])
    .where('ended', 'is', null)
    .where('claimed_at', '<=', plusSeconds(clock.now(), -CLAIM_SECONDS))
    .execute();

const hasWork = async (ports: NoticePorts): Promise<boolean> =>
  (await behindNow(ports)).length > 0 || (await dueNow(ports)).length > 0 || (await abandonedNow(ports)).length > 0;

/**
 * Ends what a process claimed and never told the end of. It may have arrived, so it is not sent again; only where the provider recognises a repeat it is.
 */
const endAbandoned = async (ports: NoticePorts): Promise<void> => {
  const { storage, clock, notices } = ports;
  const now = clock.now();
  for (const { id, notice, channel } of await abandonedNow(ports))
    await storage.write(async (tx) => {
      const again = channel === 'email' && notices.mail?.sender.repeatable === true;
      const left = tx.updateTable('nudge').where('id', '=', id).where('ended', 'is', null);
      if (again) {
        await left.set({ claimed_at: null, next_at: now }).execute();
        return;
      }
      await left.set({ claimed_at: null, ended: 'unknown', ended_at: now }).execute();
      await tx.updateTable('notice').set({ last_at: now, last_channel: channel, last_end: 'unknown' }).where('id', '=', notice).execute();
    });
};

/**
 * Tells members by mail, or by SMS after two refusals, that something came: gathers arrivals, then sends what is due. One process at a time has the lease; that
 * a message goes out once does not rest on it but on the claim of its row. Does nothing where the operator has set no mail. Answers how many were sent.
 */
export const tellMembers = async (ports: NoticePorts, holder: string): Promise<number> => {
  const { storage, clock } = ports;
  if (ports.notices.mail === null || !(await hasWork(ports))) return 0;
  const lease = await takeLease(ports, 'notices', holder, LEASE_SECONDS);
  if (lease === undefined) return 0;
  await gatherArrivals(ports);
  await endAbandoned(ports);
  const due = await dueNow(ports);
  let sent = 0;
  const deliver = async (id: string): Promise<void> => {
    const claimed = await claim(ports, id);
    if (claimed === undefined) return;
    const outcome = await send(ports, claimed);
    if (outcome.outcome === 'sent') sent += 1;
    await settle(ports, claimed, outcome);
  };
  for (const part of chunks(due, AT_ONCE)) await Promise.all(part.map(deliver));
  const old = plusSeconds(clock.now(), -KEEP_SECONDS);
  if (due.length > 0) await storage.write((tx) => tx.deleteFrom('nudge').where('ended_at', '<=', old).execute());
  await endLease(ports, lease);
  return sent;
};
