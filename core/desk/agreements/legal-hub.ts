import type { z } from 'zod';
import type { askedRules, instruments } from '../../contract/membership.ts';
import { ruleVersionHash } from '../../domain/commission/rule-version.ts';
import { ruleInWords } from '../../domain/commission/rule-words.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { findOpening } from '../openings/openings.ts';
import { eventsOf, practiceOf } from '../payouts/event-lookup.ts';
import { today } from '../referrals/today.ts';
import { agreementDataSchema } from './agreement-act.ts';
import { agreementTemplate, fillPlaceholders } from './templates.ts';

/** The three instruments in the wording that counts today, the places of the parties named and not filled. */
export const instrumentsOf = (desk: DeskContext): z.infer<typeof instruments> => {
  const places = {
    signer: '[first party]',
    signerAbn: '[its ABN]',
    other: '[second party]',
    otherAbn: '[its ABN]',
    from: '[first day]',
  };
  return (['introducer', 'referral', 'affiliate'] as const).map((kind) => {
    const { template, version, title, clauses, effectiveFrom, review, sources } = agreementTemplate(desk, kind, today(desk));
    return {
      kind,
      title,
      template,
      version,
      effectiveFrom,
      review,
      sources: [...sources],
      clauses: clauses.map(({ ref, text }) => ({ ref, text: fillPlaceholders(text, places) })),
    };
  });
};

/** Rules that signed agreements ask this office for and that nobody has proposed yet, with whether both parties have signed. */
export const askedRulesOf = (desk: DeskContext): z.infer<typeof askedRules> => {
  const register = registerOf(desk);
  const nameOf = (practice: string): string => register.practices.get(practice)?.legalName ?? 'Not recorded';
  const asked = new Map<string, z.infer<typeof askedRules>[number] & { readonly signers: Set<string> }>();
  for (const event of eventsOf(desk, 'agreement.signed')) {
    const read = agreementDataSchema.safeParse(findOpening(desk, event.body.text)?.data);
    const by = practiceOf(desk, event.hash);
    if (!read.success || read.data.rule?.parties === undefined || by === null) continue;
    const { rule, title } = read.data;
    const content = ruleVersionHash(rule);
    if (register.rules.has(content)) continue;
    const signers = asked.get(content)?.signers ?? new Set<string>();
    signers.add(by);
    const { referrer, receiver } = read.data.rule.parties;
    asked.set(content, {
      content,
      agreement: title,
      referrer: nameOf(referrer),
      receiver: nameOf(receiver),
      both: signers.has(referrer) && signers.has(receiver),
      words: ruleInWords(rule),
      rule,
      signers,
    });
  }
  return [...asked.values()].map(({ signers: _signers, ...row }) => row);
};
