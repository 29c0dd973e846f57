import { err, ok, type Result } from '../../core/domain/result.ts';
import { type Bytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { parseDecimal } from '../../core/protocol/checkpoint.ts';
import { cosignatureVerifier } from '../../core/protocol/cosignature.ts';
import { formatSignatureLine, parseNote, type VerifierKey } from '../../core/protocol/note.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';
import { formatAddCheckpoint } from './add-checkpoint.ts';

/** A witness as the operator of a log states it. */
export type WitnessAddress = { readonly key: VerifierKey; readonly url: string };

/** Why a witness did not cosign. */
export type WitnessFailure =
  | { readonly code: 'unreachable'; readonly why: string }
  /** It answered with a status that is no cosignature; the log cannot do anything about it now. */
  | { readonly code: 'refused'; readonly status: number }
  /** It answered 200 with no cosignature of its key that verifies. */
  | { readonly code: 'no-cosignature' }
  /** It has cosigned a larger log than this one: this log was restored from a backup, or another one signs with its key. */
  | { readonly code: 'ahead'; readonly size: number };

/** Fetches; the platform's `fetch` in the product. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type WitnessClient = {
  /** One cosignature line over the note, after at most two conflicts. `proofFrom` proves consistency from a size up to the note's. */
  readonly cosign: (
    witness: WitnessAddress,
    size: number,
    note: Bytes,
    proofFrom: (old: number) => Promise<readonly Bytes[] | null>,
  ) => Promise<Result<string, WitnessFailure>>;
  /** The size that the witness has cosigned last of a log; 0 when none. */
  readonly sizeAt: (witness: WitnessAddress, originHash: string) => Promise<Result<number, WitnessFailure>>;
  /** The note that the witness has cosigned last of a log, as it answers it: nothing of it is checked. */
  readonly noteAt: (witness: WitnessAddress, originHash: string) => Promise<Result<Bytes, WitnessFailure>>;
};

const MAX_ANSWER = 64 * 1024;
const MAX_CONFLICTS = 2;

const textOf = async (response: Response): Promise<string> => {
  const length = Number(response.headers.get('content-length') ?? 0);
  if (length > MAX_ANSWER) throw new Error('the answer is too long');
  return (await response.text()).slice(0, MAX_ANSWER);
};

/** Asks witnesses by HTTP (C2SP tlog-witness); what they have cosigned last is remembered between calls. `timeout` in milliseconds. */
export const witnessClient = (primitives: Primitives, fetchFrom: Fetch, timeout: number): WitnessClient => {
  const known = new Map<string, number>();
  const base = ({ url }: WitnessAddress): string => url.replace(/\/*$/u, '');
  const ask = async (
    url: string,
    init: RequestInit,
  ): Promise<Result<{ readonly status: number; readonly text: string }, WitnessFailure>> => {
    try {
      const response = await fetchFrom(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeout) });
      return ok({ status: response.status, text: await textOf(response) });
    } catch (error) {
      return err({ code: 'unreachable', why: error instanceof Error ? error.message : String(error) });
    }
  };
  const cosignatureIn = ({ key }: WitnessAddress, note: Bytes, answer: string): string | undefined => {
    const asked = parseNote(note);
    const answered = parseNote(utf8Encode(`\n\n${answer}`));
    if (!asked.ok || !answered.ok) return undefined;
    const verifier = cosignatureVerifier(primitives, key);
    const line = answered.value.signatures.find(
      ({ name, keyId, signature }) => name === key.name && keyId === key.keyId && verifier.verify(asked.value.text, signature),
    );
    return line === undefined ? undefined : formatSignatureLine(line);
  };
  return {
    cosign: async (witness, size, note, proofFrom) => {
      let old = known.get(witness.url) ?? 0;
      for (let conflicts = 0; conflicts <= MAX_CONFLICTS; conflicts += 1) {
        if (old > size) return err({ code: 'ahead', size: old });
        const proof = old === 0 || old === size ? [] : await proofFrom(old);
        if (proof === null) return err({ code: 'ahead', size: old });
        const body = Buffer.from(formatAddCheckpoint({ old, proof, note }));
        const answer = await ask(`${base(witness)}/add-checkpoint`, { method: 'POST', body });
        if (!answer.ok) return answer;
        const { status, text } = answer.value;
        if (status === 200) {
          const line = cosignatureIn(witness, note, text);
          if (line === undefined) return err({ code: 'no-cosignature' });
          known.set(witness.url, size);
          return ok(line);
        }
        const told = status === 409 ? parseDecimal(text.trim()) : undefined;
        if (told === undefined) return err({ code: 'refused', status });
        old = told;
        known.set(witness.url, told);
      }
      return err({ code: 'refused', status: 409 });
    },
    noteAt: async (witness, originHash) => {
      const answer = await ask(`${base(witness)}/${originHash}/checkpoint`, { method: 'GET' });
      if (!answer.ok) return answer;
      return answer.value.status === 200 ? ok(utf8Encode(answer.value.text)) : err({ code: 'refused', status: answer.value.status });
    },
    sizeAt: async (witness, originHash) => {
      const answer = await ask(`${base(witness)}/${originHash}/checkpoint`, { method: 'GET' });
      if (!answer.ok) return answer;
      if (answer.value.status === 404) return ok(0);
      const size = parseDecimal(answer.value.text.split('\n')[1] ?? '');
      return answer.value.status === 200 && size !== undefined ? ok(size) : err({ code: 'refused', status: answer.value.status });
    },
  };
};
