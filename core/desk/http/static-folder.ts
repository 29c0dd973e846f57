import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { err, ok, type Result } from '../../domain/result.ts';
import type { StaticFile, StaticFiles } from './static-files.ts';

export type StaticFolderError =
  | { readonly code: 'window-not-built'; readonly folder: string }
  | { readonly code: 'unknown-file-type'; readonly file: string };

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * Reads the built window into memory once; its file list is the allow-list of the mount. Source maps stay out,
 * symbolic links are not followed, and a file type without a known content type is refused rather than guessed.
 */
export const readStaticFolder = (folder: string): Result<StaticFiles, StaticFolderError> => {
  const files = new Map<string, StaticFile>();
  let entries;
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return err({ code: 'window-not-built', folder });
  }
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue;
    const path = join(entry.parentPath, entry.name);
    const urlPath = path.slice(join(folder, '/').length).replaceAll('\\', '/');
    const contentType = contentTypes[extname(entry.name)];
    if (contentType === undefined) return err({ code: 'unknown-file-type', file: urlPath });
    files.set(`/${urlPath}`, { bytes: new Uint8Array(readFileSync(path)), contentType });
  }
  return files.has('/index.html') ? ok(files) : err({ code: 'window-not-built', folder });
};
