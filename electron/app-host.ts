/**
 * The host name of the desk's pages in Electron, and so the WebAuthn RP ID of every credential made there. It is
 * permanent data: another name orphans all enrolled passkeys. Nothing is ever fetched from it over the network.
 */
export const appHost = 'desktop.flip360.com.au';

/** The one origin that the window may load. */
export const appOrigin = `https://${appHost}`;

/** Never renamed: platform credentials on macOS are bound to the partition. */
export const appPartition = 'persist:flip360-desk';
