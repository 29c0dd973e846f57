import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Status } from '../../../core/contract/status.ts';
import { FirstRunLayout } from '../../app/layouts/FirstRunLayout.tsx';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { BackupStep } from './BackupStep.tsx';
import { ContactsStep } from './ContactsStep.tsx';
import { DemoOffer } from './DemoOffer.tsx';
import { JoinPractice } from './JoinPractice.tsx';
import { JoinStep } from './JoinStep.tsx';
import { PersonStep } from './PersonStep.tsx';
import { PracticeStep } from './PracticeStep.tsx';
import { RootsStep } from './RootsStep.tsx';
import { RecoveryStep, type RecoveryGroups } from './RecoveryStep.tsx';
import { noPerson, noPractice, noRoots, personMissing, practiceMissing, rootsMissing } from './setupDraft.ts';
import { stepsOf, stepWords, type StepId } from './steps.ts';
import { useNewRecoveryKey, useRecoveryCheck, useSetup } from './useSetup.ts';

const titles: Readonly<Record<StepId, readonly [title: string, line: string]>> = {
  practice: ['Your practice', 'As it stands in the business register. The check digits of the ABN are compared here; nobody is asked.'],
  you: ['You', 'Your key is made on this computer and never leaves it. The PIN opens it.'],
  roots: [
    'The roots of the network',
    'Three root keys stand above the registrar of this desk, and two of them together replace it. Each is sealed by a passphrase and belongs to another person.',
  ],
  recovery: [
    'Write down your recovery key',
    'If this computer is lost, this key and a backup bring everything back. With no key, the data stays locked for good. Keep it away from this computer: a safe, a bank box, your solicitor.',
  ],
  backups: ['Backups', 'A copy of everything on this desk, encrypted, made every day that the desk is open.'],
  join: ['Join the network', 'The network office confirms the keys of your practice. Until it has answered, nothing can be signed.'],
  contacts: ['Your contacts', 'They stay on this computer until you refer one of them.'],
};

const startOf = (status: Status): StepId => {
  if (status.phase === 'first-run') return 'practice';
  return status.warnings.some((warning) => warning.code === 'recovery-key') ? 'recovery' : 'join';
};

const NextButton = ({
  words,
  disabled = false,
  loading = false,
  onClick,
}: {
  readonly words: string;
  readonly disabled?: boolean;
  readonly loading?: boolean;
  readonly onClick: () => void;
}) => (
  <Button
    variant="filled"
    size="md"
    disabled={disabled}
    loading={loading}
    rightSection={<IconArrowRight size={16} stroke={1.8} aria-hidden="true" />}
    onClick={onClick}
  >
    {words}
  </Button>
);

