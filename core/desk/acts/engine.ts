import type { Act, Prepared, Signed } from '../../contract/acts.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url, bytesToHex } from '../../protocol/bytes.ts';
import { normalizeLowS } from '../../protocol/es256.ts';
import { canonicalText, type JsonObject } from '../../protocol/jcs.ts';
import { eventHashOf, parseKeyId } from '../../protocol/record.ts';
import { assertionChallenge, withAssertion } from '../../protocol/record-signature.ts';
import type { KeyFacts } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { appendRecords, nextPlace, placeDraft, signEvent } from '../ledger/compose.ts';
import type { Refusal } from '../refusal.ts';
import type { Plan } from './plan.ts';

/** A prepared act. Of the act itself only its referral is kept: what was typed, a PIN among it, is not held in memory. */
type Waiting = {
  readonly referral: string | null;
  readonly plan: Plan;
  readonly person: string;
  readonly payload: JsonObject | null;
  readonly at: string;
};

/** Prepares acts and signs them: the only way by which a person's key signs an event. */
export type ActEngine = {
  readonly prepare: (desk: DeskContext, person: SignedInPerson, act: Act) => Result<Prepared, Refusal>;
  readonly sign: (
    desk: DeskContext,
    person: SignedInPerson,
    draft: string,
    input: { readonly ticks: readonly string[]; readonly assertion: AssertionInput | null },
  ) => Promise<Result<Signed, Refusal>>;
  readonly discard: (draft: string) => void;
};

export type AssertionInput = {
  readonly credential: string;
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly sig: string;
};

/** Decides any act; assembled from the handlers of each field. */
export type Decide = (desk: DeskContext, person: SignedInPerson, act: Act) => Result<Plan, Refusal>;

const LIFETIME_MS = 30 * 60_000;
const KEPT = 200;

/** Passkeys of a person that count now and belong to this desk's origin. */
export const passkeysOf = (desk: DeskContext, person: string): readonly KeyFacts[] =>
  [...registerOf(desk).keys.values()].filter(
    (key) => key.use === 'passkey' && key.person === person && key.revokedAt === null && key.credential?.rpId === desk.origin.rpId,
  );

export const createActEngine = (decide: Decide): ActEngine => {
  const drafts = new Map<string, Waiting>();
  return {
    prepare: (desk, person, act) => {
      if (desk.recovery !== null) return err(inRecovery(desk.recovery.why));
      const plan = decide(desk, person, act);
      if (!plan.ok) return plan;
      const first = plan.value.events[0];
      const net = registerOf(desk).net;
      const payload = first === undefined ? null : placeDraft(desk, net, person.signer.key, nextPlace(desk, person.signer.key), first([]));
      const draft = uuidV7(desk.entropy, desk.clock.now());
      if (drafts.size >= KEPT) drafts.delete(drafts.keys().next().value ?? '');
      drafts.set(draft, {
        referral: 'referral' in act ? act.referral : act.act === 'intent' ? 'first-event' : null,
        plan: plan.value,
        person: person.person,
        payload,
        at: desk.clock.now(),
      });
      return ok(describe(desk, person, draft, plan.value, payload));
    },
    sign: async (desk, person, draft, input) => {
      const waiting = drafts.get(draft);
      const usable =
        waiting !== undefined && waiting.person === person.person && Date.parse(desk.clock.now()) - Date.parse(waiting.at) <= LIFETIME_MS;
      if (!usable) return err(gone);
      const missing = waiting.plan.ticks.find((tick) => !input.ticks.includes(tick.id));
      if (missing !== undefined)
        return err({
          status: 422,
          code: 'tick-missing',
          title: 'Not signed: one point is open',
          detail: `"${missing.text}" is not ticked.`,
          kept: 'Nothing was signed.',
          next: 'Tick it when it is true, then sign.',
        });
      if (waiting.plan.assertion.need === 'required' && input.assertion === null)
        return err({
          status: 422,
          code: 'assertion-required',
          title: 'Not signed: a passkey is needed',
          detail: waiting.plan.assertion.why ?? 'This act needs a passkey.',
          kept: 'Nothing was signed.',
          next: 'Use the passkey or security key that is enrolled for you.',
        });
      const plan = waiting.plan.ready === undefined ? ok(waiting.plan) : await waiting.plan.ready();
      if (!plan.ok) return plan;
      const ready = { ...waiting, plan: plan.value };
      const changed = ready.plan.check?.() ?? null;
      if (changed !== null) return err(changed);
      const hashes = commit(desk, person, ready, input.assertion);
      if (!hashes.ok) return hashes;
      drafts.delete(draft);
      await ready.plan.after?.(hashes.value);
      return ok(answer(desk, ready, hashes.value));
    },
    discard: (draft) => {
      drafts.delete(draft);
    },
  };
};

