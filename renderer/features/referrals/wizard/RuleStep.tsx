import { choiceInWords } from '../../../../core/domain/commission/rule-choice-words.ts';
import { CalendarDay } from '../../../ui/DateTime.tsx';
import { MoneyInput } from '../../../ui/MoneyInput.tsx';
import { Note } from '../../../ui/Note.tsx';
import { PlainWords } from '../../../ui/PlainWords.tsx';
import { choiceOf, type Answers, type Options } from './answers.ts';
import { Example } from './Example.tsx';
import css from './wizard.module.css';

const Why = ({ choice }: { readonly choice: NonNullable<ReturnType<typeof choiceOf>> }) => {
  const { chosen, passedOver } = choiceInWords({
    chosen: { ...choice.chosen, words: choice.chosen.forWords },
    passedOver: choice.passedOver.map(({ entry, because }) => ({ entry: { ...entry, words: entry.forWords }, because })),
  });
  return (
    <section aria-labelledby="why-rule">
      <h3 id="why-rule" className={css.why}>
        Why this rule
      </h3>
      <p className="second">{chosen}</p>
      {passedOver.length === 0 ? null : (
        <ul className={css.passed}>
          {passedOver.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
};

/** Step 4: the rule that governs the referral, in words and with the reason, with a worked example on an income that the person types. */
export const RuleStep = ({
  options,
  answers,
  onChange,
}: {
  readonly options: Options;
  readonly answers: Answers;
  readonly onChange: (part: Partial<Answers>) => void;
}) => {
  const choice = choiceOf(options, answers);
  const rule = choice?.chosen;
  return (
    <>
      {choice === undefined ? (
        <Note tone="warn">No published rule is in force for this referral. The network office publishes rules.</Note>
      ) : null}
      {choice === undefined || rule === undefined ? null : (
        <>
          <PlainWords label="The rule">{rule.words}</PlainWords>
          <Why choice={choice} />
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
