import { expect } from 'vitest';
import { hpkeSealer } from '../../core/adapters/exchange/hpke.ts';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { feedItem } from '../../core/contract/network/parcels.ts';
import { base64ToBytes, base64urlToBytes } from '../../core/protocol/bytes.ts';
import { DRAFT_INFO, draftAad, unpackDraft } from '../../core/protocol/network/crm-draft.ts';
import type { Storage } from '../storage/storage.ts';
import { type Cast, DRAFTS, noticesIn, type Outside, SEAL_KEY } from '../testing/told-story.ts';

const openedDraft = async (body: string, net: string, practice: string): Promise<unknown> => {
  const bytes = base64ToBytes(body);
  const packed = bytes.ok ? unpackDraft(bytes.value) : bytes;
  if (!packed.ok) throw new Error('no draft');
  const [enc, ciphertext] = [base64urlToBytes(packed.value.enc), base64urlToBytes(packed.value.body)];
  if (!enc.ok || !ciphertext.ok) throw new Error('no draft');
  const plain = await hpkeSealer(systemEntropy).open(SEAL_KEY, enc.value, DRAFT_INFO, draftAad({ net, practice }), ciphertext.value);
  return plain.ok ? JSON.parse(Buffer.from(plain.value).toString()) : null;
};

/**
 * The promise about drafts, before anybody leaves: each call stands once in the feed, under the id that it was answered and with what was handed in; its webhook
 * was heard, however often, under one id.
 */
export const expectDraftsKept = async (outside: Outside, net: string, { alice }: Cast): Promise<void> => {
  const items = [...outside.taken].toSorted(([a], [b]) => a - b).map(([, text]) => feedItem.parse(JSON.parse(text)));
  expect(items.map(({ no }) => no)).toEqual([1, 2, 3]);
  const drafts = items.flatMap((item) => (item.kind === 'draft' ? [item] : []));
  expect(drafts.map(({ draft }) => draft)).toEqual(Object.keys(DRAFTS).map((call) => outside.answered.get(call)));
  for (const [at, { body }] of drafts.entries())
    expect(await openedDraft(body, net, alice.practice)).toMatchObject(Object.values(DRAFTS)[at] ?? {});
  expect(new Set(outside.heard.map(({ draft }) => draft))).toEqual(new Set(outside.answered.values()));
  expect(new Set(outside.heard.map(({ event }) => event)).size).toBe(drafts.length);
};

/**
 * The promise about notices, before anybody leaves: everything in the feed is settled, each number in at most one message; a message was handed over at most once
 * by each way, and one that counts as sent was; none is left open. At most `lost` have an end that nobody knows. `repeatable`: the provider of mail recognises a
 * repeat, so that each mail arrives once and its end is known.
 */
export const expectNoticesKept = async ({ db }: Storage, outside: Outside, lost: number, repeatable = false): Promise<void> => {
  const mails = noticesIn(outside).map(({ id }) => id);
  const texts = outside.texts.filter((text) => text.startsWith('Something'));
  if (!repeatable) expect(new Set(mails).size).toBe(mails.length);
  expect(texts.length).toBeLessThanOrEqual(1);
  const nudges = await db.selectFrom('nudge').selectAll().orderBy('since').execute();
  for (const [at, { since }] of nudges.entries()) expect(since).toBeGreaterThan(nudges[at - 1]?.until ?? 0);
  expect(nudges.flatMap(({ since, until }) => Array.from({ length: until - since + 1 }, (_, at) => since + at))).toEqual([1, 2, 3]);
  for (const { id, ended, channel } of nudges) {
    expect(['sent', 'bounced', 'unknown']).toContain(ended);
    if (repeatable) expect([mails.includes(id), ended === 'unknown' && channel === 'email']).toEqual([true, false]);
    if (ended === 'bounced' || (ended === 'sent' && channel === 'email')) expect(mails).toContain(id);
    if (ended === 'sent' && channel === 'sms') expect(texts).toHaveLength(1);
  }
  expect(nudges.filter(({ ended }) => ended === 'unknown').length).toBeLessThanOrEqual(lost);
  const notice = await db.selectFrom('notice').select('told').executeTakeFirst();
  expect(notice?.told).toBe(3);
  const point = await db.selectFrom('notice_point').select('bounces').where('channel', '=', 'email').executeTakeFirst();
  expect(point?.bounces).toBeLessThanOrEqual(mails.length);
};

/** What is left after the member and the program were removed: nothing that waits or says where anybody is told. */
export const expectNothingLeft = async ({ db }: Storage): Promise<void> => {
  for (const table of ['notice', 'notice_point', 'nudge'] as const)
    expect({ table, rows: await db.selectFrom(table).selectAll().execute() }).toEqual({ table, rows: [] });
  expect(await db.selectFrom('api_key').select(['webhook']).where('webhook', 'is not', null).execute()).toEqual([]);
  expect(await db.selectFrom('webhook').select('id').where('ended', 'is', null).execute()).toEqual([]);
};
