import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { PageFile } from '../ports.ts';

/** Where the build puts the signing page. */
export const SIGNING_PAGE = join(import.meta.dirname, '..', '..', 'build', 'sign-page');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Reads the built signing page into memory: its list of files is all that `/s/` serves. Null where it is not built. */
export const readSigningPage = (folder: string): ReadonlyMap<string, PageFile> | null => {
  const files = new Map<string, PageFile>();
  try {
    for (const name of readdirSync(folder)) {
      const contentType = TYPES[extname(name)];
      if (contentType !== undefined) files.set(name, { bytes: new Uint8Array(readFileSync(join(folder, name))), contentType });
    }
  } catch {
    return null;
  }
  return files.has('index.html') ? files : null;
};

/**
 * Policy of the signing page: code, styles, fonts and requests from this server only, no frame round it, no form, no markup from strings. The page's own tags
 * carry the hash of each file (SRI).
 */
export const SIGNING_PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), publickey-credentials-create=(self), publickey-credentials-get=(self)',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
};
