import type { HandshakeView } from '../../contract/referrals.ts';
import { assuranceWords } from '../../domain/wording/assurance-words.ts';
import type { Handshake, ReferralState, Waiting } from '../../domain/referral/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { networkPlaceOf } from '../network/log-time.ts';
import { clientData } from './client-details.ts';
import { practiceName } from './party.ts';
import type { waitingLine } from './waiting-view.ts';

const NAMES = ['Intent', 'Acknowledgement', 'Intake', 'Settlement', 'Outcome'] as const;
const PARTIES = ['referrer', 'client', 'receiver', 'receiver', 'client'] as const;

/** What is next is no handshake: the client has taken the consent back. */
const HELD: ReadonlySet<string> = new Set<Waiting['act']>(['consent-ended', 'stop-contact']);

/** The five nodes of the rail, as both sides see them. */
export const handshakeViews = (desk: DeskContext, state: ReferralState, line: ReturnType<typeof waitingLine>): HandshakeView[] => {
  const next = state.steps.findIndex((step) => step === null);
  return NAMES.map((name, step) => {
    const party = PARTIES[step] ?? 'client';
    const signed = state.steps[step] ?? null;
    const partyName =
      party === 'client'
        ? (clientData(desk, state)?.name ?? 'Client')
        : practiceName(desk, party === 'referrer' ? state.terms.referrer : state.terms.receiver);
    const waitsHere = signed === null && step === next && state.ending === null && !HELD.has(line.act);
    return {
      step,
      name,
      party,
      partyName,
      state: signed !== null ? 'signed' : waitsHere ? (line.late ? 'late' : 'next') : 'not-yet',
      due: waitsHere ? line.due : null,
      ...signedFacts(desk, state, signed),
    };
  });
};

const signedFacts = (
  desk: DeskContext,
  state: ReferralState,
  signed: Handshake | null,
): Omit<HandshakeView, 'step' | 'name' | 'party' | 'partyName' | 'state' | 'due'> => {
  if (signed === null)
    return {
      signer: null,
      at: null,
      seenAt: null,
      skewMs: null,
      hash: null,
      index: null,
      stream: null,
      n: null,
      prevStep: null,
      network: null,
      assurance: null,
    };
  const { test } = registerOf(desk);
  const words = assuranceWords(signed.assurance, (practice) => practiceName(desk, practice), test);
  return {
    signer:
      signed.signer.kind === 'person'
        ? (registerOf(desk).people.get(signed.signer.person)?.name ?? 'Not recorded')
        : (clientData(desk, state)?.name ?? 'Client'),
    at: signed.at,
    seenAt: signed.seenAt,
    skewMs: Date.parse(signed.seenAt) - Date.parse(signed.at),
    hash: signed.hash,
    index: signed.index,
    stream: signed.stream,
    n: signed.n,
    prevStep: signed.prevStep,
    network: networkPlaceOf(desk, signed.index),
    assurance: { ...words, key: signed.assurance.key, testKey: test },
  };
};
