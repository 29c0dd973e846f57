import { utf8Encode, bytesToHex } from '../../core/protocol/bytes.ts';
import { ED25519_EDGE_VECTORS } from '../../core/protocol/ed25519-edge-vectors.ts';
import { pae } from '../../core/protocol/pae.ts';
import { type Vector, vector } from './vector.ts';

const hexOf = (text: string): string => bytesToHex(utf8Encode(text));
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const CANONICAL: readonly (readonly [string, string])[] = [
  ['a scalar', '1'],
  ['null', 'null'],
  ['an empty text', '""'],
  ['the largest integer', '9007199254740991'],
  ['the smallest integer', '-9007199254740991'],
  ['members in order', '{"a":1,"b":[true,false,null]}'],
  ['an empty member name', '{"":0,"a":1}'],
  ['capitals before small letters', '{"B":1,"a":2}'],
  ['member names by UTF-16 code units, not by code points', '{"\u{10000}":1,"\uE000":2}'],
  ['a member called constructor', '{"constructor":1}'],
  ['short escapes', '"\\b\\t\\n\\f\\r\\"\\\\"'],
  ['other control characters in lower-case hex', '"\\u0000\\u001f"'],
  ['what needs no escape', '"/\u007f\u2028\u00e9\u{1f600}"'],
  ['16 arrays deep', nested(16)],
];

const NOT_CANONICAL: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['white space before', ' 1'],
  ['a line feed after', '1\n'],
  ['white space inside', '{"a": 1}'],
  ['members out of order', '{"b":1,"a":2}'],
  ['member names by code points', '{"\uE000":2,"\u{10000}":1}'],
  ['a member twice', '{"a":1,"a":1}'],
  ['a member called __proto__', '{"__proto__":1}'],
  ['a fraction', '1.5'],
  ['a whole number with a fraction', '1.0'],
  ['an exponent', '1e2'],
  ['negative zero', '-0'],
  ['2^53', '9007199254740992'],
  ['a number that rounds to a safe one', '9007199254740990.9'],
  ['a leading zero', '01'],
  ['a plus sign', '+1'],
  ['NaN', 'NaN'],
  ['an escaped letter', '"\\u0061"'],
  ['an escaped slash', '"\\/"'],
  ['an escape in capitals', '"\\u001F"'],
  ['a long escape for a line feed', '"\\u000a"'],
  ['a lone high surrogate', '"\\ud800"'],
  ['a lone low surrogate', '"\\udc00x"'],
  ['an escaped pair', '"\\ud83d\\ude00"'],
  ['a raw control character', '"\u0001"'],
  ['17 arrays deep', nested(17)],
  ['two values', '1 2'],
  ['a comma too many', '[1,]'],
  ['single quotes', "'a'"],
  ['a comment', '1//'],
];

const BINARY: readonly (readonly [string, string])[] = [
  ['a byte order mark', 'efbbbf31'],
  ['UTF-16', 'fffe3100'],
  ['a byte that is not UTF-8', '22ff22'],
  ['an overlong slash', '22c0af22'],
  ['a surrogate in UTF-8', '22eda08022'],
  ['a cut sequence', '22e282'],
];

/** Canonical JSON (protocol §2.1); `input.hex` are the bytes. */
export const jcsVectors = (): readonly Vector[] => [
  ...CANONICAL.map(([name, text]) => vector(name, { hex: hexOf(text) }, 'ok')),
  ...NOT_CANONICAL.map(([name, text]) => vector(name, { hex: hexOf(text) }, 'not-canonical')),
  ...BINARY.map(([name, hex]) => vector(name, { hex }, 'not-canonical')),
];

/** Strict base64 and base64url (protocol §1); `output` are the bytes in hex. */
export const base64Vectors = (): readonly Vector[] => {
  const good = (alphabet: string, text: string, hex: string): Vector => vector(`${alphabet} ${JSON.stringify(text)}`, { alphabet, text }, 'ok', hex);
  const bad = (alphabet: string, text: string): Vector => vector(`${alphabet} ${JSON.stringify(text)}`, { alphabet, text }, 'not-base64');
  return [
    good('base64', '', ''),
    good('base64', 'Zg==', '66'),
    good('base64', 'Zm8=', '666f'),
    good('base64', 'Zm9v', '666f6f'),
    good('base64', '+/+/', 'fbffbf'),
    good('base64url', '', ''),
    good('base64url', 'Zg', '66'),
    good('base64url', 'Zm8', '666f'),
    good('base64url', '-_-_', 'fbffbf'),
    ...['Zg', 'Zg=', 'Zg===', 'Zh==', 'Zm9=', 'Z', '====', '=', 'Zm 9v', 'Zm9v\n', '-_-_', 'Zg==Zg==', 'Zm9v====', 'Zm9\u0430'].map((text) => bad('base64', text)),
    ...['Zg==', 'Zh', 'Zm9', 'Z', '+/+/', 'Zm9v\n', ' Zm9v', 'Zm9v='].map((text) => bad('base64url', text)),
  ];
};

/** Pre-authentication encoding (protocol §2.2); body and `output` in hex. */
export const paeVectors = (): readonly Vector[] =>
  [
    ['http://example.com/HelloWorld', 'hello world'],
    ['', ''],
    ['application/vnd.flip360.event.v1+json', '{"a":"\u00e9"}'],
  ].map(([type = '', body = '']) => vector(`${type} ${body}`, { type, body: hexOf(body) }, 'ok', bytesToHex(pae(type, utf8Encode(body)))));

/** The twelve edge vectors of Ed25519 (protocol §4.1), numbered from 0. */
export const ed25519Vectors = (): readonly Vector[] =>
  ED25519_EDGE_VECTORS.map(({ what, message, publicKey, signature, refusal }, index) =>
    vector(`${String(index)} ${what}`, { message, publicKey, signature }, refusal === undefined ? 'ok' : 'signature.invalid'),
  );
