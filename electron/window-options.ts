import type { BrowserWindowConstructorOptions, Session } from 'electron';

/** The one window. No preload: pages talk to the desk by HTTP and reach nothing else. */
export const windowOptions = (session: Session, zoom: number): BrowserWindowConstructorOptions => ({
  title: 'Flip 360 Desk',
  // The name under which Electron keeps size and place of the window.
  name: 'desk',
  windowStatePersistence: true,
  width: 1280,
  height: 832,
  minWidth: 720,
  minHeight: 540,
  show: false,
  autoHideMenuBar: true,
  webPreferences: {
    session,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    spellcheck: false,
    zoomFactor: zoom,
  },
});
