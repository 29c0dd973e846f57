import { describe, expect, it } from 'vitest';
import { menuTemplate } from './menu.ts';

const roles = (platform: NodeJS.Platform, packaged: boolean): string => JSON.stringify(menuTemplate(platform, packaged)).toLowerCase();

describe('menuTemplate', () => {
  it('has zoom and editing everywhere, the application menu on macOS', () => {
    expect(roles('win32', true)).toContain('zoomin');
    expect(roles('win32', true)).toContain('editmenu');
    expect(roles('win32', true)).not.toContain('appmenu');
    expect(roles('darwin', true)).toContain('appmenu');
  });

  it('offers developer tools and reload in development only', () => {
    expect(roles('linux', false)).toContain('toggledevtools');
    expect(roles('linux', true)).not.toContain('toggledevtools');
    expect(roles('linux', true)).not.toContain('reload');
  });
});
