import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { problemOf } from '../../client.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Stepper } from '../../ui/Stepper.tsx';
import { toCents } from '../../../core/domain/money/cents.ts';
import { ok } from '../../../core/domain/result.ts';
import { draftAnswersQuery } from '../crm-drafts/queries.ts';
import { optionsQuery } from './queries.ts';
import { emptyAnswers, firstOpenStep, intentOf, purposeOf, receiverOf, ruleOf, type Answers, type Options } from './wizard/answers.ts';
import { CheckStep } from './wizard/CheckStep.tsx';
import { ClientStep } from './wizard/ClientStep.tsx';
import { ConsentStep } from './wizard/ConsentStep.tsx';
import { duplicatesQuery } from './wizard/duplicatesQuery.ts';
import { PurposeStep } from './wizard/PurposeStep.tsx';
import { RuleStep } from './wizard/RuleStep.tsx';
import { SignPanel } from './wizard/SignPanel.tsx';
import css from './wizard/wizard.module.css';

const route = getRouteApi('/desk/referrals/new');

const titles = [
  'Who is referred?',
  'For what, and to whom?',
  'Consent and benefit',
  'Rule and example',
  'Check your answers before you sign',
] as const;

const missing = [
  'Choose a client.',
  'Choose a purpose, say it in a few words, and choose a receiver; with several verticals, say as what you refer.',
  'Say how the client consents.',
  'No rule governs this referral. The network office publishes rules.',
  '',
] as const;

const anotherMatter = 'Say that this is another matter, or open the earlier referral.';

const notes = (options: Options | undefined, answers: Answers, step: number) => {
  const rule = options === undefined ? undefined : ruleOf(options, answers);
  const purpose = options === undefined ? undefined : purposeOf(options, answers)?.name;
  const receiver = options === undefined ? undefined : receiverOf(options, answers)?.name;
  return [
    { name: 'Client', note: options?.contact.name ?? 'Who is referred' },
    {
      name: 'Purpose and receiver',
      note: purpose !== undefined && receiver !== undefined ? `${purpose}, ${receiver}` : 'For what, and to whom',
    },
    {
      name: 'Consent and benefit',
      note:
        answers.consent === 'asks' ? 'The client is asked' : answers.consent === 'recorded' ? 'Recorded by you' : 'What the client is told',
    },
    {
      name: 'Rule and example',
      note: step > 2 && rule !== undefined ? `${rule.name} v${rule.version}` : 'What it earns',
    },
    { name: 'Check your answers', note: 'Then sign' },
  ];
};

const Steps = ({ contact, begin }: { readonly contact: string | undefined; readonly begin: Answers }) => {
  const navigate = useNavigate({ from: '/referrals/new' });
  const { data: options, error } = useQuery({
    ...optionsQuery(contact ?? ''),
    enabled: contact !== undefined,
  });
  const [answers, setAnswers] = useState(begin);
  const [step, setStep] = useState(contact === undefined ? 0 : 1);
  const change = (part: Partial<Answers>) => setAnswers({ ...answers, ...part });
  const known = options !== undefined && receiverOf(options, answers)?.eligible === true;
  const { data: duplicates } = useQuery({ ...duplicatesQuery(contact ?? '', answers.receiver), enabled: contact !== undefined && known });
  const asks = known && (duplicates === undefined || (duplicates.found.length > 0 && !answers.duplicateConfirmed));
  // The same client to the same practice asks first: nothing goes on before it is said that this is another matter.
  const complete = asks ? Math.min(firstOpenStep(options, answers), 1) : firstOpenStep(options, answers);
  const act = options === undefined ? null : intentOf(options, answers);
  const choose = (chosen: string) => void navigate({ search: (now) => ({ ...now, contact: chosen }), replace: true });
  const inner = (loaded: Options) => {
    switch (step) {
      case 1:
        return <PurposeStep options={loaded} answers={answers} onChange={change} />;
      case 2:
        return <ConsentStep options={loaded} answers={answers} onChange={change} />;
      case 3:
        return <RuleStep options={loaded} answers={answers} onChange={change} />;
      default:
        return <CheckStep options={loaded} answers={answers} onReturn={setStep} />;
    }
  };
  return (
    <Page
      head={
        <PageHead
          title="Make a referral"
          line="Nothing leaves this computer until you sign."
          actions={<ButtonLink to="/referrals">Leave</ButtonLink>}
        />
      }
      panel={
        step === 4 && options !== undefined && act !== null ? (
          <RightPanel label="Sign" kind="work">
            <SignPanel options={options} answers={answers} act={act} onBack={() => setStep(3)} />
          </RightPanel>
        ) : undefined
      }
      open
    >
      <div className={css.body}>
        <div className={css.steps}>
          <Stepper label="Steps of a referral" steps={notes(options, answers, step)} now={step} onReturn={setStep} />
        </div>
        <div className={css.main}>
          <h2>{titles[step]}</h2>
          {error === null ? null : <ErrorNote problem={problemOf(error)} />}
          {step === 0 ? (
            <ClientStep contact={contact} onChoose={choose} />
          ) : options === undefined ? (
            <SkeletonRows label="choices" rows={5} />
          ) : (
            inner(options)
          )}
          {step === 4 ? null : (
            <div className={css.next}>
              {step === 0 ? null : (
                <Button size="md" onClick={() => setStep(step - 1)}>
                  Back
                </Button>
              )}
              <Button
                size="md"
                variant="filled"
                disabled={complete <= step}
                rightSection={<IconArrowRight size={16} stroke={1.7} aria-hidden="true" />}
                onClick={() => setStep(step + 1)}
              >
                Next
              </Button>
              <span className="second" role="status">
                {complete > step ? '' : step === 1 && asks && duplicates !== undefined ? anotherMatter : missing[step]}
              </span>
            </div>
          )}
        </div>
      </div>
    </Page>
  );
};

/** The steps begin with what a program of the practice prepared; without it when it cannot be read. */
const FromDraft = ({ contact, draft }: { readonly contact: string | undefined; readonly draft: string }) => {
  const { data, isPending } = useQuery(draftAnswersQuery(draft));
  if (isPending) return <SkeletonRows label="draft" rows={5} />;
  const estimate = data?.estimate === null || data === undefined ? ok(null) : toCents(data.estimate);
  const begin = { ...emptyAnswers, ...data, estimate: estimate.ok ? estimate.value : null };
  return <Steps contact={contact} begin={begin} />;
};

/** Five steps from a client to a signed intent. */
export const NewReferralPage = () => {
  const { contact, draft } = route.useSearch();
  return draft === undefined ? <Steps contact={contact} begin={emptyAnswers} /> : <FromDraft contact={contact} draft={draft} />;
};
