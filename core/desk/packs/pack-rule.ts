import type { PackRule } from '../../adapters/pdf/evidence-pack-document.ts';
import { scopeInWords } from '../../domain/commission/rule-choice-words.ts';
import { scopeOf } from '../../domain/commission/rule-scope.ts';
import { known, none, notRecorded } from '../../domain/text/fact.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { startOfDay } from '../../domain/time/zone.ts';
import type { PackContents } from '../../protocol/pack/report.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { practiceName } from '../referrals/party.ts';
import { registerNames } from '../referrals/rule-terms.ts';
import { instant, localDate, zoneOf } from './pack-values.ts';

const SUBJECTS: Readonly<Record<string, string>> = {
  appliesTo: 'Applies to',
  base: 'Base',
  commission: 'Commission',
  rounding: 'Rounding',
  cap: 'Cap',
  payable: 'When payable',
  clawback: 'Clawback',
  gst: 'GST',
  gstRounding: 'GST rounding',
  platform: 'Platform fee',
  platformRounding: 'Fee rounding',
  platformGst: 'GST on the fee',
  order: 'Order of lines',
};

/** Page 4: the pinned rule version, its author and its approvers, as the register states them. */
export const ruleOf = (desk: DeskContext, state: ReferralState, contents: PackContents): PackRule => {
  const register = registerOf(desk);
  const facts = register.rules.get(state.terms.rule.hash);
  const { rule } = contents;
  const person = (id: string): string => register.people.get(id)?.name ?? 'not recorded';
  const eventAt = (hash: string) => contents.events.find(({ event }) => event.hash === hash)?.event;
  const proposal = facts === undefined ? undefined : eventAt(facts.proposal);
  return {
    id: `${rule.rule}, version ${String(rule.version)}`,
    inForceFrom: startOfDay(rule.effectiveFrom, zoneOf(desk)),
    inForceUntil: none,
    why: `Published by the network office for ${scopeInWords(scopeOf(rule), registerNames(desk))}, and in force on the day of the intent, which pins it by hash`,
    author:
      facts === undefined || proposal === undefined
        ? notRecorded
        : known({
            who: person(facts.proposer),
            practice: practiceName(desk, register.office),
            on: localDate(desk, proposal.at),
          }),
    approvers: (facts?.approvals ?? []).flatMap((approval) => {
      const event = eventAt(approval.event);
      return event === undefined ? [] : [{ who: person(approval.person), at: instant(event.at), keyFingerprint: event.stream }];
    }),
    published:
      facts === undefined || facts.published === null
        ? notRecorded
        : known({ at: instant(facts.published.at), logIndex: known(facts.published.index) }),
    hash: state.terms.rule.hash,
    previous: rule.previous === undefined ? none : notRecorded,
    agreement:
      state.terms.agreement === null
        ? notRecorded
        : known({ words: 'Referral agreement signed by both practices', hash: state.terms.agreement }),
    clauses: Object.entries(rule.clauses)
      .flatMap(([name, clause]) =>
        clause === undefined ? [] : [{ number: clause.ref, subject: SUBJECTS[name] ?? name, text: clause.text }],
      )
      .toSorted((a, b) => a.number.localeCompare(b.number, 'en', { numeric: true })),
  };
};
