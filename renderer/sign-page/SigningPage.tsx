import { useState, type ReactNode } from 'react';
import { IconFaceId, IconSignature } from '@tabler/icons-react';
import { ClientLayout } from '../app/layouts/ClientLayout.tsx';
import shared from '../features/sign/SignPage.module.css';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Note } from '../ui/Note.tsx';
import { consentsOf } from '../../core/protocol/network/client-copy.ts';
import { dateText } from './dates.ts';
import type { Opened } from './openLink.ts';
import { Choice, PageButton, QuietButton, WriteTo } from './parts.tsx';
import { receiptDocument, recordsFile, saveText } from './receipt.ts';
import { type Means, type Signing, useSigning } from './useSigning.ts';
import css from './SigningPage.module.css';

const askerOf = ({ request }: Opened): string => request.members.find((member) => member.practice === request.by)?.name ?? 'The practice';
const otherOf = ({ request }: Opened): string =>
  request.members.find((member) => member.practice !== request.by)?.name ?? 'the other practice';
const signedAt = ({ copy }: Opened, choice: string): string | null => copy.records.find((record) => record.choice === choice)?.at ?? null;

const untilWords = ({ request }: Opened): string => `Private link for ${request.page.client}, until ${dateText(request.expires)}`;

const TestNote = () => <Note tone="warn">This is a test network. Whatever is signed here is signed with a test key and binds nobody.</Note>;

/** What went wrong, and for a signature that could not be sent the way to send it again. */
const Trouble = ({ signing }: { readonly signing: Signing }) => (
  <>
    {signing.unsent ? (
      <Note tone="warn" live="assertive">
        <p>It is signed and not sent yet. Keep this page open.</p>
        <PageButton disabled={signing.busy} onClick={() => void signing.sendAgain()}>
          Send it now
        </PageButton>
      </Note>
    ) : null}
    {signing.problem === undefined ? null : <ErrorNote problem={signing.problem} />}
  </>
);

const Asks = ({ opened }: { readonly opened: Opened }) =>
  opened.copy.asks.map((ask) => (
    <Note key={ask.at} tone="ok">
      Your message went to {askerOf(opened)} on {dateText(ask.at, 'moment')}
      {ask.words === '' ? '.' : `: “${ask.words}”`}
    </Note>
  ));

const Notice = ({ opened }: { readonly opened: Opened }) => (
  <details className={shared.notice}>
    <summary>The whole notice, and where complaints go</summary>
    <p>{opened.request.notice.words}</p>
  </details>
);

const Correction = ({ signing }: { readonly signing: Signing }) => (
  <WriteTo
    kind="correction"
    summary="Something is not right?"
    label={`What should ${askerOf(signing.opened)} correct?`}
    verb="Send this to them"
    busy={signing.busy || signing.unsent}
    onSend={signing.ask}
  />
);

const hasPasskeys = (): boolean => 'PublicKeyCredential' in globalThis;

const verb = ({ step }: Opened['request'], due: number, takesBack: boolean): string =>
  takesBack ? 'Take my consent back' : step === 4 ? 'Sign: it worked out' : due > 1 ? 'Sign the first of two' : 'Sign what I ticked';

const CodeField = ({ code, onCode }: { readonly code: string; readonly onCode: (code: string) => void }) => (
  <div className={shared.code}>
    <p>The practice sent you a code of eight digits in a message of its own.</p>
    <div className={css.field}>
      <label htmlFor="code">The code</label>
      <input
        id="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={11}
        value={code}
        onChange={(event) => onCode(event.currentTarget.value)}
      />
    </div>
    <p className={shared.second}>The page makes a key for this one time, signs with it, and throws it away.</p>
  </div>
);

const means = {
  passkey:
    'You sign with a passkey: your face, finger or PIN on your own device. The first time it asks twice, once to make the passkey and once to sign.',
  known: 'You sign with the passkey of before.',
  none: 'This device offers no passkeys here. Open the link on your phone, or ask the practice for a link by e-mail or text message, which brings a code.',
} as const;

