import { Radio } from '@mantine/core';
import { CalendarDay } from '../../../ui/DateTime.tsx';
import { MoneyInput } from '../../../ui/MoneyInput.tsx';
import { Note } from '../../../ui/Note.tsx';
import { PlainWords } from '../../../ui/PlainWords.tsx';
import { ruleOf, rulesFor, type Answers, type Options } from './answers.ts';
import { Example } from './Example.tsx';
import css from './wizard.module.css';

/** Step 4: the rule in force, in words, with a worked example on an income that the person types. */
export const RuleStep = ({
  options,
  answers,
  onChange,
}: {
  readonly options: Options;
  readonly answers: Answers;
  readonly onChange: (part: Partial<Answers>) => void;
}) => {
  const rules = rulesFor(options, answers);
  const rule = ruleOf(options, answers);
  return (
    <>
      {rules.length === 0 ? (
        <Note tone="warn">No published rule is in force for this purpose and your verticals. The network office publishes rules.</Note>
      ) : null}
      {rules.length > 1 ? (
        <Radio.Group label="Rule" value={rule?.hash ?? ''} onChange={(hash) => onChange({ rule: hash })}>
          <div className={css.options}>
            {rules.map((one) => (
              <div key={one.hash} className={css.option}>
                <Radio value={one.hash} label={<strong>{`${one.name}, version ${one.version}`}</strong>} description={one.words} />
              </div>
            ))}
          </div>
        </Radio.Group>
      ) : null}
      {rule === undefined ? null : (
        <>
          <PlainWords label="The rule">{rule.words}</PlainWords>
          <p className="second">
            In force since <CalendarDay day={rule.effectiveFrom} form="date" />. Fixed when you sign: a later version never changes this
            referral.
          </p>
          <MoneyInput
            label="Estimated income of the receiver, ex GST"
            description="Leave it empty when you cannot say. The client is shown it as an estimate."
            value={answers.estimate}
            onChange={(estimate) => onChange({ estimate })}
            w={320}
          />
          <Example rule={rule.hash} income={answers.estimate} />
        </>
      )}
    </>
  );
};
