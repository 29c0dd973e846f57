import { ok, type Result } from '../../core/domain/result.ts';
import { base64ToBytes, bytesToBase64 } from '../../core/protocol/bytes.ts';
import { readSeen } from '../../core/protocol/network/seen.ts';
import { isSignedBy } from '../../core/protocol/network/signed-paper.ts';
import type { KeyBook } from '../admissions/keys.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { readMeta } from '../storage/meta.ts';
import { chunks, type Storage, type Tx } from '../storage/storage.ts';

const TITLE = 'This list was not accepted';
/** Most lists on one page. */
const PAGE = 200;

/**
 * Takes a signed seen list (protocol §14.4) of the session's desk. Only the newest of each signer is kept and passed on; an older one changes nothing.
 * Errors: 400, 401 in words.
 */
export const takeSeen = async (
  ports: Pick<ServerPorts, 'storage' | 'primitives'> & { readonly keys: KeyBook },
  session: Session,
  text: string,
): Promise<Result<{ readonly version: number }, Refused>> => {
  const { storage, primitives, keys } = ports;
  const bytes = base64ToBytes(text);
  const paper = bytes.ok ? readSeen(bytes.value, primitives) : bytes;
  if (!paper.ok) return refuse(400, 'paper.form', TITLE, { detail: 'The paper could not be read as a seen list.' });
  const { payload, signer, record } = paper.value;
  const key = (await keys.find(storage.db, [signer])).get(signer);
  const { net } = await readMeta(storage.db);
  if (
    key?.practice !== session.practice ||
    key.use !== 'desk' ||
    payload.practice !== key.practice ||
    payload.desk !== key.desk ||
    payload.net !== net ||
    !isSignedBy(paper.value, key.stated, primitives)
  )
    return refuse(401, 'paper.signature', TITLE, { detail: 'It is not signed by a desk of this practice for this network.' });
  const named = Object.entries(payload.seen);
  const { version, desks } = await storage.write(async (tx) => {
    await storage.lock(tx, ['seen']);
    const known = await tx.selectFrom('seen_list').select(['at', 'version']).where('signer', '=', signer).executeTakeFirst();
    if (known !== undefined && known.at >= payload.at) return { version: known.version, desks: [] };
    const last = await tx.selectFrom('seen_list').select('version').orderBy('version', 'desc').limit(1).executeTakeFirst();
    const next = (last?.version ?? 0) + 1;
    await tx.deleteFrom('seen_key').where('signer', '=', signer).execute();
    await tx
      .insertInto('seen_list')
      .values({ signer, practice: key.practice, at: payload.at, version: next, record: record.bytes })
      .onConflict((conflict) =>
        conflict.column('signer').doUpdateSet((set) => ({
          practice: set.ref('excluded.practice'),
          at: set.ref('excluded.at'),
          version: set.ref('excluded.version'),
          record: set.ref('excluded.record'),
        })),
      )
      .execute();
    for (const part of chunks(named, 250))
      await tx
        .insertInto('seen_key')
        .values(part.map(([sender, m]) => ({ signer, key: sender, m, version: next })))
        .execute();
    return {
      version: next,
      desks: await desksOf(
        tx,
        named.map(([sender]) => sender),
      ),
    };
  });
  if (desks.length > 0) storage.tell({ feeds: [], log: false, seen: desks });
  return ok({ version });
};

const desksOf = async (tx: Tx, keys: readonly string[]): Promise<readonly string[]> => {
  const desks = new Set<string>();
  for (const part of chunks(keys, 500)) {
    const rows = await tx.selectFrom('desk_key').select('desk').where('key', 'in', part).execute();
    for (const { desk } of rows) desks.add(desk);
  }
  return [...desks];
};

/** Keys of the session's desk, revoked ones included: what they sent is still being taken in. */
const keysOfDesk = async (storage: Storage, session: Session): Promise<readonly string[]> => {
  const rows = await storage.db
    .selectFrom('desk_key')
    .select('key')
    .where('practice', '=', session.practice)
    .where('desk', '=', session.desk)
    .execute();
  return rows.map(({ key }) => key);
};

/** Version of the newest list that names a key of this desk; 0 when there is none. */
export const seenVersion = async (storage: Storage, session: Session): Promise<number> => {
  const row = await storage.db
    .selectFrom('seen_key')
    .select((select) => select.fn.max('version').as('version'))
    .where('key', 'in', [...(await keysOfDesk(storage, session)), session.key])
    .executeTakeFirst();
  return Number(row?.version ?? 0);
};

/** Lists of others that name a key of this desk and are newer than a version, oldest first; at most 200. `version` is that of the last one given. */
export const readSeenLists = async (
  storage: Storage,
  session: Session,
  after: number,
): Promise<{ readonly version: number; readonly lists: readonly string[] }> => {
  const keys = await keysOfDesk(storage, session);
  const rows = await storage.db
    .selectFrom('seen_list')
    .select(['version', 'record'])
    .where('version', '>', after)
    .where('signer', 'in', (inner) => inner.selectFrom('seen_key').select('seen_key.signer').where('seen_key.key', 'in', keys))
    .orderBy('version')
    .limit(PAGE)
    .execute();
  return { version: rows.at(-1)?.version ?? after, lists: rows.map(({ record }) => bytesToBase64(record)) };
};
