import { z } from 'zod';
import { type Bytes, utf8Decode, utf8Encode } from '../../../core/protocol/bytes.ts';
import { canonicalBytes, type JsonObject, type JsonValue } from '../../../core/protocol/jcs.ts';
import type { PaymentState } from '../../../core/protocol/pack/payments.ts';
import { packOf, type PackOptions } from '../../story/pack.ts';
import { buildStory, type Story, type StoryOptions } from '../../story/story.ts';

export type Expectation = {
  readonly intact: 'intact' | 'broken';
  readonly recognised: 'recognised' | 'not-recognised' | 'self-consistent' | 'not-judged';
  readonly complete: 'complete' | 'interim' | 'not-judged';
  readonly failure: string | null;
  /** How far each of the payment lines is (protocol §9); left out where a vector is not about it. */
  readonly payments?: readonly PaymentState[];
};

/** A whole pack with the verdicts it must get. */
export type PackCase = {
  readonly name: string;
  readonly story: StoryOptions;
  readonly pack?: PackOptions;
  /** Changes the finished archive. */
  readonly archive?: (zip: Bytes) => Bytes;
  /** The reader's trust file; default that of the story's network. */
  readonly trust?: (story: Story) => string | null;
  /** Keeps the long README.txt. */
  readonly whole?: true;
  readonly expect: Expectation;
};

/** Events that no check needs: packs of vectors leave them out to stay small. */
const SPARE = [
  'smith passkey',
  'bianca passkey',
  'smith agreement referral',
  'abc agreement referral',
  'smith agreement rcti',
  'abc agreement rcti',
  'payee account',
  'used',
  'delivered',
  'qualified',
  'invoice',
  'bank line',
];
/** Bianca acts in batches only. */
const BIANCA = ['bianca', 'bianca key'];

/** The rule's way into force, and the people it takes. */
const RULES = ['marcus', 'marcus key', 'priya', 'priya key', 'rule proposed', 'rule approved 1', 'rule approved 2', 'rule published'];
/** What lies between the intent and the batch. */
const MIDDLE = ['invited 1', 'consent', 'acknowledgement', 'intake', 'settlement', 'settlement attested', 'invited 4', 'outcome', 'entitlement', 'entitlement approved'];
const BEFORE_INTAKE = ['intent', 'invited 1', 'consent', 'acknowledgement'];
const MONEY = ['prepared', 'approved', 'released', 'line settled', 'payment attested'];

/** A small story that ends with the named event. */
export const slim = (until: string, options: StoryOptions = {}): StoryOptions => ({
  ...options,
  until,
  omit: [...SPARE.filter((name) => name !== until && !(until === 'delivered' && name === 'used')), ...(MONEY.includes(until) ? [] : BIANCA), ...(options.omit ?? [])],
});

/** Enough of the register for signatures and handshakes, not for recognition. */
export const bare = (until: string, { keep, ...options }: StoryOptions & { readonly keep?: readonly string[] } = {}): StoryOptions =>
  slim(until, { ...options, omit: [...RULES, 'office', ...(BEFORE_INTAKE.includes(until) ? ['alex passkey', ...(keep?.includes('abc') === true ? [] : ['abc'])] : []), ...(options.omit ?? [])] });

/** Three records: founding, one practice, the intent. */
export const tiny = (options: StoryOptions = {}): StoryOptions => bare('intent', { ...options, omit: ['abc', ...(options.omit ?? [])] });

/** Register without a rule, and the intent: enough for refusals in the register. */
export const registerOnly = (options: StoryOptions = {}): StoryOptions => slim('intent', { ...options, omit: [...RULES, ...(options.omit ?? [])] });

/** Register, intent and batch only: enough for the rules about batches. */
export const batchOnly = (until: string, options: StoryOptions = {}): StoryOptions => slim(until, { ...options, omit: [...MIDDLE, ...(options.omit ?? [])] });

export const broken = (failure: string): Expectation => ({ intact: 'broken', recognised: 'not-judged', complete: 'not-judged', failure });
export const unrecognised = (failure: string, complete: 'complete' | 'interim' = 'interim'): Expectation => ({ intact: 'intact', recognised: 'not-recognised', complete, failure });
export const fine = (complete: 'complete' | 'interim'): Expectation => ({ intact: 'intact', recognised: 'recognised', complete, failure: null });

export const alone = (complete: 'complete' | 'interim'): Expectation => ({ intact: 'intact', recognised: 'self-consistent', complete, failure: null });

/** The JSON value of a file. */
export const jsonOf = (bytes: Bytes | undefined): JsonObject => {
  const text = bytes === undefined ? undefined : utf8Decode(bytes);
  if (text?.ok !== true) throw new Error('no such file');
  return z.record(z.string(), z.json()).parse(JSON.parse(text.value));
};

/** Rewrites a JSON file of the pack; it stays canonical. */
export const editJson =
  (path: string, edit: (value: JsonObject) => JsonValue) =>
  (files: Map<string, Bytes>): void => {
    files.set(path, canonicalBytes(edit(jsonOf(files.get(path)))));
  };

export const member = (value: JsonObject, name: string): JsonObject => {
  const found = value[name];
  if (typeof found !== 'object' || found === null || Array.isArray(found)) throw new Error(`no object ${name}`);
  return found as JsonObject;
};
export const list = (value: JsonObject, name: string): readonly JsonValue[] => {
  const found = value[name];
  if (!Array.isArray(found)) throw new Error(`no list ${name}`);
  return z.array(z.json()).parse(found);
};
export const textIn = (value: JsonObject, name: string): string => z.string(`no text ${name}`).parse(value[name]);

/** Archive and trust text of a case. */
export const makeCase = (given: PackCase): { readonly zip: Bytes; readonly trust: string | null } => {
  const story = buildStory(given.story);
  const files = (changed: Map<string, Bytes>, of: Story): void => {
    if (given.whole !== true) changed.set('README.txt', utf8Encode('placeholder\n'));
    given.pack?.files?.(changed, of);
  };
  const { zip } = packOf(story, { ...given.pack, files });
  return { zip: given.archive?.(zip) ?? zip, trust: given.trust === undefined ? story.trust : given.trust(story) };
};

/** The same as `batchOnly` without the rule's way into force. */
export const bareBatch = (until: string, options: StoryOptions = {}): StoryOptions => batchOnly(until, { ...options, omit: [...RULES, 'office', ...(options.omit ?? [])] });
