import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { IconDeviceMobile, IconSignature } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ClientSession } from '../../../core/contract/client-signing.ts';
import { ClientLayout } from '../../app/layouts/ClientLayout.tsx';
import { problemOf } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import { ChoiceBox } from './ChoiceBox.tsx';
import { sessionQuery } from './sessionQuery.ts';
import { useClientSigning, type ClientSigning, type Means } from './useClientSigning.ts';
import css from './SignPage.module.css';

const route = getRouteApi('/sign/$session');

const Back = ({ practice }: { readonly practice?: string }) => (
  <Link to="/sign-in">{practice === undefined ? 'Back to the desk' : `Give the screen back to ${practice}`}</Link>
);

const Until = ({ session }: { readonly session: ClientSession }) => (
  <>
    Private page for {session.firstName}, until <DateTime at={session.expires} form="date" inRow />
  </>
);

const TestNote = () => <Note tone="warn">This is a test network. Whatever is signed here is signed with a test key and binds nobody.</Note>;

const CodeFields = ({
  session,
  signing,
  code,
  onCode,
}: {
  readonly session: ClientSession;
  readonly signing: ClientSigning;
  readonly code: string;
  readonly onCode: (code: string) => void;
}) => (
  <div className={css.code}>
    <p>
      {session.code.sentAt === null
        ? `A code of eight digits goes to ${session.code.sentTo ?? 'your address'}. It shows that you are the one being asked.`
        : `A code went to ${session.code.sentTo ?? 'your address'}. ${session.code.triesLeft} ${session.code.triesLeft === 1 ? 'try is' : 'tries are'} left.`}
    </p>
    <Button size="xl" disabled={signing.busy} onClick={() => void signing.sendCode()}>
      {session.code.sentAt === null ? 'Send me the code' : 'Send it again'}
    </Button>
    {session.code.sentAt === null ? null : (
      <TextInput
        label="The code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={11}
        value={code}
        onChange={(event) => onCode(event.currentTarget.value)}
      />
    )}
    <p className={css.second}>The page makes a key for this one time, signs with it, and throws it away.</p>
  </div>
);

const verb = (session: ClientSession, left: number): string => {
  if (session.step === 4) return 'Sign: it worked out';
  return left > 1 ? 'Sign the first of two' : 'Sign what I ticked';
};

