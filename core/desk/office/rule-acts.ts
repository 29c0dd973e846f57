import { authorRuleVersion, type RuleRefusal } from '../../domain/commission/rule-authoring.ts';
import { LEVEL_NAMES, scopeInWords } from '../../domain/commission/rule-choice-words.ts';
import { scopeOf } from '../../domain/commission/rule-scope.ts';
import { ruleVersionBytes, ruleVersionHash, type RuleVersion } from '../../domain/commission/rule-version.ts';
import { ruleInWords } from '../../domain/commission/rule-words.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { formatDateLong } from '../../domain/time/date-text.ts';
import { localDateSchema } from '../../domain/time/local-date.ts';
import type { RuleFacts } from '../../protocol/register/state.ts';
import type { ActHandler, Plan } from '../acts/plan.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { exchangeSql } from '../exchange/tables.ts';
import { ruleContent } from '../referrals/rule-content.ts';
import { registerNames } from '../referrals/rule-terms.ts';
import { type Refusal, refuseToSign } from '../refusal.ts';
import { officeBarred, registrarPlan } from './registrar-act.ts';
import { tieRefusal } from './rule-ties.ts';

const ONLY_OFFICE = 'Rules are made by the network office';

const problemWords = (refusal: RuleRefusal): string => {
  switch (refusal.code) {
    case 'rule-format':
      return `the member "${refusal.path}" is not in form (${refusal.problem})`;
    case 'shares-above-base':
      return `commission and platform fee together take ${refusal.bps} of 10,000 parts of the base`;
    case 'cooling-off-beyond-invoice-clock':
      return `${refusal.days} days of cooling-off leave no time for the tax invoice; at most ${refusal.limit} days`;
    case 'qualified-needs-flat-amount':
      return 'a rule that pays on qualification pays a flat amount';
    case 'qualified-has-no-base-for-platform-fee':
      return 'a rule that pays on qualification has no income to take a platform fee of';
    case 'cap-without-clause':
      return 'the cap has no clause';
    case 'clause-without-cap':
      return 'there is a clause for a cap but no cap';
    case 'cap-on-flat-amount':
      return 'a flat amount has no cap';
    case 'clause-number-repeated':
      return `clause ${refusal.ref} stands twice`;
    case 'agreement-without-pair':
      return 'the rule of an agreement names both verticals';
    case 'community-without-pair':
      return 'the rule of a community names both verticals';
    case 'product-without-vertical':
      return 'a product belongs to a vertical; the default of the network is for every product';
    case 'previous-version-missing':
      return 'a later version names the hash of the one before';
    case 'first-version-has-previous':
      return 'the first version has none before it';
  }
};

/** What a version is for, in the names of the register: the sentence of the rule does not say it. */
const facts = (desk: DeskContext, rule: RuleVersion): Plan['facts'] => {
  const scope = scopeOf(rule);
  return [
    { label: 'Rule', value: `${rule.name}, version ${rule.version}` },
    { label: 'Level', value: LEVEL_NAMES[scope.level] },
    { label: 'For', value: scopeInWords(scope, registerNames(desk)) },
    { label: 'In force from', value: formatDateLong(rule.effectiveFrom) },
    { label: 'SHA-256', value: ruleVersionHash(rule) },
  ];
};

const offered = { need: 'offered', why: 'A rule of the network is a high-value act.' } as const;

/** Proposes a version of a rule: its content is checked, hashed and kept; two other people of the office approve it. */
export const ruleProposeAct: ActHandler<'rule-propose'> = (desk, person, act) => {
  const barred = officeBarred(desk, person, ONLY_OFFICE);
  if (barred !== null) return err(barred);
  const authored = authorRuleVersion(act.rule, { rctiMayBeDue: true });
  if (!authored.ok)
    return refuseToSign(
      'rule-refused',
      422,
      'This rule cannot be proposed',
      `${authored.error.map(problemWords).join('; ')}.`,
      'Change it and propose it again.',
    );
  const rule = authored.value;
  const content = ruleVersionHash(rule);
  const register = registerOf(desk);
  const others = [...register.rules.values()].filter((known) => known.rule === rule.rule);
  if (register.rules.has(content))
    return refuseToSign(
      'rule-proposed',
      409,
      'This content is proposed already',
      'A rule with the same hash stands in the register.',
      'Approve it, or change what should be different.',
    );
  const rivals = others.filter((known) => known.version === rule.version && known.published !== null);
  if (rivals.length > 0)
    return refuseToSign(
      'rule-version-taken',
      409,
      'This version is published already',
      `Version ${rule.version} of this rule exists with other content.`,
      `Propose it as version ${Math.max(...others.map((known) => known.version)) + 1}.`,
    );
  const tie = tieRefusal(desk, rule);
  if (tie !== null) return tie;
  if (
    rule.version > 1 &&
    !others.some((known) => known.content === rule.previous && known.version === rule.version - 1 && known.published !== null)
  )
    return refuseToSign(
      'rule-previous',
      422,
      'The version before is not published',
      'The hash in "previous" is not that of the published version before this one.',
      'Name the published version that this one follows.',
    );
  return ok({
    words: `You propose ${ruleInWords(rule)}`,
    facts: facts(desk, rule),
    ticks: [{ id: 'read', text: 'I have read every clause' }],
    warnings: [],
    events: [
      () => ({
        type: 'rule.proposed',
        body: { rule: rule.rule, version: rule.version, content, effectiveFrom: rule.effectiveFrom },
      }),
    ],
    assertion: offered,
    store: () => {
      const text = new TextDecoder().decode(ruleVersionBytes(rule));
      desk.db.run(
        exchangeSql
          .insertInto('rule_content')
          .values({ hash: content, content: text })
          .onConflict((conflict) => conflict.column('hash').doNothing()),
      );
    },
  });
};

