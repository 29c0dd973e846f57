import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { formatVerifierKey } from '../../core/protocol/note.ts';
import { formatPolicy } from '../../core/protocol/tlog-policy-text.ts';
import { readAnchors } from '../chain/anchors.ts';
import { newestCheckpoints, newestEntries } from '../chain/newest.ts';
import { unwitnessed, type WitnessPolicy } from '../chain/policy-file.ts';
import { chainDocument } from '../chain-page/page.ts';
import { problemResponse, refuse } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';

const BUILD = join(import.meta.dirname, '..', '..', 'build');
const STYLE = readFileSync(join(import.meta.dirname, '..', 'chain-page', 'style.css'), 'utf8').trim();

const readBuilt = (...path: readonly string[]): Uint8Array<ArrayBuffer> | null => {
  try {
    return new Uint8Array(readFileSync(join(BUILD, ...path)));
  } catch {
    return null;
  }
};
const digest = (content: string | Uint8Array): string => `sha256-${createHash('sha256').update(content).digest('base64')}`;

/** Fonts beside the page, as the build puts them there. */
const FONTS = ['inter.woff2', 'source-serif-4.woff2', 'source-code-pro.woff2'] as const;

/** A file beside the page; null where it was not built. */
type Beside = { readonly type: string; readonly caching: string; readonly body: Uint8Array<ArrayBuffer> | null };

const COMMON = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' } as const;

/**
 * The public page `/chain`, its script, its fonts and the verifier of packs. The policy names the hash of the one style and the one script; nothing comes
 * from elsewhere. Without a build the page is served without its script.
 */
export const chainPage = (parts: Pick<ServerPorts, 'storage' | 'identity' | 'primitives'>, policy: () => WitnessPolicy | null) => {
  const script = readBuilt('chain-page', 'chain.js');
  const files = new Map<string, Beside>([
    ['chain.js', { type: 'text/javascript; charset=utf-8', caching: 'no-cache', body: script }],
    ['verify.html', { type: 'text/html; charset=utf-8', caching: 'no-cache', body: readBuilt('verify', 'verify.html') }],
    ...FONTS.map((font): [string, Beside] => [
      font,
      { type: 'font/woff2', caching: 'public, max-age=604800', body: readBuilt('chain-page', font) },
    ]),
  ]);
  const integrity = script === null ? null : digest(script);
  const security = `default-src 'none'; style-src '${digest(STYLE)}'; script-src ${integrity === null ? "'none'" : `'${integrity}'`}; connect-src 'self'; font-src 'self'; img-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  const view = async () => {
    const { key, origin } = parts.identity;
    const stated = policy() ?? unwitnessed(key);
    const [entries, checkpoints, anchors] = await Promise.all([
      newestEntries(parts.storage),
      newestCheckpoints(parts.storage),
      readAnchors(parts, Number.MAX_SAFE_INTEGER),
    ]);
    const witnesses = stated.witnesses.map(({ key: witness, url }) => ({ name: witness.name, vkey: formatVerifierKey(witness), url }));
    return { origin, vkey: formatVerifierKey(key), policy: formatPolicy(stated.policy), witnesses, entries, checkpoints, anchors };
  };
  return new Hono()
    .get('/', async () => {
      const shown = { style: STYLE, script: integrity === null ? null : { path: '/chain/chain.js', integrity } };
      const page = chainDocument(parts.primitives, await view(), shown);
      return new Response(page, {
        headers: {
          ...COMMON,
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'content-security-policy': security,
        },
      });
    })
    .get('/:file', (c) => {
      const file = files.get(c.req.param('file'));
      if (!file?.body)
        return problemResponse(
          refuse(404, 'not-found', 'Nothing is here', { detail: 'This server has no such page, or it was not built.' }).error,
        );
      return new Response(file.body, { headers: { ...COMMON, 'content-type': file.type, 'cache-control': file.caching } });
    });
};
