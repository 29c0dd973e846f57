import type { Event, WebContents } from 'electron';
import { isOwnUrl } from './trusted-url.ts';

type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>;

/** Keeps a page where it is: no foreign navigation, frame, redirect, popup or webview. */
export const guardContents = (contents: GuardedContents, origin: string, openOutside: (url: string) => void): void => {
  contents.on('will-navigate', (details) => {
    if (isOwnUrl(details.url, origin)) return;
    details.preventDefault();
    openOutside(details.url);
  });
  // A redirect is not a press of the person, so it is not offered to the browser either.
  contents.on('will-redirect', (details) => {
    if (!isOwnUrl(details.url, origin)) details.preventDefault();
  });
  contents.on('will-frame-navigate', (details) => {
    if (!isOwnUrl(details.url, origin)) details.preventDefault();
  });
  contents.on('will-attach-webview', (event: Event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
};
