import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStaticFolder } from './static-folder.ts';

const built = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-window-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<p>Today</p>');
  writeFileSync(join(folder, 'assets', 'index-1a2b3c4d.js'), 'export {}');
  writeFileSync(join(folder, 'assets', 'index-1a2b3c4d.js.map'), '{}');
  return folder;
};

describe('readStaticFolder', () => {
  it('lists the built files, without source maps and links', () => {
    const folder = built();
    symlinkSync('/etc/passwd', join(folder, 'assets', 'passwd.txt'));
    const result = readStaticFolder(folder);
    if (!result.ok) throw new Error(result.error.code);
    expect([...result.value.keys()].sort()).toEqual(['/assets/index-1a2b3c4d.js', '/index.html']);
  });

  it('says that the window is not built', () => {
    const folder = join(tmpdir(), 'flip360-no-such-folder');
    expect(readStaticFolder(folder)).toEqual({ ok: false, error: { code: 'window-not-built', folder } });
  });

  it('refuses a file whose type it does not know', () => {
    const folder = built();
    writeFileSync(join(folder, 'assets', 'notes.docx'), 'x');
    expect(readStaticFolder(folder)).toEqual({
      ok: false,
      error: { code: 'unknown-file-type', file: 'assets/notes.docx' },
    });
  });
});
