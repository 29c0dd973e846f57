import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { type Bytes, bytesToHex } from '../../protocol/bytes.ts';
import { code, hash, text, uuid } from '../../protocol/event/fields.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import { bpsSchema } from '../money/bps.ts';
import { centsSchema } from '../money/cents.ts';
import { err, ok, type Result } from '../result.ts';
import { type LocalDate, localDateSchema } from '../time/local-date.ts';

/** One clause of a rule: its number, printed beside every figure that follows from it, and its wording. */
export const clauseSchema = z.strictObject({
  ref: z.string().regex(/^[1-9][0-9]?(\.[1-9][0-9]?)?$/u),
  text: z.string().regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]{1,1000}$/u),
});

const clausesSchema = z.strictObject({
  appliesTo: clauseSchema,
  base: clauseSchema,
  commission: clauseSchema,
  rounding: clauseSchema,
  cap: clauseSchema.exactOptional(),
  payable: clauseSchema,
  clawback: clauseSchema.exactOptional(),
  gst: clauseSchema,
  gstRounding: clauseSchema,
  platform: clauseSchema,
  platformRounding: clauseSchema,
  platformGst: clauseSchema,
  order: clauseSchema,
});

/**
 * Whose referrals a rule is for, by what the two practices do: those from one vertical to another, all to one vertical, or all of the
 * network.
 */
const reachSchema = z.union([z.strictObject({ from: code, to: code }), z.strictObject({ to: code }), z.literal('any')]);

/**
 * Content of one version of a commission rule, version 1 of the public format. Strings, integers, booleans and objects
 * only; every amount ex GST. `effectiveFrom` begins at 00:00 in Australia/Sydney; a version ends where its successor begins.
 */
export const ruleVersionSchema = z.strictObject({
  v: z.literal(1),
  rule: uuid,
  version: z.int().min(1).max(9999),
  name: text,
  verticals: reachSchema,
  product: code.exactOptional(),
  /** Of a signed agreement: for referrals of the first to the second alone, above every other rule. */
  parties: z.strictObject({ referrer: uuid, receiver: uuid }).exactOptional(),
  /** For members of a community: above the rule of the two verticals. */
  community: uuid.exactOptional(),
  trigger: z.enum(['settled', 'qualified']),
  base: z.enum(['gross', 'net']),
  commission: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('percentage'), bps: bpsSchema }),
    z.strictObject({ kind: z.literal('flat'), cents: centsSchema }),
  ]),
  cap: centsSchema.exactOptional(),
  platform: z.strictObject({ bps: bpsSchema, of: z.enum(['base', 'commission']) }),
  coolingOffDays: z.int().min(0).max(365),
  duplicateWindowDays: z.int().min(0).max(3650),
  effectiveFrom: localDateSchema,
  governingAgreement: text.exactOptional(),
  clauses: clausesSchema,
  previous: hash.exactOptional(),
  notRatified: z.literal(true).exactOptional(),
});

/** A rule version that has the form of the public format. Whether it may be published is `authorRuleVersion`'s question. */
export type RuleVersion = z.output<typeof ruleVersionSchema>;

/** Whose referrals a rule is for, by the verticals of the two practices. */
export type RuleReach = RuleVersion['verticals'];

/** The wording of a rule, clause by clause. */
export type RuleClauses = RuleVersion['clauses'];

/** Where a value departs from the format: a path such as `commission.bps`, and what the schema says about it. */
export type RuleFormatError = {
  readonly code: 'rule-format';
  readonly path: string;
  readonly problem: string;
};

/** Reads a rule version from parsed JSON. Error: `rule-format`, the first departure found. */
export const parseRuleVersion = (value: unknown): Result<RuleVersion, RuleFormatError> => {
  const parsed = ruleVersionSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return err({
    code: 'rule-format',
    path: issue?.path.map(String).join('.') ?? '',
    problem: issue?.message ?? 'not a rule',
  });
};

/** Canonical bytes of a rule version (RFC 8785): the content that is approved, published and pinned. */
export const ruleVersionBytes = (rule: RuleVersion): Bytes => canonicalBytes(rule);

/** SHA-256 of `ruleVersionBytes` in lower-case hex: the hash in `rule.*` events and in the intent. */
export const ruleVersionHash = (rule: RuleVersion): string => bytesToHex(sha256(ruleVersionBytes(rule)));

/**
 * The version of one rule that is in force on a date: the latest `effectiveFrom` not after it, and of
 * equal dates the highest version. `undefined` before the first.
 */
export const versionInForce = (versions: readonly RuleVersion[], referredOn: LocalDate): RuleVersion | undefined => {
  let found: RuleVersion | undefined;
  for (const candidate of versions) {
    if (candidate.effectiveFrom > referredOn) continue;
    const later = found === undefined || candidate.effectiveFrom > found.effectiveFrom;
    if (later || (candidate.effectiveFrom === found?.effectiveFrom && candidate.version > found.version)) found = candidate;
  }
  return found;
};