const Open = ({ signing }: { readonly signing: Signing }) => {
  const { opened, busy } = signing;
  const { request } = opened;
  const withCode = request.invitations.code !== null;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [by, setBy] = useState<Means>(hasPasskeys() || !withCode ? 'passkey' : 'code');
  const [code, setCode] = useState('');
  const due = request.page.choices.filter((choice) => signedAt(opened, choice.id) === null && ticked.has(choice.id));
  const next = due[0];
  // An acknowledgement names the consent that it goes with.
  const consentFirst = next?.id === 'acknowledge' && request.consents.length + consentsOf(opened.copy).length === 0;
  const ready = by === 'passkey' ? hasPasskeys() : /^\s*(?:\d\s*){8}$/u.test(code);
  const started = opened.copy.records.length > 0;
  const takesBack = request.page.choices.some((choice) => choice.id === 'withdraw');
  const tick = (id: string, on: boolean) => setTicked(on ? new Set([...ticked, id]) : new Set([...ticked].filter((one) => one !== id)));
  const hint = consentFirst
    ? 'The second choice goes with the first: tick both, or say no.'
    : by === 'code' && !ready
      ? 'Enter the eight digits of the code.'
      : next === undefined
        ? takesBack
          ? 'Tick it to take your consent back.'
          : 'Tick what you agree to. Each choice is a signature of its own, with a press of its own.'
        : undefined;
  // A no needs neither passkey nor code: it is as easy as can be.
  const refuse = () =>
    request.step === 4 ? void signing.ask({ kind: 'not-confirmed', words: '' }) : void signing.press('refuse', 'code', '');
  return (
    <ClientLayout
      practice={askerOf(opened)}
      note={untilWords(opened)}
      question={request.page.headline}
      pinned
      acts={
        <>
          {hint === undefined ? null : <p className={shared.second}>{hint}</p>}
          <PageButton
            main
            disabled={busy || signing.unsent || next === undefined || consentFirst || !ready}
            icon={
              by === 'passkey' ? (
                <IconFaceId size={24} stroke={1.7} aria-hidden="true" />
              ) : (
                <IconSignature size={24} stroke={1.7} aria-hidden="true" />
              )
            }
            onClick={() => (next === undefined ? undefined : void signing.press(next.id, by, code))}
          >
            {verb(request, due.length, takesBack)}
          </PageButton>
          {started || takesBack ? null : (
            <PageButton disabled={busy || signing.unsent} onClick={refuse}>
              {request.step === 4 ? 'No, I do not confirm' : 'No, do not share'}
            </PageButton>
          )}
        </>
      }
      otherWay={
        withCode ? (
          <QuietButton onClick={() => setBy(by === 'passkey' ? 'code' : 'passkey')}>
            {by === 'passkey' ? 'No passkey? Use a code' : 'Use a passkey'}
          </QuietButton>
        ) : null
      }
    >
      <p>{request.page.lead}</p>
      {request.test ? <TestNote /> : null}
      <p className={shared.benefit}>
        <strong>{request.page.benefit.title}</strong> {request.page.benefit.text}
      </p>
      {request.page.choices.map((choice) => (
        <Choice
          key={choice.id}
          title={choice.title}
          text={choice.text}
          signedAt={signedAt(opened, choice.id)}
          ticked={ticked.has(choice.id)}
          disabled={busy}
          onTick={(on) => tick(choice.id, on)}
        />
      ))}
      {by === 'code' ? (
        <CodeField code={code} onCode={setCode} />
      ) : (
        <p className={shared.second}>{hasPasskeys() ? (signing.known ? means.known : means.passkey) : means.none}</p>
      )}
      {by === 'passkey' && signing.known ? <QuietButton onClick={signing.forget}>I do not have that passkey any more</QuietButton> : null}
      <Trouble signing={signing} />
      <p className={shared.second}>{request.page.withdrawal}</p>
      <Notice opened={opened} />
      <Asks opened={opened} />
      <Correction signing={signing} />
    </ClientLayout>
  );
};

