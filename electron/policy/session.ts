import type { Session } from 'electron';
import { isOwnUrl, mayRequest } from './trusted-url.ts';

/** The parts of Electron's session that the policy sets; narrow, so that a test can hold every call. */
export type HardenedSession = Pick<
  Session,
  | 'protocol'
  | 'webRequest'
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setSpellCheckerEnabled'
  | 'on'
>;

/** Passkeys need no permission of Electron; writing to the clipboard after a press is all that a page may ask for. */
const permitted = new Set(['clipboard-sanitized-write']);

/**
 * Cuts the window off from every network: the desk's own origin is answered by `answer`, all other hosts and schemes
 * by an error. Called before the first page loads; a missing handler would load a remote page.
 */
export const hardenSession = (session: HardenedSession, origin: string, answer: (request: Request) => Promise<Response>): void => {
  session.protocol.handle('https', (request) => (isOwnUrl(request.url, origin) ? answer(request) : Promise.resolve(Response.error())));
  for (const scheme of ['http', 'file']) session.protocol.handle(scheme, () => Response.error());
  // ws and wss pass no scheme handler; this also holds should a handler ever be missing.
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !mayRequest(details.url, origin) }));
  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(permitted.has(permission) && isOwnUrl(details.requestingUrl, origin)),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => {
    return permitted.has(permission) && isOwnUrl(requestingOrigin, origin);
  });
  session.setDevicePermissionHandler(() => false);
  // Elsewhere than on Windows and macOS dictionaries are downloaded.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    if (!mayRequest(item.getURL(), origin)) event.preventDefault();
  });
};
