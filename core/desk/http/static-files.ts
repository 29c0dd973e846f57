import { noncePlaceholder } from './headers.ts';

/** One file of the built window, held in memory. */
export type StaticFile = { readonly bytes: Uint8Array<ArrayBuffer>; readonly contentType: string };

/** The allow-list: URL path (`/assets/index-1a2b.js`) to file. What is not in it does not exist. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const pagePath = '/index.html';

/**
 * Answers a GET or HEAD from the allow-list by exact, undecoded path, so that no `..`, `%2e` or backslash can lead
 * anywhere. Addresses of screens (no dot in the last segment) get the page itself. Undefined: not ours.
 */
export const serveStatic = (
  files: StaticFiles,
  request: { readonly method: string; readonly path: string },
  nonce: string,
): Response | undefined => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  const body = (bytes: Uint8Array<ArrayBuffer> | string) => (request.method === 'HEAD' ? null : bytes);
  if (isScreen(request.path)) {
    const page = files.get(pagePath);
    if (page === undefined) return undefined;
    const html = new TextDecoder().decode(page.bytes).replaceAll(noncePlaceholder, nonce);
    return new Response(body(html), {
      headers: { 'content-type': page.contentType, 'cache-control': 'no-store' },
    });
  }
  const file = files.get(request.path);
  if (file === undefined) return undefined;
  // Only names with a content hash may be kept: another desk version may stand at the same address tomorrow.
  const hashed = /^\/assets\/.+-[\w-]{8}\.\w+$/.test(request.path);
  return new Response(body(file.bytes), {
    headers: {
      'content-type': file.contentType,
      'cache-control': hashed ? 'private, max-age=31536000, immutable' : 'no-cache',
    },
  });
};

const isScreen = (path: string): boolean =>
  path === pagePath || (/^\/[\w\-/]*$/.test(path) && !path.includes('//') && !path.startsWith('/assets/'));