const gone: Refusal = {
  status: 409,
  code: 'draft-gone',
  title: 'This draft cannot be signed any more',
  detail: 'It was signed already, belongs to somebody else, or was prepared more than 30 minutes ago.',
  kept: 'Nothing was signed now.',
  next: 'Open the page again: it shows what is signed and prepares a new draft.',
};

const inRecovery = (why: string): Refusal => ({
  status: 423,
  code: 'recovery',
  title: 'This desk is in recovery and signs nothing',
  detail: why,
  kept: 'Everything can still be read and exported.',
  next: 'Open Recovery: it lists what has to be checked before the desk signs again.',
});

const commit = (
  desk: DeskContext,
  person: SignedInPerson,
  waiting: Waiting,
  assertion: AssertionInput | null,
): Result<readonly string[], Refusal> => {
  const { plan } = waiting;
  const net = registerOf(desk).net;
  const place = nextPlace(desk, person.signer.key);
  if (waiting.payload !== null && (waiting.payload['n'] !== place.n || waiting.payload['prev'] !== place.prev))
    return err({
      status: 409,
      code: 'draft-stale',
      title: 'Something else was signed in between',
      detail: 'Your key has signed another event since this was prepared.',
      kept: 'Nothing was signed now.',
      next: 'Look at the page again and sign the new draft.',
    });
  const records: Bytes[] = [];
  const hashes: string[] = [];
  const push = (payload: JsonObject, signer: SignedInPerson['signer']): void => {
    const record = signEvent(payload, signer);
    records.push(record);
    hashes.push(eventHashOf(desk.primitives, record));
  };
  if (waiting.payload !== null) {
    const payload = assertion === null ? ok(waiting.payload) : attach(desk, person, waiting.payload, assertion);
    if (!payload.ok) return payload;
    push(payload.value, person.signer);
  }
  plan.events.slice(1).forEach((draft, offset) => {
    push(placeDraft(desk, net, person.signer.key, { n: place.n + 1 + offset, prev: hashes.at(-1) ?? '' }, draft(hashes)), person.signer);
  });
  let own = nextPlace(desk, desk.keys.desk.key);
  for (const draft of plan.deskEvents ?? []) {
    push(placeDraft(desk, net, desk.keys.desk.key, own, draft(hashes)), desk.keys.desk);
    own = { n: own.n + 1, prev: hashes.at(-1) ?? '' };
  }
  const judged = records.length === 0 ? undefined : desk.ledger.preview(records[0] ?? new Uint8Array());
  if (judged?.verdict === 'refuse' || judged?.verdict === 'void') return err(refusedByLedger(judged.code, judged.why));
  if (records.length === 0) desk.db.transaction(() => plan.store?.(hashes));
  else appendRecords(desk, records, person.signer, () => plan.store?.(hashes));
  return ok(hashes);
};

const badAssertion = (why: string): Refusal => ({
  status: 422,
  code: 'assertion.invalid',
  title: 'Not signed: the passkey did not verify',
  detail: `The answer of the passkey does not fit what is to be signed (${why}).`,
  kept: 'Nothing was signed.',
  next: 'Try again with a passkey that is enrolled for you at this desk.',
});

