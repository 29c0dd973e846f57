import { useRef, useState } from 'react';
import { Button, Checkbox } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { IconArrowLeft, IconCode, IconEye, IconEyeOff, IconSignature } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Act } from '../../../../core/contract/acts.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { Hash } from '../../../ui/Hash.tsx';
import { Kbd } from '../../../ui/Kbd.tsx';
import { Note } from '../../../ui/Note.tsx';
import type { ProblemWords } from '../../../ui/problem.ts';
import { ExactBytes } from '../../signing/ExactBytes.tsx';
import { useDraft } from '../../signing/useDraft.ts';
import { purposeOf, receiverOf, ruleOf, type Answers, type Options } from './answers.ts';
import css from './wizard.module.css';

const Sees = ({ options, answers }: { readonly options: Options; readonly answers: Answers }) => {
  const receiver = receiverOf(options, answers)?.name ?? 'The receiver';
  const purpose = purposeOf(options, answers)?.name ?? '';
  const rule = ruleOf(options, answers);
  const { contact } = options;
  const details = ['name', contact.phones.length > 0 ? 'phone' : null, contact.emails.length > 0 ? 'e-mail' : null]
    .filter((part) => part !== null)
    .join(', ');
  return (
    <>
      <Card title={`${receiver} sees`} icon={<IconEye size={16} stroke={1.7} color="var(--ok)" aria-hidden="true" />} level={2}>
        <ul className={css.sees}>
          <li>Your practice, your name, date and time</li>
          <li>Purpose: {purpose.toLocaleLowerCase('en-AU')}</li>
          <li>
            Rule {rule?.name} version {rule?.version} and its hash
          </li>
          <li>
            After {contact.name} has acknowledged: <strong>{details}</strong> and “{answers.purposeWords.trim()}”
          </li>
        </ul>
      </Card>
      <Card title={`${receiver} does not see`} icon={<IconEyeOff size={16} stroke={1.7} color="var(--bad)" aria-hidden="true" />} level={2}>
        <ul className={css.sees}>
          <li>Address, date of birth, ABN and identity papers</li>
          <li>Notes, tax and other referrals</li>
          <li>Who it is, if the client says no</li>
        </ul>
      </Card>
    </>
  );
};

/** The right side of step 5: what the receiver sees and does not see, the exact words and bytes, and the one binding act. */
export const SignPanel = ({
  options,
  answers,
  act,
  onBack,
}: {
  readonly options: Options;
  readonly answers: Answers;
  readonly act: Act;
  readonly onBack: () => void;
}) => {
  const navigate = useNavigate();
  const [wanted, setWanted] = useState(true);
  const [signing, setSigning] = useState(false);
  const [refused, setRefused] = useState<ProblemWords>();
  const running = useRef(false);
  const { prepared, problem, sign } = useDraft(act, (signed) => {
    if (signed.referral !== null) void navigate({ to: '/referrals/$id', params: { id: signed.referral }, replace: true });
  });
  const need = prepared?.assertion.need ?? 'none';
  const passkey = need === 'required' || (need === 'offered' && wanted);
  const go = async () => {
    if (prepared === undefined || running.current) return;
    running.current = true;
    setSigning(true);
    setRefused(undefined);
    try {
      setRefused(await sign([], wanted));
    } finally {
      running.current = false;
      setSigning(false);
    }
  };
  useWindowEvent('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void go();
  });
  const event = prepared?.events[0];
  return (
    <>
      <Sees options={options} answers={answers} />
      <Card
        title="Exactly what you sign"
        aside={
          event === undefined ? undefined : (
            <>
              <IconCode size={16} stroke={1.7} aria-hidden="true" /> {event.bytes.toLocaleString('en-AU')} bytes
            </>
          )
        }
      >
        <p className={css.signWords}>
          {prepared?.words ?? (problem === undefined ? 'The desk is making the exact bytes.' : 'Nothing can be signed yet.')}
        </p>
        {event === undefined ? null : (
          <>
            <p className={css.hash}>
              SHA-256 of these bytes <Hash hex={event.contentHash} digits="all" what="hash of what is signed" />
            </p>
            <ExactBytes title="Show the bytes" events={prepared?.events ?? []} />
          </>
        )}
      </Card>
      {prepared?.warnings.map((warning) => (
        <Note key={warning} tone="warn">
          {warning}
        </Note>
      ))}
      {problem === undefined ? null : <ErrorNote problem={problem} />}
      {refused === undefined ? null : <ErrorNote problem={refused} />}
      <div className={css.foot}>
        {need === 'offered' ? (
          <Checkbox label="Confirm with my passkey" checked={wanted} onChange={(change) => setWanted(change.currentTarget.checked)} />
        ) : null}
        <p>
          {passkey ? 'Your passkey will be asked for. ' : 'Your key at this desk signs. '}Signing cannot be undone; a mistake is corrected
          by a new, visible entry.
        </p>
        <div className={css.buttons}>
          <Button size="md" disabled={signing} leftSection={<IconArrowLeft size={16} stroke={1.7} aria-hidden="true" />} onClick={onBack}>
            Back
          </Button>
          <Button
            size="md"
            variant="filled"
            disabled={prepared === undefined}
            loading={signing}
            leftSection={<IconSignature size={17} stroke={1.7} aria-hidden="true" />}
            rightSection={<Kbd onFill>Ctrl Enter</Kbd>}
            onClick={() => void go()}
          >
            Sign Intent
          </Button>
        </div>
      </div>
    </>
  );
};
