import { ClientLayout } from '../../app/layouts/ClientLayout.tsx';

/** The page a client signs on. Reached by its own address, with nothing of the desk round it. */
export const SignPage = () => (
  <ClientLayout question="This page has no question for you">
    <p>It may have been answered already, or its time has passed. Ask the person at the practice to open it again.</p>
  </ClientLayout>
);