const Receipts = ({ opened }: { readonly opened: Opened }) => (
  <div className={css.acts}>
    <PageButton onClick={() => saveText('receipt.html', 'text/html', receiptDocument(opened))}>Save my receipt</PageButton>
    <QuietButton onClick={() => saveText('signed-records.json', 'application/json', recordsFile(opened))}>
      Save the signed records, for checking
    </QuietButton>
  </div>
);

/** Takes the consent back: signed by the passkey that gave it, or asked for in words where its key is gone. */
const TakeBack = ({ signing }: { readonly signing: Signing }) => {
  const { opened, busy, unsent } = signing;
  if (consentsOf(opened.copy).length === 0) return null;
  if (opened.copy.key === null)
    return (
      <WriteTo
        kind="withdrawal"
        summary="Take my consent back"
        label={`Your key was thrown away after signing. Write to ${askerOf(opened)} that you take it back: they stop, and can send you a new link and code by which you sign it.`}
        verb="Send this to them"
        busy={busy || unsent}
        onSend={signing.ask}
      />
    );
  return (
    <details className={css.more}>
      <summary>Take my consent back</summary>
      <div>
        <p>From then on nothing more may be passed on. What was passed on already stays recorded, and {otherOf(opened)} is told.</p>
        <PageButton disabled={busy || unsent} onClick={() => void signing.press('withdraw', 'passkey', '')}>
          Take it back with my passkey
        </PageButton>
      </div>
    </details>
  );
};

const Ended = ({
  signing,
  question,
  children,
}: {
  readonly signing: Signing;
  readonly question: string;
  readonly children?: ReactNode;
}) => {
  const { opened } = signing;
  return (
    <ClientLayout practice={askerOf(opened)} note={untilWords(opened)} question={question}>
      {opened.request.test ? <TestNote /> : null}
      {children}
      <Trouble signing={signing} />
      {opened.copy.records.length === 0 ? null : <Receipts opened={opened} />}
      <Asks opened={opened} />
      <TakeBack signing={signing} />
      <Correction signing={signing} />
      <Notice opened={opened} />
    </ClientLayout>
  );
};

/** The client's page behind a link that opened. */
export const SigningPage = ({ first }: { readonly first: Opened }) => {
  const signing = useSigning(first);
  const { opened } = signing;
  const { page } = opened.request;
  const said = new Set(opened.copy.records.map((record) => record.choice));
  if (said.has('withdraw'))
    return (
      <Ended signing={signing} question={`Your consent is taken back, ${page.firstName}.`}>
        <p>Nothing more may be passed on with it.</p>
      </Ended>
    );
  if (said.has('refuse'))
    return (
      <Ended signing={signing} question={`You said no, ${page.firstName}. Nothing was passed on.`}>
        <p>
          {otherOf(opened)} learns neither your name nor how to reach you. {askerOf(opened)} sees that you said no.
        </p>
      </Ended>
    );
  if (opened.copy.asks.some((ask) => ask.kind === 'not-confirmed'))
    return (
      <Ended signing={signing} question="You did not confirm">
        <p>Nothing was signed. {askerOf(opened)} sees that you did not confirm; tell them below what is not right.</p>
      </Ended>
    );
  if (page.choices.every((choice) => said.has(choice.id)))
    return (
      <Ended signing={signing} question={`Thank you, ${page.firstName}. It is signed.`}>
        {page.choices.map((choice) => (
          <Choice
            key={choice.id}
            title={choice.title}
            text={choice.text}
            signedAt={signedAt(opened, choice.id)}
            ticked={false}
            disabled
            onTick={() => undefined}
          />
        ))}
        <p className={shared.second}>{page.withdrawal}</p>
      </Ended>
    );
  return <Open signing={signing} />;
};
