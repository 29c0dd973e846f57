import type { EvidencePackDocument, PackEntry, PackKey } from '../../adapters/pdf/evidence-pack-document.ts';
import { doesNotApply, known, none } from '../../domain/text/fact.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { eventWords } from '../../domain/wording/event-words.ts';
import type { PackContents } from '../../protocol/pack/report.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { practiceName } from '../referrals/party.ts';
import { instant } from './pack-values.ts';

const LATE_MS = 60_000;

const signer = (desk: DeskContext, stream: string, client: string | null): string => {
  const register = registerOf(desk);
  const key = register.keys.get(stream);
  if (key === undefined) return client ?? 'Client';
  if (key.use === 'root') return 'Root key';
  if (key.use === 'registrar') return 'Registrar';
  return key.person === null ? `${practiceName(desk, key.practice)}, desk` : (register.people.get(key.person)?.name ?? 'not recorded');
};

/** Page 7: every event of the pack with its place in its stream, in the log and on the spine. */
export const entriesOf = (desk: DeskContext, _state: ReferralState, contents: PackContents, client: string | null): readonly PackEntry[] =>
  contents.events.map(({ event, index }) => ({
    logIndex: known(index),
    stream: event.stream,
    streamPosition: event.n,
    step: event.step === undefined ? doesNotApply : known(event.step),
    what: eventWords(event),
    by: signer(desk, event.stream, client),
    at: instant(event.at),
    eventHash: event.hash,
  }));

/** Page 7: exceptions by kind; none is said as stated by the exporter at this size of its log. */
export const exceptionsOf = (desk: DeskContext, state: ReferralState, contents: PackContents): EvidencePackDocument['exceptions'] => {
  const stated = `None in this pack, as stated by ${desk.profile.legalName} at log size ${String(contents.pack.log.size)}.`;
  const count = (type: string): number => contents.events.filter(({ event }) => event.type === type).length;
  const line = (kind: string, found: number, words: string): EvidencePackDocument['exceptions'][number] => ({
    kind,
    count: found,
    remark: found === 0 ? stated : words,
  });
  const disagreements = state.incomes.filter((income) => income.attestation?.agrees === false).length;
  const late = desk.ledger.referralEvents(state.intent).filter((event) => Date.parse(event.seenAt) - Date.parse(event.at) > LATE_MS).length;
  return [
    line('Disagreements', disagreements, 'The referrer disagreed with an amount; the corrected one is the last that it agreed to.'),
    line(
      'Corrections',
      count('settlement.corrected'),
      'A signed correction of the settlement; the amount that counts is the last one the referrer agreed to.',
    ),
    line('Duplicates', state.duplicates.length, 'Two signatures of one step; the other party’s later signature names the one that counts.'),
    line('Failed or returned', count('line.failed'), 'A payment failed or came back.'),
    line('Late in this log', late, 'Recorded here more than a minute after signing: they came with an exchange file.'),
  ];
};

/** Page 8: every key that signed an event of the pack, and the exporter's note keys. */
export const keysOf = (desk: DeskContext, _state: ReferralState, contents: PackContents, client: string | null): readonly PackKey[] => {
  const register = registerOf(desk);
  const streams = [...new Set(contents.events.map(({ event }) => event.stream))];
  return streams.map((stream) => {
    const key = register.keys.get(stream);
    const statedBy = key === undefined ? undefined : desk.ledger.event(key.event);
    const first = contents.events.find(({ event }) => event.stream === stream)?.event;
    const since = statedBy?.at ?? first?.at;
    const revoked = key === undefined || key.revokedAt === null ? undefined : desk.ledger.rows.byIndex(key.revokedAt);
    return {
      whose: signer(desk, stream, client),
      use:
        key === undefined
          ? 'client, by invitation'
          : key.use === 'sign'
            ? practiceName(desk, key.practice)
            : key.use === 'desk'
              ? 'desk key, acts of the program'
              : `${key.use} key of the network`,
      since: since === undefined ? none : known(instant(since)),
      revokedAt: revoked === undefined ? none : known(instant(revoked.at)),
      fingerprint: stream,
    };
  });
};