const refusedByLedger = (code: string, why: string): Refusal =>
  code.startsWith('assertion')
    ? badAssertion(why)
    : {
        status: 403,
        code,
        title: 'Not signed: the rules of the network do not allow it',
        detail: why,
        kept: 'Nothing was signed.',
        next: 'Ask a person with the right role, or look at the referral: its state may have changed.',
      };

const attach = (desk: DeskContext, person: SignedInPerson, payload: JsonObject, input: AssertionInput): Result<JsonObject, Refusal> => {
  const passkey = passkeysOf(desk, person.person).find((key) => key.credential?.id === input.credential);
  const keyid = parseKeyId(passkey?.key ?? '');
  const parts = [input.credential, input.authenticatorData, input.clientDataJSON, input.sig].map(base64urlToBytes);
  const [credential, authenticatorData, clientDataJSON, sig] = parts;
  if (
    passkey === undefined ||
    passkey.alg === 'ed25519' ||
    !keyid.ok ||
    !credential?.ok ||
    !authenticatorData?.ok ||
    !clientDataJSON?.ok ||
    !sig?.ok
  )
    return err({
      status: 422,
      code: 'assertion.key',
      title: 'Not signed: this passkey is not enrolled for you',
      detail: 'The passkey that answered is not one of yours at this desk.',
      kept: 'Nothing was signed.',
      next: 'Enrol it under People and keys, or use another one.',
    });
  // Authenticators may answer high-S; the record is made with the low-S form of the same signature (protocol §4.2).
  const low = passkey.alg === 'webauthn-es256' ? normalizeLowS(sig.value) : ok(sig.value);
  if (!low.ok) return err(badAssertion('bad-signature-form'));
  return ok(
    withAssertion(payload, {
      alg: passkey.alg,
      keyid: keyid.value,
      credential: credential.value,
      authenticatorData: authenticatorData.value,
      clientDataJSON: clientDataJSON.value,
      sig: low.value,
    }),
  );
};

const describe = (desk: DeskContext, person: SignedInPerson, draft: string, plan: Plan, payload: JsonObject | null): Prepared => {
  const passkeys = passkeysOf(desk, person.person);
  const text = payload === null ? null : canonicalText(payload);
  const bytes = text === null ? null : new TextEncoder().encode(text);
  const need = plan.assertion.need === 'offered' && passkeys.length === 0 ? 'none' : plan.assertion.need;
  const asked = need !== 'none' && payload !== null;
  return {
    draft,
    words: plan.words,
    facts: [...plan.facts],
    ticks: [...plan.ticks],
    warnings: [...plan.warnings],
    events:
      text === null || bytes === null || payload === null
        ? []
        : [
            {
              type: typeof payload['type'] === 'string' ? payload['type'] : '',
              contentHash: bytesToHex(desk.primitives.sha256(bytes)),
              bytes: bytes.length,
              payload: text,
            },
          ],
    signer: { name: person.name, key: person.signer.key },
    assertion: {
      need,
      why: plan.assertion.why,
      challenge: asked ? bytesToBase64url(assertionChallenge(desk.primitives, payload)) : null,
      rpId: asked ? desk.origin.rpId : null,
      credentials: asked ? passkeys.map((key) => key.credential?.id ?? '') : [],
    },
  };
};

const answer = (desk: DeskContext, waiting: Waiting, hashes: readonly string[]): Signed => {
  const events = hashes.map((hash) => ({ type: desk.ledger.event(hash)?.type ?? '', hash }));
  const referral = waiting.referral === 'first-event' ? (hashes[0] ?? null) : waiting.referral;
  return {
    events,
    referral,
    batch: waiting.plan.answer?.batch ?? null,
    person: waiting.plan.answer?.person ?? null,
  };
};
