import { useState, type ReactNode } from 'react';
import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type RuleLevel, scopeOf } from '../../../core/domain/commission/rule-scope.ts';
import { ruleInWords } from '../../../core/domain/commission/rule-words.ts';
import { Card } from '../../ui/Card.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { MoneyInput } from '../../ui/MoneyInput.tsx';
import { PlainWords } from '../../ui/PlainWords.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { communitiesQuery } from './queries.ts';
import { ANY, refusalWords, ruleOf, type RuleDraft } from './ruleDraft.ts';
import css from './OfficePage.module.css';
import { verticalsQuery } from '../practices/verticalNames.ts';
import { DateInput } from '../../ui/DateInput.tsx';

/** Where a rule stands among the others. */
const levelWords: Readonly<Record<RuleLevel, string>> = {
  agreement: 'The rule of a signed agreement: for its two practices alone, above every other rule.',
  community: 'The rule of a community: below that of a signed agreement, above that of the two verticals.',
  pair: 'The rule of two verticals: below those of an agreement and of a community, above that of the receiver’s vertical.',
  vertical:
    'The rule of one vertical, whoever refers to it: above the default of the network alone. Its rate and its days override the default’s.',
  default: 'The default of the network: counts where no other rule is for a referral.',
};

const Sentence = ({ children }: { readonly children: ReactNode }) => <div className={css.sentence}>{children}</div>;

