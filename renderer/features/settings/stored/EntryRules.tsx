import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type EntryRule, entryRuleWords } from '../../../../core/domain/crm/lifecycle/entry-rule.ts';
import { without, wholeOf } from './rows.ts';
import css from './stored.module.css';

const NEW_RULES: Readonly<Record<EntryRule['check'], EntryRule>> = {
  reachable: { check: 'reachable' },
  owner: { check: 'owner' },
  tag: { check: 'tag', tag: 'tag' },
  activity: { check: 'activity', withinDays: 90, atLeast: 1 },
  quiet: { check: 'quiet', forDays: 180 },
  'open-deal': { check: 'open-deal' },
  'won-deal': { check: 'won-deal' },
  'no-open-deal': { check: 'no-open-deal' },
  'no-late-ticket': { check: 'no-late-ticket' },
};

const isCheck = (text: string): text is EntryRule['check'] => text in NEW_RULES;

const NumberField = ({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) => (
  <TextInput
    label={label}
    w={92}
    inputMode="numeric"
    value={String(value)}
    onChange={(event) => onChange(wholeOf(event.currentTarget.value) ?? 0)}
  />
);

const Details = ({ rule, onChange }: { readonly rule: EntryRule; readonly onChange: (rule: EntryRule) => void }) => {
  switch (rule.check) {
    case 'tag':
      return (
        <TextInput
          label="Tag"
          w={160}
          maxLength={60}
          value={rule.tag}
          onChange={(event) => onChange({ ...rule, tag: event.currentTarget.value })}
        />
      );
    case 'activity':
      return (
        <>
          <NumberField label="At least" value={rule.atLeast} onChange={(atLeast) => onChange({ ...rule, atLeast })} />
          <NumberField label="Within days" value={rule.withinDays} onChange={(withinDays) => onChange({ ...rule, withinDays })} />
        </>
      );
    case 'quiet':
      return <NumberField label="Days" value={rule.forDays} onChange={(forDays) => onChange({ ...rule, forDays })} />;
    default:
      return null;
  }
};

/** Criteria that the desk checks before a contact enters a stage. */
export const EntryRules = ({
  stage,
  rules,
  onChange,
}: {
  readonly stage: string;
  readonly rules: readonly EntryRule[];
  readonly onChange: (rules: EntryRule[]) => void;
}) => (
  <>
    {rules.map((rule, at) => (
      <div key={`${rule.check} ${String(at)}`} className={css.row}>
        <span className={css.grow}>{entryRuleWords(rule)}</span>
        <Details rule={rule} onChange={(next) => onChange(rules.map((one, index) => (index === at ? next : one)))} />
        <Button aria-label={`Remove from ${stage}: ${entryRuleWords(rule)}`} onClick={() => onChange(without(rules, at))}>
          Remove
        </Button>
      </div>
    ))}
    <NativeSelect
      aria-label={`Add a criterion to ${stage}`}
      w={270}
      value=""
      data={[
        { value: '', label: 'Add a criterion…' },
        ...Object.values(NEW_RULES).map((rule) => ({ value: rule.check, label: entryRuleWords(rule) })),
      ]}
      onChange={(event) => {
        const check = event.currentTarget.value;
        if (isCheck(check)) onChange([...rules, NEW_RULES[check]]);
      }}
    />
  </>
);
