import { dialog, shell } from 'electron';
import { externalAddress } from './trusted-url.ts';

/**
 * Opens a link of a page in the person's own browser or mail program, after asking: a page that was tampered with
 * could otherwise carry data out in an address. The only importer of Electron's `shell`.
 */
export const openExternal = async (url: string, origin: string): Promise<void> => {
  const address = externalAddress(url, origin);
  if (address === undefined) return;
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'Open this address outside the desk?',
    detail: address,
    buttons: ['Open', 'Stay here'],
    defaultId: 1,
    cancelId: 1,
  });
  if (response === 0) await shell.openExternal(address);
};