type Proposed = { readonly known: RuleFacts; readonly rule: RuleVersion };

const proposed = (desk: DeskContext, content: string): Result<Proposed, Refusal> => {
  const known = registerOf(desk).rules.get(content);
  const rule = ruleContent(desk, content);
  if (known === undefined || rule === undefined)
    return refuseToSign(
      'rule-unknown',
      404,
      'This rule is not proposed here',
      `No proposal with the content ${content.slice(0, 16)}… is held.`,
      'Propose it first.',
    );
  if (known.published !== null)
    return refuseToSign(
      'rule-published',
      409,
      'This rule is published already',
      `Version ${known.version} counts since ${formatDateLong(localDateSchema.parse(known.effectiveFrom))}.`,
      'Propose a new version to change it.',
    );
  return ok({ known, rule });
};

/** Approves a proposal: by a person of the office who neither proposed it nor approved it before. */
export const ruleApproveAct: ActHandler<'rule-approve'> = (desk, person, act) => {
  const barred = officeBarred(desk, person, ONLY_OFFICE);
  if (barred !== null) return err(barred);
  const found = proposed(desk, act.content);
  if (!found.ok) return found;
  const { known, rule } = found.value;
  if (known.proposer === person.person)
    return refuseToSign(
      'rule-own-proposal',
      403,
      'Somebody else approves your proposal',
      'Proposer and approvers are different people.',
      'Ask two other people of the office.',
    );
  if (known.approvals.some((approval) => approval.person === person.person))
    return refuseToSign(
      'rule-approved',
      409,
      'You have approved this rule already',
      'Each person’s approval counts once.',
      'Ask a second person of the office.',
    );
  return ok({
    words: `You approve ${ruleInWords(rule)}`,
    facts: facts(desk, rule),
    ticks: [{ id: 'read', text: 'I have read every clause' }],
    warnings: [],
    events: [() => ({ type: 'rule.approved', about: [known.proposal], body: { content: act.content } })],
    assertion: offered,
  });
};

/** Publishes a rule with two approvals: signed by the registrar's key, which only the office's desk holds. */
export const rulePublishAct: ActHandler<'rule-publish'> = (desk, person, act) => {
  const barred = officeBarred(desk, person, ONLY_OFFICE);
  if (barred !== null) return err(barred);
  const found = proposed(desk, act.content);
  if (!found.ok) return found;
  const { known, rule } = found.value;
  const refuse = (): Refusal | null => {
    const now = proposed(desk, act.content);
    if (!now.ok) return now.error;
    const { approvals } = now.value.known;
    if (approvals.length < 2)
      return refuseToSign(
        'rule-approvals',
        409,
        'Two approvals are needed',
        `${approvals.length === 1 ? 'One person has' : 'Nobody has'} approved it.`,
        'Ask other people of the office to approve it.',
      ).error;
    // Another rule may have been published since this one was proposed.
    return tieRefusal(desk, rule)?.error ?? null;
  };
  return registrarPlan(desk, person, {
    title: ONLY_OFFICE,
    words: `The network office publishes ${ruleInWords(rule)}`,
    facts: facts(desk, rule),
    refuse,
    events: [
      {
        type: 'rule.published',
        about: [known.proposal],
        body: {
          rule: known.rule,
          version: known.version,
          content: act.content,
          effectiveFrom: known.effectiveFrom,
          approvals: known.approvals.slice(0, 3).map((approval) => approval.event),
        },
      },
    ],
  });
};
