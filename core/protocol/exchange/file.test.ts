import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { bytesToBase64, bytesToHex, concatBytes, utf8Encode } from '../bytes.ts';
import { canonicalBytes, type JsonObject } from '../jcs.ts';
import { EXCHANGE_PAYLOAD_TYPE } from '../pae.ts';
import { encodeRecord, parseKeyId } from '../record.ts';
import { exchangeBodyBytes, readAttachment, readExchangeBody } from './body.ts';
import { attachmentAad, encodeExchangeFile, exchangeAad, MAX_EXCHANGE_BYTES, parseExchangeFile } from './file.ts';

const primitives = nodePrimitives();
const UUID = '01989a00-0000-7000-8000-00000000000a';
const HASH = 'a'.repeat(64);
const ciphertext = Uint8Array.from({ length: 200 }, (_, at) => at);
const header = (changes: JsonObject = {}): JsonObject => ({
  at: '2026-08-04T01:00:00.000Z',
  body: bytesToHex(primitives.sha256(ciphertext)),
  desk: UUID,
  enc: 'AAAA',
  from: UUID,
  net: HASH,
  seq: 1,
  to: UUID,
  v: 1,
  ...changes,
});
const recordOf = (payload: JsonObject, payloadType = EXCHANGE_PAYLOAD_TYPE): Uint8Array => {
  const keyid = parseKeyId(HASH);
  if (!keyid.ok) throw new Error('no key id');
  return encodeRecord({
    payloadType,
    payloadBytes: canonicalBytes(payload),
    signature: { alg: 'ed25519', keyid: keyid.value, sig: new Uint8Array(64) },
  });
};
const fileOf = (payload: JsonObject, type?: string): Uint8Array => encodeExchangeFile(recordOf(payload, type), ciphertext);
const failure = (bytes: Uint8Array): unknown => {
  const parsed = parseExchangeFile(bytes, primitives);
  return parsed.ok ? 'ok' : parsed.error;
};

describe('an exchange file', () => {
  it('reads back what was written, and its id is the hash of its header record', () => {
    const record = recordOf(header());
    const parsed = parseExchangeFile(encodeExchangeFile(record, ciphertext), primitives);
    expect(parsed).toMatchObject({
      ok: true,
      value: { header: header(), ciphertext, id: bytesToHex(primitives.sha256(record)) },
    });
  });

  it('is three lines and nothing else', () => {
    const whole = fileOf(header());
    expect(failure(whole)).toBe('ok');
    expect(failure(whole.slice(0, -1))).toEqual({ code: 'exchange.syntax', why: 'three-lines' });
    expect(failure(concatBytes(whole, utf8Encode('\n')))).toEqual({
      code: 'exchange.syntax',
      why: 'three-lines',
    });
    expect(failure(concatBytes(utf8Encode(' '), whole))).toEqual({
      code: 'exchange.syntax',
      why: 'first-line',
    });
    expect(failure(new Uint8Array())).toEqual({ code: 'exchange.syntax', why: 'first-line' });
    const [first, second] = new TextDecoder().decode(whole).split('\n');
    expect(failure(utf8Encode(`${first}\n${second}\n${bytesToBase64(ciphertext).replace(/=+$/u, '')}\n`))).toEqual({
      code: 'exchange.syntax',
      why: 'base64',
    });
  });

  it.each([
    [fileOf(header({ seq: 0 })), { code: 'exchange.header', where: 'seq' }],
    [fileOf(header({ v: 2 })), { code: 'exchange.header', where: 'v' }],
    [fileOf(header({ extra: 1 })), { code: 'exchange.header', where: '' }],
    [fileOf(header({ at: '2026-08-04' })), { code: 'exchange.header', where: 'at' }],
    [fileOf(header(), 'application/vnd.flip360.event.v1+json'), { code: 'exchange.record', cause: 'record.payload-type' }],
    [fileOf(header({ body: HASH })), { code: 'exchange.body-hash' }],
  ])('names what is wrong (%#)', (bytes, expected) => {
    expect(failure(bytes)).toEqual(expected);
  });

  it('of more than 64 MiB is neither read nor written', () => {
    expect(failure(new Uint8Array(MAX_EXCHANGE_BYTES + 1))).toEqual({
      code: 'exchange.too-large',
      bytes: MAX_EXCHANGE_BYTES + 1,
    });
    expect(() => encodeExchangeFile(recordOf(header()), new Uint8Array(50 * 1024 * 1024))).toThrow(RangeError);
  });

  it('of any bytes at all never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(failure(bytes)).toHaveProperty('code');
      }),
    );
    const whole = fileOf(header());
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = failure(whole.map((byte, index) => (index === at ? byte ^ mask : byte)));
        // Header and signature are judged under a key, later: only the frame and the body are held together here.
        if (changed === 'ok') expect(at).toBeLessThan(new TextDecoder().decode(whole).lastIndexOf('\n', whole.length - 2));
        else expect(changed).toHaveProperty('code');
      }),
      { numRuns: 500 },
    );
  });
});

describe('what a seal binds', () => {
  it('is the canonical form of the addresses', () => {
    expect(new TextDecoder().decode(exchangeAad({ desk: 'd', from: 'f', net: 'n', seq: 3, to: 't' }))).toBe(
      '{"desk":"d","from":"f","net":"n","seq":3,"to":"t"}',
    );
    expect(new TextDecoder().decode(attachmentAad({ event: 'e', from: 'f', to: 't' }))).toBe('{"event":"e","from":"f","to":"t"}');
  });
});

describe('a body', () => {
  const body = {
    attachments: [],
    documents: [{ kind: 'received', content: {} }],
    records: ['AAAA'],
    seen: { [HASH]: 3 },
    tickets: [],
    v: 1,
  } as const;

  it('reads back what was written', () => {
    expect(
      readExchangeBody(
        exchangeBodyBytes({
          ...body,
          attachments: [],
          documents: [...body.documents],
          records: [...body.records],
          tickets: [],
        }),
      ),
    ).toEqual({ ok: true, value: body });
  });

  it.each([
    [{ ...body, v: 2 }, 'v'],
    [{ ...body, seen: { x: 1 } }, 'seen.x'],
    [{ ...body, seen: { [HASH]: -1 } }, `seen.${HASH}`],
    [{ ...body, records: ['A A'] }, 'records.0'],
    [{ ...body, more: 1 }, ''],
  ])('is refused with the member that is wrong (%#)', (wrong, where) => {
    expect(readExchangeBody(canonicalBytes(wrong as never))).toEqual({
      ok: false,
      error: { code: 'exchange.body', where },
    });
  });

  it('is canonical', () => {
    expect(
      readExchangeBody(
        utf8Encode(
          JSON.stringify({ ...body, attachments: body.attachments }, ['v', 'attachments', 'documents', 'records', 'seen', 'tickets']),
        ),
      ),
    ).toMatchObject({ ok: false, error: { where: 'not-canonical' } });
    expect(readAttachment(utf8Encode('{"openings":[] }'))).toEqual({
      ok: false,
      error: { code: 'attachment.body', where: 'not-canonical' },
    });
    expect(readAttachment(utf8Encode('{"openings":[]}'))).toEqual({ ok: true, value: { openings: [] } });
  });
});
