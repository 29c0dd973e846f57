import type { z } from 'zod';
import type { registerView as registerViewSchema } from '../../contract/desk.ts';
import { scopeInWords } from '../../domain/commission/rule-choice-words.ts';
import { scopeOf } from '../../domain/commission/rule-scope.ts';
import { ruleInWords } from '../../domain/commission/rule-words.ts';
import { placeWords } from '../../domain/place/place-words.ts';
import { activePeople, gstAt } from '../../protocol/register/state.ts';
import { membershipOf, statusAt, verticalsOn } from '../../protocol/register/membership.ts';
import { agreementsWith } from '../agreements/agreements.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { recoveryOf } from '../keys/recovered-keys.ts';
import { today } from '../referrals/today.ts';
import { ruleContent } from '../referrals/rule-content.ts';
import { registerNames } from '../referrals/rule-terms.ts';
import { requestsOf } from './requests.ts';

/** The register as this desk holds it: practices with agreements, rules with approvals, and at an office the requests that wait. */
export const registerView = (desk: DeskContext): z.infer<typeof registerViewSchema> => {
  const register = registerOf(desk);
  const now = desk.ledger.size();
  const names = registerNames(desk);
  const nameOf = (person: string): string => register.people.get(person)?.name ?? 'Not recorded';
  return {
    network: register.network,
    net: register.net,
    test: register.test,
    index: register.last.index,
    at: register.last.at,
    practices: [...register.practices.values()]
      .map((practice) => ({
        practice: practice.practice,
        status: statusAt(register, practice.practice, now) ?? 'active',
        tier: membershipOf(register, practice.practice).tier,
        place: placeWords(membershipOf(register, practice.practice).located),
        at: membershipOf(register, practice.practice).located?.at ?? null,
        legalName: practice.legalName,
        abn: practice.abn,
        kind: practice.kind,
        gst: gstAt(register, practice.practice, now)?.registered ?? false,
        verticals: [...verticalsOn(register, practice.practice, today(desk))],
        soleSignatory: activePeople(register, practice.practice, now).length === 1,
        agreements: practice.practice === desk.profile.practice ? [] : agreementsWith(desk, practice.practice),
        recovery: practice.practice === desk.profile.practice ? null : recoveryOf(desk, practice),
      }))
      .toSorted((a, b) => (a.legalName < b.legalName ? -1 : 1)),
    rules: [...register.rules.values()]
      .map((known) => {
        const rule = ruleContent(desk, known.content);
        return {
          content: known.content,
          rule: known.rule,
          version: known.version,
          name: rule?.name ?? 'The content has not arrived here',
          words: rule === undefined ? '' : ruleInWords(rule),
          level: rule === undefined ? null : scopeOf(rule).level,
          forWords: rule === undefined ? '' : scopeInWords(scopeOf(rule), names),
          text: rule ?? null,
          effectiveFrom: known.effectiveFrom,
          state:
            known.published !== null ? ('published' as const) : known.approvals.length >= 2 ? ('approved' as const) : ('proposed' as const),
          approvals: known.approvals.map((approval) => nameOf(approval.person)),
          proposer: nameOf(known.proposer),
          known: rule !== undefined,
        };
      })
      .toSorted((a, b) => (a.effectiveFrom === b.effectiveFrom ? a.version - b.version : a.effectiveFrom < b.effectiveFrom ? 1 : -1)),
    requests: requestsOf(desk)
      .filter((request) => request.event === null)
      .map(({ practice, legalName, abn }) => ({ practice, legalName, abn })),
  };
};
