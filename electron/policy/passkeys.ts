import type { WebAuthnAccount } from 'electron';

type Account = Pick<WebAuthnAccount, 'credentialId' | 'name' | 'displayName'>;

/**
 * Answers Electron's question which passkey to use; without an answer the sign-in is cancelled, even with one. One
 * account is taken, several are asked for by name; null cancels.
 */
export const chooseAccount = async (
  accounts: readonly Account[],
  ask: (labels: readonly string[]) => Promise<number | undefined>,
): Promise<string | null> => {
  const [first, second] = accounts;
  if (first === undefined) return null;
  if (second === undefined) return first.credentialId;
  const chosen = await ask(accounts.map((account) => account.displayName || account.name || 'Unnamed passkey'));
  return chosen === undefined ? null : (accounts[chosen]?.credentialId ?? null);
};
