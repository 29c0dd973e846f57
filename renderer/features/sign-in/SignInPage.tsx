import { ClientLayout } from '../../app/layouts/ClientLayout.tsx';

/** Who is at the desk. */
export const SignInPage = () => (
  <ClientLayout question="Who is at the desk?">
    <p>Choose your name, then use your passkey or PIN.</p>
  </ClientLayout>
);
