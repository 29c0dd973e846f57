import './app/zodWithoutEval.ts';
import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/mantine.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { readNonce } from './app/nonce.ts';
import { router } from './app/router.tsx';
import { cssVariablesResolver, theme } from './app/theme.ts';
import { installTrustedTypes } from './app/trustedTypes.ts';
import { DeskProblemError, problemCode } from './client.ts';
import { dropSession } from './session.ts';

installTrustedTypes(globalThis);

const nonce = readNonce(document);
if (nonce !== undefined) setNonce(nonce);

/** A session that has ended leads to the sign-in: the frame asks again and finds nobody. */
const onError = (error: unknown): void => {
  if (!(error instanceof DeskProblemError) || problemCode(error.problem) !== 'sign-in') return;
  dropSession();
  void queries.invalidateQueries({ queryKey: ['status'] });
};

// A refusal is an answer: only silence is asked again.
const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      networkMode: 'always',
      retry: (count, error) => count < 2 && error instanceof DeskProblemError && error.problem.status === 0,
    },
    mutations: { networkMode: 'always' },
  },
});

const place = document.getElementById('root');
if (place === null) throw new Error('the page has no root element');

createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      {...(nonce === undefined ? {} : { getStyleNonce: () => nonce })}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
