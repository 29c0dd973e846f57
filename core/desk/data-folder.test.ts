import { describe, expect, it } from 'vitest';
import { defaultDataFolder } from './data-folder.ts';

describe('defaultDataFolder', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string]>([
    ['linux', {}, '/home/ann/.local/share/flip360-desk'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/ann/.local/share/flip360-desk'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/flip360-desk'],
    ['darwin', {}, '/home/ann/Library/Application Support/Flip 360 Desk/data'],
    ['win32', { LOCALAPPDATA: '/local', APPDATA: '/roaming' }, '/local/Flip 360 Desk/data'],
    ['win32', {}, '/home/ann/AppData/Local/Flip 360 Desk/data'],
  ])('on %s with %o', (platform, env, expected) => {
    expect(defaultDataFolder(platform, env, '/home/ann')).toBe(expected);
  });
});
