import { fillTemplate, messageCode, messageText, type Sender, unsubscribeSubject } from '../../domain/marketing/message.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, Mailer, SignedInPerson } from '../context.ts';
import { heldRecord, newId } from '../crm/changes.ts';
import { mailerToPerson } from '../exits/to-person.ts';
import type { JobControl } from '../jobs.ts';
import { commitRecords, type Step } from '../records/commit.ts';
import type { Refusal } from '../refusal.ts';
import { settingOf } from '../settings/store.ts';
import { campaignDefinition } from './campaign-records.ts';
import { audienceNow, blockedBy, fieldsFor, type SegmentOf, senderOf } from './campaigns.ts';
import { senderSetting } from './sender-setting.ts';
import { isSuppressed } from './suppression.ts';

/** Lets time pass between two messages, in milliseconds. */
export type Pause = (ms: number) => Promise<void>;

const MINUTE_MS = 60_000;
/** So long at most until a stop is noticed. */
const NOTICED_MS = 250;

export type SendResult = { readonly sent: number; readonly failed: number; readonly left: number; readonly ended: 'sent' | 'paused' };

const notReady = (blocked: readonly { readonly words: string; readonly next: string }[]): Refusal => ({
  status: 409,
  code: 'campaign-blocked',
  title: 'This campaign cannot be sent yet',
  detail: `${blocked.map((one) => one.words).join('. ')}.`,
  kept: 'Nothing was sent.',
  next: blocked.map((one) => one.next).join(' '),
});

const noMail: Refusal = {
  status: 503,
  code: 'no-mail',
  title: 'No mail server is set',
  detail: 'Messages go out through the practice’s own mail server.',
  kept: 'Nothing was sent.',
  next: 'Open Settings, Mail.',
};

const written = (desk: DeskContext, person: SignedInPerson, campaign: string, steps: readonly Step[]): void => {
  const done = commitRecords(desk, person, { words: 'Campaign message', program: true }, steps);
  if (!done.ok) throw new Error(`a campaign message was not written: ${campaign} ${done.error.code}`);
};

const waited = async (ms: number, { pause, control }: { readonly pause: Pause; readonly control: JobControl }): Promise<void> => {
  for (let left = ms; left > 0 && !control.cancelled(); left -= NOTICED_MS) await pause(Math.min(left, NOTICED_MS));
};

type Sending = {
  readonly desk: DeskContext;
  readonly person: SignedInPerson;
  readonly campaign: string;
  readonly subject: string;
  readonly text: string;
  readonly sender: Sender;
  readonly mailer: Mailer;
};

/**
 * Sends one message. It is written down as handed over before the mail server gets it: a desk that dies in between does not send it twice.
 * Whoever unsubscribed while the campaign ran is left out. Answers what became of it; null for nothing.
 */
const sendOne = async (
  { desk, person, campaign, subject, text, sender, mailer }: Sending,
  to: { readonly contact: string; readonly email: string; readonly basis: 'express' | 'inferred' },
): Promise<'sent' | 'failed' | null> => {
  if (isSuppressed(desk, to.email)) return null;
  const id = newId(desk);
  const code = messageCode(desk.entropy.bytes(8));
  const fields = fieldsFor(desk, to.contact);
  const message = { campaign, contact: to.contact, address: to.email, code, state: 'handed-over', why: '', at: desk.clock.now() };
  written(desk, person, campaign, [{ act: 'create', kind: 'campaign-message', id, document: message }]);
  const answer = await mailer.send({
    to: to.email,
    subject: fillTemplate(subject, fields),
    text: messageText(text, fields, { sender, code, basis: to.basis }),
    unsubscribe: `mailto:${sender.email}?subject=${encodeURIComponent(unsubscribeSubject(code))}`,
  });
  const set = answer.ok ? { state: 'sent' } : { state: 'failed', why: answer.why.slice(0, 200) };
  written(desk, person, campaign, [{ act: 'change', kind: 'campaign-message', id, set, revision: null }]);
  return answer.ok ? 'sent' : 'failed';
};

/**
 * Sends a campaign to everybody it has not reached, at the pace of the setting. Stopping it leaves it paused; sending it again goes on where it
 * stopped. Errors: `campaign-blocked`, `no-mail`, `record-unknown`, those of the segment.
 */
export const sendCampaign = async (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  ports: { readonly segmentOf: SegmentOf; readonly pause: Pause; readonly control: JobControl },
): Promise<Result<SendResult, Refusal>> => {
  const held = heldRecord(desk, campaignDefinition, id);
  if (!held.ok) return held;
  const audience = audienceNow(desk, person, held.value, ports.segmentOf);
  if (!audience.ok) return audience;
  const { send } = audience.value;
  const { document } = held.value;
  const blocked = blockedBy(desk, document, send.length);
  if (blocked.length > 0) return err(notReady(blocked));
  const sender = senderOf(desk);
  const mailer = mailerToPerson(desk, {
    by: person,
    what: 'campaign.message',
    contact: null,
    identity: 'The address on record that opted in',
  });
  if (mailer === null || sender === null) return err(noMail);
  const begin = commitRecords(desk, person, { words: `Sent the campaign ${document.name}` }, [
    { act: 'change', kind: 'campaign', id, set: { state: 'sending', startedAt: document.startedAt ?? desk.clock.now() }, revision: null },
  ]);
  if (!begin.ok) return begin;
  const counts = { sent: 0, failed: 0, done: 0 };
  const every = MINUTE_MS / settingOf(desk, senderSetting).perMinute;
  for (const to of send) {
    if (ports.control.cancelled()) break;
    const became = await sendOne(
      { desk, person, campaign: id, subject: document.subject, text: document.text, sender, mailer },
      { contact: to.contact, email: to.email, basis: to.optIn?.basis ?? 'express' },
    );
    counts.done += 1;
    if (became !== null) counts[became] += 1;
    ports.control.progress(counts.done, send.length, `Message ${String(counts.done)} of ${String(send.length)}`);
    if (counts.done < send.length) await waited(every, ports);
  }
  const ended = counts.done === send.length ? 'sent' : 'paused';
  written(desk, person, id, [
    { act: 'change', kind: 'campaign', id, set: { state: ended, endedAt: ended === 'sent' ? desk.clock.now() : null }, revision: null },
  ]);
  return ok({ sent: counts.sent, failed: counts.failed, left: send.length - counts.done, ended });
};
