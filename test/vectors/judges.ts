import { z } from 'zod';
import { calculationBytes } from '../../core/domain/commission/calculation.ts';
import { computeEntitlement } from '../../core/domain/commission/compute.ts';
import { ruleVersionSchema } from '../../core/domain/commission/rule-version.ts';
import { centsSchema } from '../../core/domain/money/cents.ts';
import { base64ToBytes, base64urlToBytes, type Bytes, bytesToBase64url, bytesToHex, hexToBytes, utf8Decode } from '../../core/protocol/bytes.ts';
import { opens, openingSchema } from '../../core/protocol/commitment.ts';
import { verifyEd25519Strict } from '../../core/protocol/ed25519.ts';
import { alg, hash } from '../../core/protocol/event/fields.ts';
import { readEvent } from '../../core/protocol/event/read.ts';
import { credential } from '../../core/protocol/event/register-events.ts';
import { checkAssertion, checkSignature } from '../../core/protocol/event/signature.ts';
import { parseCanonical } from '../../core/protocol/jcs.ts';
import { inviteMessage } from '../../core/protocol/messages.ts';
import { parseVerifierKey, type VerifierKey } from '../../core/protocol/note.ts';
import { proofProblem } from '../../core/protocol/pack/intact-events.ts';
import { judgeCheckpoint, judgeManifest } from '../../core/protocol/pack/intact-files.ts';
import { parseTrustFile } from '../../core/protocol/pack/trust-file.ts';
import { pae } from '../../core/protocol/pae.ts';
import { parseRecord } from '../../core/protocol/record.ts';
import { provesKey } from '../../core/protocol/register/possession.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';
import { parseCheckpoint } from '../../core/protocol/checkpoint.ts';
import { parseNote } from '../../core/protocol/note.ts';
import { readZip } from '../../core/protocol/zip.ts';
import { inviteSigner } from '../story/keys.ts';
import { judgeAttachment, judgeExchange } from './exchange-judges.ts';

/** What the program says about the input of a vector. */
export type Answer = { readonly expect: string; readonly output?: unknown };
type Judge = (input: unknown, primitives: Primitives) => Answer | Promise<Answer>;

const said = (expect: string, output?: unknown): Answer => (output === undefined ? { expect } : { expect, output });
const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T => {
  if (!result.ok) throw new Error(`a vector is out of form: ${JSON.stringify(result.error)}`);
  return result.value;
};
const b64 = (text: string): Bytes => must(base64ToBytes(text));
const vkeyOf = (text: string, primitives: Primitives): VerifierKey => must(parseVerifierKey(primitives, text));
const stated = z.object({ alg, spki: z.string(), credential: credential.nullable() });

