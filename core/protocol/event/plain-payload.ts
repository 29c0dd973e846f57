import type { z } from 'zod';
import { isKnownType } from './catalogue.ts';
import { INSTANT, UUID7 } from './fields.ts';
import type { payload } from './payload.ts';

/** A payload as its schema reads it. */
export type Payload = z.infer<typeof payload>;

/**
 * The payload that its schema would read, for values of the common form: a known type, no assertion. Undefined for all others, valid or not, which
 * are left to the schema: it costs several times as much, for every record of a walk.
 */
export const plainPayload = (value: unknown): Payload | undefined => {
  if (!isPlainObject(value)) return undefined;
  const { v, net, type, id, stream, n, prev, at, about, referral, step, prevStep, body } = value;
  if (v !== 1 || !isHash(net) || typeof type !== 'string' || !isKnownType(type) || !isUuid(id) || !isHash(stream)) return undefined;
  if (!isWhole(n) || !isHash(prev) || typeof at !== 'string' || !INSTANT_PATTERN.test(at)) return undefined;
  if (!isPlainObject(body) || Object.hasOwn(body, '__proto__')) return undefined;
  const read: Omit<Payload, 'body'> = { v, net, type, id, stream, n, prev, at };
  let members = REQUIRED;
  if (about !== undefined) {
    if (!isAbout(about)) return undefined;
    read.about = about;
    members += 1;
  }
  if (referral !== undefined) {
    if (!isUuid(referral)) return undefined;
    read.referral = referral;
    members += 1;
  }
  if (step !== undefined) {
    if (!isWhole(step) || step > 4) return undefined;
    read.step = step;
    members += 1;
  }
  if (prevStep !== undefined) {
    if (!isHash(prevStep)) return undefined;
    read.prevStep = prevStep;
    members += 1;
  }
  // Every member read above is the value's own and no other is left: their number is the same.
  const names = Object.keys(value);
  return names.length === members && names.every((name) => MEMBERS.has(name)) ? Object.assign(read, { body }) : undefined;
};

const MEMBERS: ReadonlySet<string> = new Set([
  'v',
  'net',
  'type',
  'id',
  'stream',
  'n',
  'prev',
  'at',
  'about',
  'referral',
  'step',
  'prevStep',
  'body',
]);
const REQUIRED = 9;
const UUID_PATTERN = new RegExp(UUID7, 'u');
const INSTANT_PATTERN = new RegExp(INSTANT, 'u');
const HASH_DIGITS = 64;

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** As the pattern `HEX64`, which takes several times as long. */
const isHash = (value: unknown): value is string => {
  if (typeof value !== 'string' || value.length !== HASH_DIGITS) return false;
  for (let index = 0; index < HASH_DIGITS; index += 1) {
    const code = value.charCodeAt(index);
    if (!((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) return false;
  }
  return true;
};

const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID_PATTERN.test(value);

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isAbout = (value: unknown): value is string[] => {
  if (!Array.isArray(value) || value.length < 1 || value.length > 8) return false;
  // By index: `every` would pass over holes.
  for (let index = 0; index < value.length; index += 1) if (!isHash(value[index])) return false;
  return true;
};
