import type {
  EvidencePackDocument,
  Handshake,
  HandshakeName,
  KeyKind,
  SignedHandshake,
} from '../../adapters/pdf/evidence-pack-document.ts';
import { doesNotApply, type Fact, known, none, notRecorded } from '../../domain/text/fact.ts';
import { purposeName } from '../verticals.ts';
import { formatCents } from '../../domain/money/amount-text.ts';
import { exactCents } from '../../domain/money/cents.ts';
import type { Handshake as FoldedHandshake, ReferralState } from '../../domain/referral/state.ts';
import type { PackContents } from '../../protocol/pack/report.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { practiceName } from '../referrals/party.ts';
import { abnOf, instant, localDate } from './pack-values.ts';

const NAMES: readonly HandshakeName[] = ['Intent', 'Acknowledgement', 'Intake', 'Settlement', 'Outcome'];
const CHANNELS = { email: 'e-mail', sms: 'text message', 'in-person': 'in person' } as const;

/** Page 2: the five rows, a missing one as an empty box with who is awaited. */
export const handshakesOf = (
  desk: DeskContext,
  state: ReferralState,
  contents: PackContents,
  client: string | null,
): EvidencePackDocument['handshakes'] => {
  const row = (step: 0 | 1 | 2 | 3 | 4): Handshake => {
    const signed = state.steps[step] ?? null;
    const name = NAMES[step] ?? 'Intent';
    if (signed === null)
      return {
        kind: 'missing',
        name,
        awaiting: awaited(desk, state, step, client),
        since: state.waiting.since === '' ? notRecorded : known(localDate(desk, state.waiting.since)),
      };
    return signedRow(desk, state, contents, name, signed, client);
  };
  return [row(0), row(1), row(2), row(3), row(4)];
};

const awaited = (desk: DeskContext, state: ReferralState, step: number, client: string | null): string =>
  step === 1 || step === 4 ? (client ?? 'the client') : practiceName(desk, step === 0 ? state.terms.referrer : state.terms.receiver);

const wordsOf = (desk: DeskContext, state: ReferralState, contents: PackContents, step: number): string => {
  const receiver = practiceName(desk, state.terms.receiver);
  switch (step) {
    case 0:
      return `We refer a client to ${receiver}: ${purposeName(desk, state.terms.purpose).toLowerCase()}, under rule ${contents.rule.name}, version ${String(contents.rule.version)}.`;
    case 1:
      return `I know that I am being referred, and that a commission may be paid. ${receiver} may contact me.`;
    case 2:
      return 'We have made first contact: referrer named, client content to go on, commission disclosed, conflicts checked. We accept the pinned rule.';
    case 3: {
      const income = state.incomes[0];
      return income === undefined
        ? 'not recorded'
        : `Settled on ${income.settledOn}: income ${formatCents(exactCents(income.gross))} gross, ${formatCents(exactCents(income.net))} net, ex GST.`;
    }
    default:
      return 'The matter settled and I received what I was referred for.';
  }
};

const keyKindOf = (signed: FoldedHandshake): KeyKind => {
  const { key } = signed.assurance;
  return key === 'person-key' || key === 'person-key-with-passkey' ? 'software' : key;
};

const assertionOf = (desk: DeskContext, signed: FoldedHandshake, contents: PackContents): Fact<KeyKind> => {
  if (signed.signer.kind === 'client') return doesNotApply;
  const event = contents.events.find((entry) => entry.event.hash === signed.hash)?.event;
  const passkey = event?.assertion === undefined ? undefined : registerOf(desk).keys.get(event.assertion.keyid);
  if (passkey === undefined) return none;
  return known(passkey.credential?.backupEligible === true ? 'synced' : 'passkey');
};

const attestedBy = (desk: DeskContext, state: ReferralState, signed: FoldedHandshake): Fact<string> => {
  const list = signed.step === 1 ? state.acknowledgementAttestations : signed.step === 4 ? state.outcomeAttestations : [];
  const referrer = practiceName(desk, state.terms.referrer);
  const stated = state.incomes[0]?.attestation?.agrees === true;
  const settled = signed.step !== 3 || state.agreed === null ? [] : [stated ? referrer : `${referrer}, as corrected`];
  const names = [...list.filter((entry) => entry.agrees).map((entry) => practiceName(desk, entry.practice)), ...settled];
  if (names.length > 0) return known([...new Set(names)].join(' and '));
  return signed.step === 1 && state.steps[2] && signed.assurance.device.owner === 'desk'
    ? known(`${practiceName(desk, state.terms.receiver)}, by signing Intake`)
    : none;
};

const signedRow = (
  desk: DeskContext,
  state: ReferralState,
  contents: PackContents,
  name: HandshakeName,
  signed: FoldedHandshake,
  client: string | null,
): SignedHandshake => {
  const register = registerOf(desk);
  const { assurance } = signed;
  const person = signed.signer.kind === 'person' ? signed.signer : null;
  const vouched = assurance.vouched === null ? undefined : register.people.get(assurance.vouched.person);
  return {
    kind: 'signed',
    name,
    finding: 'good',
    status: 'Signed, valid',
    signer: person === null ? (client ?? 'The client') : (register.people.get(person.person)?.name ?? 'not recorded'),
    role: person === null ? 'Client' : person.practice === state.terms.referrer ? 'Referring practice' : 'Receiving practice',
    practice: person === null ? doesNotApply : known({ name: practiceName(desk, person.practice), abn: abnOf(desk, person.practice) }),
    words: wordsOf(desk, state, contents, signed.step),
    keyKind: keyKindOf(signed),
    testKey: register.test,
    keyFingerprint: signed.stream,
    assertion: assertionOf(desk, signed, contents),
    device:
      assurance.device.practice === null ? { kind: 'own' } : { kind: 'desk', practice: practiceName(desk, assurance.device.practice) },
    invited:
      assurance.invited === null
        ? doesNotApply
        : known({
            by: practiceName(desk, assurance.invited.practice),
            channel: CHANNELS[assurance.invited.channel],
          }),
    vouchedBy: vouched === undefined ? none : known(vouched.name),
    attestedBy: attestedBy(desk, state, signed),
    signedAt: instant(signed.at),
    recordedAt: known(instant(signed.seenAt)),
    skewReason: Date.parse(signed.seenAt) - Date.parse(signed.at) > 60_000 ? known('it came with an exchange file') : none,
    streamPosition: signed.n,
    logIndex: known(signed.index),
    eventHash: signed.hash,
  };
};