/** The program's judges by file of vectors. */
export const JUDGES: Readonly<Record<string, Judge>> = {
  'exchange.json': judgeExchange,
  'attachment.json': judgeAttachment,
  'jcs.json': (input) => {
    const { hex } = z.object({ hex: z.string() }).parse(input);
    return said(parseCanonical(must(hexToBytes(hex)), { maxBytes: 65_536, maxDepth: 16 }).ok ? 'ok' : 'not-canonical');
  },
  'base64.json': (input) => {
    const { alphabet, text } = z.object({ alphabet: z.enum(['base64', 'base64url']), text: z.string() }).parse(input);
    const bytes = alphabet === 'base64' ? base64ToBytes(text) : base64urlToBytes(text);
    return bytes.ok ? said('ok', bytesToHex(bytes.value)) : said('not-base64');
  },
  'pae.json': (input) => {
    const { type, body } = z.object({ type: z.string(), body: z.string() }).parse(input);
    return said('ok', bytesToHex(pae(type, must(hexToBytes(body)))));
  },
  'ed25519-edge.json': (input, primitives) => {
    const { publicKey, message, signature } = z.object({ publicKey: z.string(), message: z.string(), signature: z.string() }).parse(input);
    const [key, text, sig] = [publicKey, message, signature].map((hex) => must(hexToBytes(hex)));
    return said(key !== undefined && text !== undefined && sig !== undefined && verifyEd25519Strict(primitives, key, text, sig) ? 'ok' : 'signature.invalid');
  },
  'record.json': (input, primitives) => {
    const { record } = z.object({ record: z.string() }).parse(input);
    const read = readEvent(b64(record), primitives);
    return read.ok ? said('ok', { event: read.value.event.hash }) : said(read.error.code);
  },
  'signature.json': (input, primitives) => {
    const { record, key } = z.object({ record: z.string(), key: stated }).parse(input);
    const checked = checkSignature(must(parseRecord(b64(record), primitives)), key, primitives);
    return said(checked.ok ? 'ok' : checked.error.code);
  },
  'assertion.json': (input, primitives) => {
    const { record, person, key } = z.object({ record: z.string(), person: z.string().nullable(), key: stated.extend({ use: z.string(), person: z.string() }).nullable() }).parse(input);
    const read = must(readEvent(b64(record), primitives));
    const checked = checkAssertion(read.record, read.event, person, () => key ?? undefined, primitives);
    return said(checked.ok ? 'ok' : checked.error.code);
  },
  'manifest.json': (input, primitives) => {
    const { manifest, key } = z.object({ manifest: z.string(), key: z.string() }).parse(input);
    const judged = judgeManifest(b64(manifest), vkeyOf(key, primitives), primitives);
    return judged.ok ? said('ok', judged.value.map(({ path }) => path)) : said(judged.code);
  },
  'checkpoint.json': (input, primitives) => {
    const { checkpoint, key, claim } = z.object({ checkpoint: z.string(), key: z.string(), claim: z.object({ origin: z.string(), size: z.int(), root: hash }) }).parse(input);
    const judged = judgeCheckpoint(b64(checkpoint), vkeyOf(key, primitives), claim, primitives);
    return said(judged.ok ? 'ok' : judged.code);
  },
  'proof.json': (input, primitives) => {
    const { proof, checkpoint, event, index } = z.object({ proof: z.string(), checkpoint: z.string(), event: hash, index: z.int() }).parse(input);
    const note = b64(checkpoint);
    const { size, root } = must(parseCheckpoint(primitives, must(parseNote(note)).text));
    return said(proofProblem(b64(proof), index, event, { checkpoint: note, size, root }, primitives) ?? 'ok');
  },
  'opening.json': (input, primitives) => {
    const { net, opening } = z.object({ net: hash, opening: z.unknown() }).parse(input);
    const parsed = openingSchema.safeParse(opening);
    if (!parsed.success || !base64urlToBytes(parsed.data.salt).ok) return said('opening.syntax');
    return said(opens(primitives, net, parsed.data) ? 'ok' : 'opening.mismatch');
  },
  'key-proof.json': (input, primitives) => {
    const { claim, key, proof } = z
      .object({
        claim: z.object({ desk: z.string(), key: z.string(), person: z.string().nullable(), practice: z.string(), use: z.enum(['sign', 'desk', 'passkey']) }),
        key: stated.extend({ key: z.string() }),
        proof: z.union([z.strictObject({ sig: z.string() }), z.strictObject({ authenticatorData: z.string(), clientDataJSON: z.string(), sig: z.string() })]),
      })
      .parse(input);
    return said(provesKey({ ...key, credential: key.credential ?? undefined, proof }, claim, primitives) ? 'ok' : 'key.proof');
  },
  'invite.json': (input, primitives) => {
    const claimed = z.object({ invite: z.string(), key: z.string(), referral: z.string(), step: z.int() });
    const { salt, code, key, claim, proof } = z.object({ salt: z.string(), code: z.string(), key: z.string(), claim: claimed, proof: z.string() }).parse(input);
    const { publicKey } = inviteSigner(must(hexToBytes(salt)), code);
    const holds = bytesToBase64url(publicKey) === key && verifyEd25519Strict(primitives, publicKey, inviteMessage(claim), must(base64urlToBytes(proof)));
    return said(holds ? 'ok' : 'client.invitation');
  },
  'calculation.json': (input) => {
    const status = z.enum(['registered', 'not-registered']);
    const given = z
      .object({
        rule: ruleVersionSchema,
        trigger: z.discriminatedUnion('kind', [z.object({ kind: z.literal('settled'), gross: centsSchema, net: centsSchema }), z.object({ kind: z.literal('qualified') })]),
        number: z.int(),
        earlierCommission: centsSchema,
        gst: z.object({ referrer: status, receiver: status, office: status }),
      })
      .parse(input);
    const computed = computeEntitlement(given);
    return computed.ok ? said('ok', must(utf8Decode(calculationBytes(computed.value)))) : said(computed.error.code);
  },
  'trust.json': (input, primitives) => said(parseTrustFile(primitives, z.object({ trust: z.string() }).parse(input).trust).ok ? 'ok' : 'trust.syntax'),
  'zip.json': (input) => {
    const read = readZip(b64(z.object({ zip: z.string() }).parse(input).zip));
    return read.ok ? said('ok', Object.fromEntries(read.value.map(({ path, bytes }) => [path, bytesToHex(bytes)]))) : said('zip.not-canonical');
  },
};
