import { Radio, Select, TextInput } from '@mantine/core';
import { PlainWords } from '../../../ui/PlainWords.tsx';
import { channelNames, ruleOf, type Answers, type Channel, type Options } from './answers.ts';
import css from './wizard.module.css';

const channels: readonly Channel[] = ['phone', 'email', 'paper', 'desk'];

const isChannel = (text: string): text is Channel => channels.some((channel) => channel === text);

/** Step 3: how the client agrees, and what they are told about the fee. Nothing is chosen beforehand. */
export const ConsentStep = ({
  options,
  answers,
  onChange,
}: {
  readonly options: Options;
  readonly answers: Answers;
  readonly onChange: (part: Partial<Answers>) => void;
}) => {
  const rule = ruleOf(options, answers);
  return (
    <>
      <PlainWords label={`What ${options.contact.name} is told about the fee`}>
        {rule === undefined ? 'No rule is in force for this referral.' : rule.words}
      </PlainWords>
      <Radio.Group
        label="Consent to pass on name, contact details and purpose"
        value={answers.consent}
        onChange={(consent) => onChange({ consent: consent === 'recorded' ? 'recorded' : 'asks' })}
      >
        <div className={css.options}>
          <div className={css.option}>
            <Radio
              value="asks"
              label={<strong>The client consents on a page of their own</strong>}
              description="After you sign, you invite them. They sign the consent and the acknowledgement themselves."
            />
          </div>
          <div className={css.option}>
            <Radio
              value="recorded"
              label={<strong>They have consented to us already, and I record it</strong>}
              description="Weaker: it is your practice’s statement. The client still acknowledges the referral before anything is passed on."
            />
          </div>
        </div>
      </Radio.Group>
      {answers.consent === 'recorded' ? (
        <>
          <Radio.Group
            label="How was it given?"
            value={answers.channel}
            onChange={(channel) => onChange({ channel: isChannel(channel) ? channel : '' })}
          >
            <div className={css.next}>
              {channels.map((channel) => (
                <Radio key={channel} value={channel} label={channelNames[channel]} mt={6} />
              ))}
            </div>
          </Radio.Group>
          <TextInput
            label="Where is it kept?"
            description="For example “signed form in the file, 3 August 2026”. It stays on this desk."
            value={answers.artefact}
            maxLength={200}
            onChange={(event) => onChange({ artefact: event.currentTarget.value })}
          />
          <Select
            label="It lasts"
            data={['3', '6', '12', '24'].map((months) => ({ value: months, label: `${months} months` }))}
            value={String(answers.months)}
            onChange={(months) => onChange({ months: Number(months ?? '12') })}
            w={160}
            allowDeselect={false}
          />
        </>
      ) : null}
      <details>
        <summary>
          The notice, {options.notice.id} version {options.notice.version}
        </summary>
        <p className={css.notice}>{options.notice.text}</p>
      </details>
    </>
  );
};
