// oxlint-disable no-restricted-globals -- The token of this window alone, so that a reload does not sign a person out; nothing about clients.
const KEY = 'flip360-session';

const store = (): Storage | undefined => (typeof sessionStorage === 'undefined' ? undefined : sessionStorage);

let held: string | null | undefined;

/** The bearer token of the person signed in at this window; null when nobody is. It lives as long as the window and survives a reload. */
export const sessionToken = (): string | null => {
  held ??= store()?.getItem(KEY) ?? null;
  return held;
};

/** Keeps the token of a sign-in. */
export const keepSession = (token: string): void => {
  held = token;
  store()?.setItem(KEY, token);
};

/** Forgets who was signed in at this window. The desk forgets by `POST /api/sign-out`. */
export const dropSession = (): void => {
  held = null;
  store()?.removeItem(KEY);
};