const Open = ({ session }: { readonly session: ClientSession }) => {
  const signing = useClientSigning(session);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [means, setMeans] = useState<Means>('passkey');
  const [code, setCode] = useState('');
  const [left, setLeft] = useState(false);
  const due = session.choices.filter((choice) => !choice.signed && ticked.has(choice.id));
  const next = due[0];
  const ready = means === 'passkey' || /^\s*(?:\d\s*){8}$/u.test(code);
  const tick = (id: string, on: boolean) => setTicked(on ? new Set([...ticked, id]) : new Set([...ticked].filter((one) => one !== id)));
  if (left)
    return (
      <ClientLayout
        practice={session.practice}
        note={<Until session={session} />}
        question="Nothing was signed"
        acts={
          <Button size="xl" onClick={() => setLeft(false)}>
            Back to the question
          </Button>
        }
        otherWay={<Back practice={session.practice} />}
      >
        <p>You did not confirm, and no answer was recorded. Tell {session.practice} what is not right.</p>
      </ClientLayout>
    );
  const refuse = () => (session.step === 4 ? setLeft(true) : void signing.sign('refuse', means, code));
  const anySigned = session.choices.some((choice) => choice.signed);
  return (
    <ClientLayout
      practice={session.practice}
      note={<Until session={session} />}
      question={session.headline}
      acts={
        <>
          {next === undefined && ready ? (
            <p className={css.second}>Tick what you agree to. Each choice is a signature of its own, with a press of its own.</p>
          ) : null}
          {!ready ? (
            <p className={css.second}>
              {session.code.sentAt === null ? 'Have the code sent first.' : 'Enter the eight digits of the code.'}
            </p>
          ) : null}
          <Button
            size="xl"
            variant="filled"
            fullWidth
            disabled={next === undefined || !ready}
            loading={signing.busy}
            leftSection={
              means === 'passkey' ? (
                <IconDeviceMobile size={22} stroke={1.7} aria-hidden="true" />
              ) : (
                <IconSignature size={22} stroke={1.7} aria-hidden="true" />
              )
            }
            onClick={() => (next === undefined ? undefined : void signing.sign(next.id, means, code))}
          >
            {verb(session, due.length)}
          </Button>
          <Button size="xl" fullWidth disabled={signing.busy || (session.step === 1 && (anySigned || !ready))} onClick={refuse}>
            {session.step === 1 ? 'No, do not share' : 'No, I do not confirm'}
          </Button>
        </>
      }
      otherWay={
        session.code.required ? (
          <button type="button" className={css.quiet} onClick={() => setMeans(means === 'passkey' ? 'code' : 'passkey')}>
            {means === 'passkey' ? 'No passkey? Use a code' : 'Use my phone or a security key'}
          </button>
        ) : (
          'Without a phone or security key: ask for a code by e-mail or text message.'
        )
      }
    >
      <p>{session.lead}</p>
      {session.testKey ? <TestNote /> : null}
      <p className={css.benefit}>
        <strong>{session.benefit.title}</strong> {session.benefit.text}
      </p>
      {session.choices.map((choice) => (
        <ChoiceBox
          key={choice.id}
          choice={choice}
          ticked={ticked.has(choice.id)}
          disabled={signing.busy}
          onTick={(on) => tick(choice.id, on)}
        />
      ))}
      {means === 'code' ? (
        <CodeFields session={session} signing={signing} code={code} onCode={setCode} />
      ) : (
        <p className={css.second}>You sign with your own phone, by scanning a code, or with your own security key.</p>
      )}
      {signing.problem === undefined ? null : <ErrorNote problem={signing.problem} />}
      <p className={css.second}>{session.withdrawal}</p>
      <details className={css.notice}>
        <summary>The whole notice, and where complaints go</summary>
        <p>{session.notice}</p>
      </details>
    </ClientLayout>
  );
};

const Done = ({ session }: { readonly session: ClientSession }) => (
  <ClientLayout
    practice={session.practice}
    note={<Until session={session} />}
    question={`Thank you, ${session.firstName}. It is signed.`}
    otherWay={<Back practice={session.practice} />}
  >
    {session.testKey ? <TestNote /> : null}
    {session.choices.map((choice) => (
      <ChoiceBox key={choice.id} choice={choice} ticked={false} disabled onTick={() => undefined} />
    ))}
    <p className={css.second}>{session.withdrawal}</p>
  </ClientLayout>
);

const Refused = ({ session }: { readonly session: ClientSession }) => (
  <ClientLayout
    practice={session.practice}
    question={`You said no, ${session.firstName}. Nothing was passed on.`}
    otherWay={<Back practice={session.practice} />}
  >
    <p>
      {session.other} learns neither your name nor how to reach you. {session.practice} sees that you said no.
    </p>
  </ClientLayout>
);

const Expired = ({ session }: { readonly session: ClientSession }) => (
  <ClientLayout practice={session.practice} question="This page has ended" otherWay={<Back practice={session.practice} />}>
    <p>
      Its time has passed, or a wrong code was entered too often. Nothing more can be signed here. Ask {session.practice} to invite you
      again.
    </p>
  </ClientLayout>
);

const views = { open: Open, signed: Done, refused: Refused, expired: Expired } as const;

/** The page a client signs on. Reached by its own address, with nothing of the desk round it. */
export const SignPage = () => {
  const { session } = route.useParams();
  const { data, error } = useQuery(sessionQuery(session));
  if (data !== undefined) {
    const View = views[data.state];
    return <View session={data} />;
  }
  if (error === null)
    return (
      <ClientLayout question="One moment">
        <SkeletonBlock height={320} label="your page" />
      </ClientLayout>
    );
  return (
    <ClientLayout question="This page has no question for you" otherWay={<Back />}>
      <p>It may have been answered already, or its time has passed. Ask the person at the practice to open it again.</p>
      <ErrorNote problem={problemOf(error)} />
    </ClientLayout>
  );
};
