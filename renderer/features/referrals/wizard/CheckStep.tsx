import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { abnText } from '../../../ui/exact.ts';
import { Status } from '../../../ui/Status.tsx';
import { channelNames, purposeOf, receiverOf, ruleOf, type Answers, type Options } from './answers.ts';
import { duplicatesQuery } from './duplicatesQuery.ts';
import { Example } from './Example.tsx';
import css from './wizard.module.css';

const Row = ({
  label,
  children,
  under,
  step,
  onChange,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly under?: ReactNode;
  readonly step: number;
  readonly onChange: (step: number) => void;
}) => (
  <div>
    <dt>{label}</dt>
    <dd>
      {children}
      {under === undefined ? null : <span className={css.under}>{under}</span>}
    </dd>
    <dd>
      <button type="button" className={css.change} onClick={() => onChange(step)}>
        Change<span className="visually-hidden"> {label.toLocaleLowerCase('en-AU')}</span>
      </button>
    </dd>
  </div>
);

/** Step 5: everything answered, each with a way back. */
export const CheckStep = ({
  options,
  answers,
  onReturn,
}: {
  readonly options: Options;
  readonly answers: Answers;
  readonly onReturn: (step: number) => void;
}) => {
  const { data: duplicates } = useQuery(duplicatesQuery(options.contact.id, answers.receiver));
  const purpose = purposeOf(options, answers);
  const receiver = receiverOf(options, answers);
  const rule = ruleOf(options, answers);
  const { contact } = options;
  return (
    <>
      <dl className={css.rows}>
        <Row
          label="Client"
          step={0}
          onChange={onReturn}
          under={[contact.phones[0], contact.emails[0]].filter((part) => part !== undefined).join(', ') || 'No contact details recorded'}
        >
          <strong>{contact.name}</strong>
        </Row>
        <Row
          label="Receiver"
          step={1}
          onChange={onReturn}
          under={`ABN ${abnText(receiver?.abn ?? '')}. ${receiver?.agreement ?? 'No referral agreement recorded'}`}
        >
          <strong>{receiver?.name}</strong>
        </Row>
        <Row label="Purpose" step={1} onChange={onReturn}>
          {purpose?.name}: {answers.purposeWords.trim()}
        </Row>
        <Row
          label="Consent"
          step={2}
          onChange={onReturn}
          under={`Notice ${options.notice.id} version ${options.notice.version}. ${answers.consent === 'recorded' ? 'What was said about the fee is recorded with it.' : 'Their page names the fee before any yes.'}`}
        >
          {answers.consent === 'recorded' ? (
            <Status kind="done">
              Recorded by you, {answers.channel === '' ? '' : channelNames[answers.channel].toLocaleLowerCase('en-AU')}, for{' '}
              {answers.months} months
            </Status>
          ) : (
            <Status kind="waiting">Asked of the client on a page of their own</Status>
          )}
        </Row>
        <Row label="Duplicate check" step={1} onChange={onReturn}>
          {duplicates === undefined ? (
            'Not done yet'
          ) : duplicates.found.length === 0 ? (
            <Status kind="done">
              No other referral of {contact.name} there in {duplicates.days} days
            </Status>
          ) : (
            <Status kind="late">
              {duplicates.found.length} earlier {duplicates.found.length === 1 ? 'referral' : 'referrals'} in {duplicates.days} days;{' '}
              {answers.duplicateConfirmed ? 'you say that this is another matter' : 'confirm that this is another matter'}
            </Status>
          )}
        </Row>
        <Row label="Rule" step={3} onChange={onReturn} under="Fixed when you sign. A later version never changes this referral.">
          {rule?.words}
        </Row>
        <Row label="When it is payable" step={3} onChange={onReturn}>
          All five signatures, then {rule?.coolingOffDays} {rule?.coolingOffDays === 1 ? 'day' : 'days'} of cooling-off
        </Row>
      </dl>
      {rule === undefined ? null : <Example rule={rule.hash} income={answers.estimate} />}
    </>
  );
};
