import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { RuleVersion } from '../../../core/domain/commission/rule-version.ts';
import { newRule, refusalWords, ruleOf } from '../office/ruleDraft.ts';
import { verticalsQuery } from './verticalNames.ts';

/** What two practices agree on for referrals of the one to the other; text as typed. */
export interface AskedTerms {
  readonly from: string;
  readonly to: string;
  readonly percentage: string;
  readonly platform: string;
}

export interface AskedRuleParts {
  /** Id of the rule, made once when the form opens. */
  readonly rule: string;
  readonly terms: AskedTerms;
  readonly referrer: { readonly practice: string; readonly name: string };
  readonly receiver: { readonly practice: string; readonly name: string };
  readonly agreement: string;
  readonly effectiveFrom: string;
}

/** The rule that the terms make, for these two practices alone; else what is missing, in words. */
export const askedRuleOf = ({ rule, terms, referrer, receiver, agreement, effectiveFrom }: AskedRuleParts): RuleVersion | string => {
  const made = ruleOf({
    ...newRule(rule),
    ...terms,
    name: `${referrer.name} to ${receiver.name}`.slice(0, 200),
    effectiveFrom,
    appliesTo: `Clients that ${referrer.name} refers to ${receiver.name}.`,
  });
  if (!made.ok) return made.error.map(refusalWords).join(' ');
  return {
    ...made.value,
    parties: { referrer: referrer.practice, receiver: receiver.practice },
    governingAgreement: agreement,
  };
};

/** The figures of a rule that an agreement asks the network office for. */
export const AgreementRule = ({
  terms,
  from,
  to,
  onChange,
}: {
  readonly terms: AskedTerms;
  /** Verticals of the practice that refers, and of the one that receives. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly onChange: (part: Partial<AskedTerms>) => void;
}) => {
  const { data: verticals = [] } = useQuery(verticalsQuery);
  const choices = (codes: readonly string[]) => [
    { value: '', label: 'Choose' },
    ...codes.map((code) => ({ value: code, label: verticals.find((one) => one.code === code)?.name ?? code })),
  ];
  return (
    <>
      <NativeSelect
        label="You refer as"
        data={choices(from)}
        value={terms.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <NativeSelect
        label="They receive as"
        data={choices(to)}
        value={terms.to}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      <TextInput
        label="You earn, in per cent of their income"
        description="Of the income from the referral, ex GST, before the share of an aggregator or licensee"
        w={320}
        maxLength={6}
        value={terms.percentage}
        onChange={(event) => onChange({ percentage: event.currentTarget.value })}
      />
      <TextInput
        label="The network takes, in per cent"
        w={320}
        maxLength={6}
        value={terms.platform}
        onChange={(event) => onChange({ platform: event.currentTarget.value })}
      />
    </>
  );
};
