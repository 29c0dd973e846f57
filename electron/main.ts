import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, Menu, powerMonitor, session, utilityProcess } from 'electron';
import { defaultDataFolder } from '../core/desk/data-folder.ts';
import { appOrigin, appPartition } from './app-host.ts';
import { menuTemplate } from './menu.ts';
import { guardContents } from './policy/contents.ts';
import { chooseAccount } from './policy/passkeys.ts';
import { openExternal } from './policy/safe-shell.ts';
import { hardenSession } from './policy/session.ts';
import { createRelay, type DeskPort, type Relay } from './relay/main-side.ts';
import { openSettings } from './settings.ts';
import { startArguments } from './start-arguments.ts';
import { windowOptions } from './window-options.ts';

const maxBodyBytes = 32 * 1024 * 1024;

const forkDesk = (dataDir: string): DeskPort => {
  const child = utilityProcess.fork(join(import.meta.dirname, 'data-process.js'), [dataDir, appOrigin], {
    serviceName: 'Flip 360 Desk data',
    stdio: 'inherit',
  });
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
  };
};

const openWindow = async (): Promise<BrowserWindow> => {
  const settings = openSettings();
  const window = new BrowserWindow(windowOptions(session.fromPartition(appPartition), settings.get('zoom') ?? 1));
  window.once('ready-to-show', () => window.show());
  window.on('close', () => settings.set('zoom', window.webContents.getZoomFactor()));
  await window.loadURL(`${appOrigin}/`);
  return window;
};

const failToOpen = (dataDir: string, error: unknown): void => {
  const reason = error instanceof Error ? error.message : 'The reason is not known.';
  const detail = `${reason}\n\nData folder: ${dataDir}`;
  // Nothing is offered that could delete data: another folder or a backup is chosen at the next start.
  dialog.showErrorBox('The desk could not be opened', detail);
  app.exit(3);
};

const quitAfter = (relay: Relay): void => {
  let closing = false;
  app.on('before-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    void relay.close().finally(() => app.quit());
  });
};

const start = async (): Promise<void> => {
  const settings = openSettings();
  const dataDir =
    startArguments(process.argv).dataDir ?? settings.get('dataDir') ?? defaultDataFolder(process.platform, process.env, homedir());
  const relay = createRelay(forkDesk(dataDir), maxBodyBytes);
  const pages = session.fromPartition(appPartition);
  hardenSession(pages, appOrigin, relay.fetch);
  pages.on('select-webauthn-account', (_event, details, callback) => {
    void chooseAccount(details.accounts, async (labels) => {
      const { response } = await dialog.showMessageBox({
        message: 'Which passkey?',
        buttons: [...labels, 'Cancel'],
        cancelId: labels.length,
      });
      return response < labels.length ? response : undefined;
    }).then(callback, () => callback(null));
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged)));
  try {
    await relay.ready;
  } catch (error) {
    failToOpen(dataDir, error);
    return;
  }
  settings.set('dataDir', dataDir);
  quitAfter(relay);
  powerMonitor.on('lock-screen', relay.lock);
  powerMonitor.on('suspend', relay.lock);
  let window = await openWindow();
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) void openWindow().then((opened) => (window = opened));
  });
};

// Two shells on one profile would fight for the window; two desks on one data folder are stopped by its own lock.
if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents, appOrigin, (url) => void openExternal(url, appOrigin));
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  void app.whenReady().then(start);
} else {
  app.quit();
}
