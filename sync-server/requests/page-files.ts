import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { PageFile } from '../ports.ts';

/** Where the build puts the signing page, and the page of the office's people. */
export const SIGNING_PAGE = join(import.meta.dirname, '..', '..', 'build', 'sign-page');
export const OFFICE_PAGE = join(import.meta.dirname, '..', '..', 'build', 'office-page');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Reads a built page into memory: its list of files is all that is served of it. Null where it is not built. */
export const readPage = (folder: string): ReadonlyMap<string, PageFile> | null => {
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
 * Policy of these pages: code, styles, fonts and requests from this server only, no frame round it, no form, no markup from strings. The page's own tags
 * carry the hash of each file (SRI).
 */
const PAGE_HEADERS: Readonly<Record<string, string>> = {
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

/** One file of a page, with the policy of pages; undefined where it has none of this name. */
export const pageFileResponse = (files: ReadonlyMap<string, PageFile> | null, name: string): Response | undefined => {
  const file = files?.get(name);
  if (file === undefined) return undefined;
  const kept = name.endsWith('.js') || name.endsWith('.css') || name.endsWith('.woff2');
  return new Response(file.bytes, {
    headers: {
      'content-type': file.contentType,
      'cache-control': kept ? 'public, max-age=31536000, immutable' : 'no-store',
      ...PAGE_HEADERS,
    },
  });
};