/** The steps of a first run, one task at a time; Next says why it is closed. */
export const FirstRunWizard = ({ status }: { readonly status: Status }) => {
  const navigate = useNavigate();
  const [step, setStep] = useState<StepId>(() => startOf(status));
  const [practice, setPractice] = useState(noPractice);
  const [person, setPerson] = useState(noPerson);
  const [roots, setRoots] = useState(noRoots);
  const [recovery, setRecovery] = useState<RecoveryGroups>();
  const [typed, setTyped] = useState(false);
  const [stored, setStored] = useState(false);
  const [joined, setJoined] = useState<{ readonly network: string | null }>();
  const [backedUp, setBackedUp] = useState(false);
  const office = (status.practice?.kind ?? practice.kind) === 'office';
  const steps = stepsOf(office);
  const legalName = status.practice?.legalName ?? (practiceMissing(practice) === undefined ? practice.legalName : undefined);
  const answered = {
    legalName,
    person: status.person?.name ?? (personMissing(person, false) === undefined ? person.name.trim() : undefined),
    network: joined?.network ?? undefined,
    backedUp,
  };
  const passphrase = status.keyStore.kind === 'passphrase-file' && status.keyStore.locked;

  const toYou = () => setStep('you');
  const setup = useSetup((made) => {
    setRecovery(made);
    setPerson((held) => ({ ...noPerson, name: held.name }));
    setRoots(noRoots);
    setStep('recovery');
  });
  const make = () => setup.mutate({ practice, person, roots, passphrase });
  const renew = useNewRecoveryKey(setRecovery);
  const check = useRecoveryCheck(() => {
    setRecovery(undefined);
    setStep('backups');
  });

  const view = (): {
    readonly body: ReactNode;
    readonly next?: ReactNode;
    readonly back?: ReactNode;
    readonly reason?: string | undefined;
    readonly problem?: unknown;
  } => {
    switch (step) {
      case 'practice': {
        const missing = practiceMissing(practice);
        return {
          body: (
            <>
              <PracticeStep draft={practice} dataFolder={status.dataFolder} onChange={setPractice} />
              <JoinPractice
                passphrase={passphrase}
                onDone={(made) => {
                  setRecovery(made);
                  setStep('recovery');
                }}
              />
              <DemoOffer />
            </>
          ),
          reason: missing,
          next: <NextButton words="Next: you" disabled={missing !== undefined} onClick={toYou} />,
        };
      }
      case 'you': {
        const missing = personMissing(person, passphrase);
        return {
          body: <PersonStep draft={person} passphrase={passphrase} onChange={setPerson} />,
          back: (
            <Button size="md" onClick={() => setStep('practice')}>
              Back
            </Button>
          ),
          reason: missing,
          problem: setup.error,
          next: office ? (
            <NextButton words="Next: the roots" disabled={missing !== undefined} onClick={() => setStep('roots')} />
          ) : (
            <NextButton words="Next: make the keys" disabled={missing !== undefined} loading={setup.isPending} onClick={make} />
          ),
        };
      }
      case 'roots': {
        const missing = rootsMissing(roots);
        return {
          body: <RootsStep drafts={roots} dataFolder={status.dataFolder} onChange={setRoots} />,
          back: (
            <Button size="md" onClick={toYou}>
              Back
            </Button>
          ),
          reason: missing,
          problem: setup.error,
          next: <NextButton words="Next: make the keys" disabled={missing !== undefined} loading={setup.isPending} onClick={make} />,
        };
      }
      case 'recovery':
        return recovery === undefined
          ? {
              body: (
                <Note tone="warn">
                  The recovery key of this desk was shown, and nobody has confirmed a copy of it. A new one takes its place: the old one
                  then opens nothing.
                </Note>
              ),
              problem: renew.error,
              next: <NextButton words="Show a new recovery key" loading={renew.isPending} onClick={() => renew.mutate()} />,
            }
          : {
              body: <RecoveryStep {...recovery} practice={legalName ?? ''} stored={stored} onStored={setStored} onTyped={setTyped} />,
              reason: typed ? (stored ? undefined : 'Next opens when your copy is stored away') : 'Next opens when both groups are correct',
              problem: check.error,
              next: (
                <NextButton
                  words="Next: backups"
                  disabled={!typed || !stored}
                  loading={check.isPending}
                  onClick={() => check.mutate(recovery)}
                />
              ),
            };
      case 'backups':
        return {
          body: <BackupStep onMade={() => setBackedUp(true)} />,
          reason: backedUp ? undefined : 'A backup can be made later as well',
          next: office ? (
            <NextButton words="Open the desk" onClick={() => void navigate({ to: '/people' })} />
          ) : (
            <NextButton words="Next: join the network" onClick={() => setStep('join')} />
          ),
        };
      case 'join':
        return {
          body: <JoinStep onJoined={(network) => setJoined({ network })} />,
          reason: joined === undefined ? 'Next opens when the office has answered. You may close the desk meanwhile' : undefined,
          next: <NextButton words="Next: your contacts" disabled={joined === undefined} onClick={() => setStep('contacts')} />,
        };
      case 'contacts':
        return {
          body: <ContactsStep />,
          next: <NextButton words="Open the desk" onClick={() => void navigate({ to: '/' })} />,
        };
    }
  };
  const { body, next, back, reason, problem } = view();
  const [title, line] = titles[step];
  return (
    <FirstRunLayout
      steps={steps.map((one) => stepWords(one, answered))}
      now={steps.indexOf(step)}
      title={title}
      line={line}
      back={back}
      reason={reason ?? ''}
      next={next}
      promise="Nothing about your clients has left this computer. Nobody was asked anything over the network."
    >
      {body}
      {problem === undefined || problem === null ? null : <ErrorNote problem={problemOf(problem)} />}
    </FirstRunLayout>
  );
};
