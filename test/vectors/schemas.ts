import { z } from 'zod';
import { ruleVersionSchema } from '../../core/domain/commission/rule-version.ts';
import { openingSchema } from '../../core/protocol/commitment.ts';
import { EVENTS } from '../../core/protocol/event/catalogue.ts';
import { attachmentSchema, exchangeBodySchema, exchangeDocument, MAX_DOCUMENTS, MAX_OPENINGS } from '../../core/protocol/exchange/body.ts';
import { exchangeHeaderSchema } from '../../core/protocol/exchange/file.ts';
import { payload } from '../../core/protocol/event/payload.ts';
import { packJson } from '../../core/protocol/pack/pack-json.ts';

/** The keywords a reader of the schema file has to know (protocol §1). */
export const KEYWORDS = ['type', 'properties', 'required', 'additionalProperties', 'enum', 'const', 'pattern', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'items', 'anyOf'] as const;

/** A schema in that small subset. */
export type SmallSchema = { readonly [keyword in (typeof KEYWORDS)[number]]?: unknown };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Longest repetition that every common dialect of regular expressions takes. */
const MAX_REPEAT = 1000;

/**
 * A pattern in the dialect that Go, Python, Java and JavaScript share: characters instead of \u escapes, `/` bare, long
 * repetitions as `+` with a `maxLength`. Surrogates go: no text of a canonical value holds one alone.
 */
const portable = (pattern: string): { readonly pattern: string; readonly maxLength?: number } => {
  const plain = pattern
    .replace('\\ud800-\\udfff', '')
    .replaceAll(/\\u([0-9a-f]{4})/gu, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('\\/', '/');
  const long = /^\^(\[[^\]]*\])\{1,([0-9]+)\}\$$/u.exec(plain);
  if (long === null || Number(long[2]) < MAX_REPEAT) return { pattern: plain };
  return { pattern: `^${long[1] ?? ''}+$`, maxLength: Number(long[2]) };
};

const small = (schema: unknown): SmallSchema => {
  if (!isObject(schema)) throw new Error('a schema is an object');
  const found: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    switch (keyword) {
      case '$schema':
      case 'description':
      case 'propertyNames':
        break;
      case 'oneOf':
      case 'anyOf':
        if (!Array.isArray(value)) throw new Error('a list');
        found['anyOf'] = value.map(small);
        break;
      case 'items':
        found['items'] = small(value);
        break;
      case 'properties':
        found['properties'] = Object.fromEntries(Object.entries(isObject(value) ? value : {}).map(([name, member]) => [name, small(member)]));
        break;
      case 'additionalProperties':
        if (value === false) found['additionalProperties'] = false;
        break;
      case 'pattern':
        Object.assign(found, portable(String(value)));
        break;
      default:
        if (!KEYWORDS.some((known) => known === keyword)) throw new Error(`keyword ${keyword}`);
        found[keyword] = value;
    }
  }
  if ('const' in found || 'enum' in found) delete found['type'];
  return found;
};

const of = (schema: z.ZodType): SmallSchema => small(z.toJSONSchema(schema));

/** The schema file: payload, bodies and table of every event type, `pack.json`, `openings.json`, a rule version, the parts of an exchange file. */
export const schemas = () => ({
  $comment: 'Flip 360 protocol, version 1. A pattern matches the whole text; a length counts code points; a member that is not required may be absent, never null.',
  keywords: KEYWORDS,
  payload: of(payload),
  events: Object.fromEntries(
    Object.entries(EVENTS).map(([type, rule]) => [
      type,
      {
        author: rule.author,
        about: rule.about,
        ...(rule.step === undefined ? {} : { step: rule.step }),
        asserted: rule.asserted === true,
        referral: rule.referral,
        consent: rule.consent,
        body: of(rule.body),
      },
    ]),
  ),
  opening: of(openingSchema.extend({ data: z.unknown() })),
  pack: of(packJson),
  ruleVersion: of(ruleVersionSchema),
  exchangeHeader: of(exchangeHeaderSchema),
  exchangeBody: of(exchangeBodySchema.extend({ documents: z.array(exchangeDocument.extend({ content: z.unknown() })).max(MAX_DOCUMENTS) })),
  attachment: of(attachmentSchema.extend({ openings: z.array(openingSchema.extend({ data: z.unknown() })).max(MAX_OPENINGS) })),
});

/** The bytes of docs/schemas/events.v1.json. */
export const schemasText = (): string => `${JSON.stringify(schemas(), null, 1)}\n`;
