import { join } from 'node:path';

/**
 * The data folder when none is named: the user's local application data. On Windows never the roaming folder, which
 * office networks copy between computers: that corrupts a database in use.
 */
export const defaultDataFolder = (platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>, home: string): string => {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Flip 360 Desk', 'data');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Flip 360 Desk', 'data');
  const share = env['XDG_DATA_HOME'];
  return join(share === undefined || share === '' ? join(home, '.local', 'share') : share, 'flip360-desk');
};

/**
 * Where the lock, the high-water mark and the key file are kept: outside every data folder and every backup, so that neither a copy of the
 * folder nor a restore brings them along.
 */
export const defaultKeyFolder = (platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>, home: string): string => {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Flip 360 Desk', 'keys');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Flip 360 Desk', 'keys');
  const state = env['XDG_STATE_HOME'];
  return join(state === undefined || state === '' ? join(home, '.local', 'state') : state, 'flip360-desk');
};
