import '../app/zodWithoutEval.ts';
import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import { StrictMode, Suspense, use, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Result } from '../../core/domain/result.ts';
import { ClientLayout } from '../app/layouts/ClientLayout.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { type NotOpened, type Opened, openLink } from './openLink.ts';
import { PageButton } from './parts.tsx';
import { SigningPage } from './SigningPage.tsx';

const tooOld: NotOpened = {
  title: 'This browser is too old for the page',
  detail: 'It cannot open what was closed for you.',
  next: 'Open the link in a newer browser, or ask the practice to meet you in person.',
};

const openHere = async (): Promise<Result<Opened, NotOpened>> =>
  'subtle' in crypto ? await openLink(location) : { ok: false, error: tooOld };

const Waiting = () => (
  <ClientLayout question="One moment">
    <p role="status">Your page is being opened.</p>
  </ClientLayout>
);

const Page = ({ opening, again }: { readonly opening: Promise<Result<Opened, NotOpened>>; readonly again: () => void }) => {
  const state = use(opening);
  if (state.ok) return <SigningPage first={state.value} />;
  return (
    <ClientLayout
      question={state.error.closed === true ? 'This link opens nothing' : 'The page did not open'}
      acts={state.error.again === true ? <PageButton onClick={again}>Try again</PageButton> : undefined}
    >
      {state.error.closed === true ? (
        <p>
          {state.error.detail} {state.error.next}
        </p>
      ) : (
        <ErrorNote problem={state.error} />
      )}
    </ClientLayout>
  );
};

const Start = ({ first }: { readonly first: Promise<Result<Opened, NotOpened>> }) => {
  const [opening, setOpening] = useState(first);
  return (
    <Suspense fallback={<Waiting />}>
      <Page opening={opening} again={() => setOpening(openHere())} />
    </Suspense>
  );
};

const place = document.getElementById('root');
if (place === null) throw new Error('the page has no root element');
createRoot(place).render(
  <StrictMode>
    <Start first={openHere()} />
  </StrictMode>,
);
