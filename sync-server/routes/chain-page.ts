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

const readBuilt = (...path: readonly string[]): string | null => {
  try {
    return readFileSync(join(BUILD, ...path), 'utf8');
  } catch {
    return null;
  }
};
const digest = (text: string): string => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;

const COMMON = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' } as const;

/**
 * The public page `/chain`, its script and the verifier of packs. The policy names the hash of the one style and the one script; nothing comes from
 * elsewhere. Without a build the page is served without its script.
 */
export const chainPage = (parts: Pick<ServerPorts, 'storage' | 'identity'>, policy: () => WitnessPolicy | null) => {
  const script = readBuilt('chain-page', 'chain.js');
  const verifier = readBuilt('verify', 'verify.html');
  const integrity = script === null ? null : digest(script);
  const security = `default-src 'none'; style-src '${digest(STYLE)}'; script-src ${integrity === null ? "'none'" : `'${integrity}'`}; connect-src 'self'; img-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
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
      const page = chainDocument(await view(), shown);
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
      const name = c.req.param('file');
      const file = name === 'chain.js' ? script : name === 'verify.html' ? verifier : null;
      if (file === null)
        return problemResponse(
          refuse(404, 'not-found', 'Nothing is here', { detail: 'This server has no such page, or it was not built.' }).error,
        );
      const type = name === 'chain.js' ? 'text/javascript' : 'text/html';
      return new Response(file, { headers: { ...COMMON, 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' } });
    });
};