/** A rule written as the sentence it is, checked while it is typed, with every clause before it is proposed. */
export const RuleForm = ({ first, onClose }: { readonly first: RuleDraft; readonly onClose: () => void }) => {
  const { data: verticals = [] } = useQuery(verticalsQuery);
  const { data: communities = [] } = useQuery(communitiesQuery);
  const [draft, setDraft] = useState(first);
  const [proposing, setProposing] = useState(false);
  const set = (change: Partial<RuleDraft>) => setDraft((held) => ({ ...held, ...change }));
  const read = ruleOf(draft);
  const choices = [
    { value: '', label: 'choose' },
    { value: ANY, label: 'Any practice' },
    ...verticals.map((one) => ({ value: one.code, label: one.name })),
  ];
  const products = verticals.find((one) => one.code === draft.to)?.products ?? [];
  return (
    <Card title={draft.version === 1 ? 'A new rule' : `Version ${draft.version} of ${first.name}`}>
      <Stack gap={14}>
        <Sentence>
          <TextInput
            label="Name"
            maxLength={200}
            w={300}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <DateInput label="In force from" w={170} value={draft.effectiveFrom} onChange={(day) => set({ effectiveFrom: day })} />
        </Sentence>
        <Sentence>
          <NativeSelect
            label="When"
            w={220}
            data={choices}
            value={draft.from}
            onChange={(event) => set({ from: event.currentTarget.value })}
          />
          <NativeSelect
            label="refer a client to"
            w={220}
            data={choices}
            value={draft.to}
            onChange={(event) => set({ to: event.currentTarget.value, product: '' })}
          />
          <NativeSelect
            label="for"
            w={200}
            data={[{ value: '', label: 'any product' }, ...products.map((one) => ({ value: one.code, label: one.name }))]}
            value={draft.product}
            onChange={(event) => set({ product: event.currentTarget.value })}
          />
          {draft.agreement.parties !== undefined || communities.length === 0 ? null : (
            <NativeSelect
              label="between members of"
              w={220}
              data={[{ value: '', label: 'the whole network' }, ...communities.map((one) => ({ value: one.community, label: one.name }))]}
              value={draft.community}
              onChange={(event) => set({ community: event.currentTarget.value })}
            />
          )}
        </Sentence>
        <Sentence>
          <NativeSelect
            label="the referrer earns"
            w={150}
            data={[
              { value: 'percentage', label: 'a percentage' },
              { value: 'flat', label: 'a flat amount' },
            ]}
            value={draft.pays}
            onChange={(event) => set({ pays: event.currentTarget.value === 'flat' ? 'flat' : 'percentage' })}
          />
          {draft.pays === 'flat' ? (
            <MoneyInput label="of" w={140} value={draft.flat} onChange={(flat) => set({ flat })} />
          ) : (
            <>
              <TextInput
                label="of"
                w={90}
                inputMode="decimal"
                rightSection={<span aria-hidden="true">%</span>}
                value={draft.percentage}
                onChange={(event) => set({ percentage: event.currentTarget.value })}
              />
              <NativeSelect
                label="of the receiver’s income"
                w={250}
                data={[
                  { value: 'gross', label: 'before the aggregator’s share' },
                  { value: 'net', label: 'after the aggregator’s share' },
                ]}
                value={draft.base}
                onChange={(event) => set({ base: event.currentTarget.value === 'net' ? 'net' : 'gross' })}
              />
              <MoneyInput label="never more than (optional)" w={170} value={draft.cap} onChange={(cap) => set({ cap })} />
            </>
          )}
          <NativeSelect
            label="earned when the matter"
            w={150}
            data={[
              { value: 'settled', label: 'settles' },
              { value: 'qualified', label: 'qualifies' },
            ]}
            value={draft.trigger}
            onChange={(event) => set({ trigger: event.currentTarget.value === 'qualified' ? 'qualified' : 'settled' })}
          />
        </Sentence>
        <Sentence>
          <TextInput
            label="The network takes"
            w={120}
            inputMode="decimal"
            rightSection={<span aria-hidden="true">%</span>}
            value={draft.platform}
            onChange={(event) => set({ platform: event.currentTarget.value })}
          />
          <NativeSelect
            label="of"
            w={170}
            data={[
              { value: 'base', label: 'the same income' },
              { value: 'commission', label: 'the commission' },
            ]}
            value={draft.platformOf}
            onChange={(event) => set({ platformOf: event.currentTarget.value === 'commission' ? 'commission' : 'base' })}
          />
          <TextInput
            label="Cooling-off, days"
            w={130}
            inputMode="numeric"
            value={draft.coolingOffDays}
            onChange={(event) => set({ coolingOffDays: event.currentTarget.value })}
          />
          <TextInput
            label="Ask before the same client again, days"
            w={240}
            inputMode="numeric"
            value={draft.duplicateWindowDays}
            onChange={(event) => set({ duplicateWindowDays: event.currentTarget.value })}
          />
        </Sentence>
        <Textarea
          label="To whom it applies (clause 1)"
          maxLength={1000}
          value={draft.appliesTo}
          onChange={(event) => set({ appliesTo: event.currentTarget.value })}
        />
        {read.ok ? (
          <>
            <p className="second">{levelWords[scopeOf(read.value).level]}</p>
            <PlainWords label="As it will be read">{ruleInWords(read.value)}</PlainWords>
            <details>
              <summary>All {Object.keys(read.value.clauses).length} clauses</summary>
              <div style={{ marginTop: 8 }}>
                <KeyValues
                  items={Object.values(read.value.clauses).map((clause) => ({
                    label: `Clause ${clause.ref}`,
                    value: clause.text,
                  }))}
                />
              </div>
            </details>
          </>
        ) : null}
        <Group>
          <Button variant="filled" disabled={!read.ok} onClick={() => setProposing(true)}>
            Propose…
          </Button>
          <Button onClick={onClose}>Discard</Button>
          <span className="second" role="status">
            {read.ok
              ? 'Two other people of the office approve it; then the registrar publishes it.'
              : read.error.map(refusalWords).join(' ')}
          </span>
        </Group>
      </Stack>
      {proposing && read.ok ? (
        <ActSheet
          act={{ act: 'rule-propose', rule: read.value }}
          title="Propose a rule"
          verb="Propose"
          onClose={() => setProposing(false)}
          onSigned={onClose}
        />
      ) : null}
    </Card>
  );
};
