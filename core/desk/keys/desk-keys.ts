import { x25519 } from '@noble/curves/ed25519.js';
import type { Database } from '../../adapters/sqlite/database.ts';
import { unwrap, wrap } from '../../adapters/keys/wrapping.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { type Bytes, bytesToBase64url, bytesToHex } from '../../protocol/bytes.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { noteKeyName } from '../../protocol/register/possession.ts';
import type { DeskKeys, Vault } from '../context.ts';
import { recoveryWrappingKey } from './recovery-key.ts';
import { noteSignerOf, signerOf } from './signers.ts';
import { type DeskKeyTable, peopleSql } from './tables.ts';

/** Secrets of a desk before they are wrapped: Ed25519 seeds and one X25519 private key, 32 bytes each. */
export type DeskSeeds = {
  readonly desk: Bytes;
  readonly log: Bytes;
  readonly pack: Bytes;
  readonly seal: Bytes;
};
type Named = { readonly practice: string; readonly desk: string };
type Use = DeskKeyTable['use'];

const USES: readonly Use[] = ['desk', 'log', 'pack', 'seal'];
const purposeOf = (use: Use): string => `flip360 desk key ${use} v1`;
const SEAL_SALT = new TextEncoder().encode('flip360 seal key recovery v1');

export const newDeskSeeds = (entropy: Entropy): DeskSeeds => ({
  desk: entropy.bytes(32),
  log: entropy.bytes(32),
  pack: entropy.bytes(32),
  seal: entropy.bytes(32),
});

/** Usable keys of the seeds. */
export const deskKeysOf = (primitives: Pick<Primitives, 'sha256'>, named: Named, seeds: DeskSeeds): DeskKeys => ({
  desk: signerOf(primitives, seeds.desk),
  log: noteSignerOf(primitives, noteKeyName(named.practice, named.desk, 'log'), seeds.log),
  pack: noteSignerOf(primitives, noteKeyName(named.practice, named.desk, 'pack'), seeds.pack),
  seal: { publicKey: x25519.getPublicKey(seeds.seal), privateKey: seeds.seal },
});

/** Stores the wrapped seeds; the seal key also under the recovery key, so that sealed files stay readable when the device is lost. */
export const storeDeskKeys = (
  db: Database,
  ports: {
    readonly vault: Vault;
    readonly entropy: Entropy;
    readonly primitives: Pick<Primitives, 'sha256'>;
  },
  facts: {
    readonly named: Named;
    readonly seeds: DeskSeeds;
    readonly recoveryKey: string | null;
    readonly state: 'current' | 'fresh';
    readonly at: string;
  },
): void => {
  const keys = deskKeysOf(ports.primitives, facts.named, facts.seeds);
  const seal = bytesToBase64url(keys.seal.publicKey);
  const names: Readonly<Record<Use, readonly [key: string, text: string]>> = {
    desk: [keys.desk.key, keys.desk.spki],
    log: [keys.log.vkey, keys.log.vkey],
    pack: [keys.pack.vkey, keys.pack.vkey],
    seal: [bytesToHex(keys.seal.publicKey), seal],
  };
  for (const use of USES) {
    const [key, text] = names[use];
    const wrapped = ports.vault.wrap(purposeOf(use), facts.seeds[use]);
    const recovery =
      use === 'seal' && facts.recoveryKey !== null
        ? wrap(ports.entropy, recoveryWrappingKey(facts.recoveryKey, SEAL_SALT), purposeOf(use), facts.seeds[use])
        : null;
    db.run(peopleSql.insertInto('desk_key').values({ use, key, public: text, wrapped, recovery, state: facts.state, added_at: facts.at }));
  }
};

/** Unwraps the current keys. Undefined when the device secret is another one: then the desk needs fresh keys. */
export const loadDeskSeeds = (db: Database, vault: Vault, state: 'current' | 'fresh' = 'current'): DeskSeeds | undefined => {
  const seeds = new Map<Use, Bytes>();
  for (const row of db.all(peopleSql.selectFrom('desk_key').select(['use', 'wrapped']).where('state', '=', state))) {
    const seed = vault.unwrap(purposeOf(row.use), row.wrapped);
    if (seed !== undefined) seeds.set(row.use, seed);
  }
  const [desk, log, pack, seal] = USES.map((use) => seeds.get(use));
  return desk === undefined || log === undefined || pack === undefined || seal === undefined ? undefined : { desk, log, pack, seal };
};

/** The seal key under the recovery key: files sealed to the lost device still open. */
export const recoverSealKey = (db: Database, recoveryKey: string): Bytes | undefined => {
  const row = db.get(peopleSql.selectFrom('desk_key').select('recovery').where('use', '=', 'seal').where('state', '=', 'current'));
  return row === undefined || row.recovery === null
    ? undefined
    : unwrap(recoveryWrappingKey(recoveryKey, SEAL_SALT), purposeOf('seal'), row.recovery);
};

/** The current seal key under this device's secret; undefined when the device is another one. */
export const loadSealKey = (db: Database, vault: Vault): Bytes | undefined => {
  const row = db.get(peopleSql.selectFrom('desk_key').select('wrapped').where('use', '=', 'seal').where('state', '=', 'current'));
  return row === undefined ? undefined : vault.unwrap(purposeOf('seal'), row.wrapped);
};

/**
 * Seal keys other than the current one that this device can open: what was sealed to them before a counterpart knew better still opens, and what is sealed
 * to the practice opens at each of its desks.
 */
export const otherSealKeys = (db: Database, vault: Vault): readonly Bytes[] => [
  ...db
    .statement<[], { readonly private: Uint8Array }>('select private from practice_seal order by at desc, public')
    .all()
    .map((row) => Uint8Array.from(row.private)),
  ...db
    .all(
      peopleSql
        .selectFrom('desk_key')
        .select('wrapped')
        .where('use', '=', 'seal')
        .where('state', 'in', ['fresh', 'replaced'])
        .orderBy('added_at', 'desc'),
    )
    .flatMap((row) => vault.unwrap(purposeOf('seal'), row.wrapped) ?? []),
];

/** Wraps a recovered seal key by this device's secret, so that the recovery key is not asked for at every start. */
export const keepSealKey = (db: Database, vault: Vault, seal: Bytes): void => {
  db.run(
    peopleSql
      .updateTable('desk_key')
      .set({ wrapped: vault.wrap(purposeOf('seal'), seal) })
      .where('use', '=', 'seal')
      .where('state', '=', 'current'),
  );
};

/** Wraps the current seal key by a new recovery key. */
export const rewrapSealKey = (db: Database, entropy: Entropy, seal: Bytes, recoveryKey: string): void => {
  const recovery = wrap(entropy, recoveryWrappingKey(recoveryKey, SEAL_SALT), purposeOf('seal'), seal);
  db.run(peopleSql.updateTable('desk_key').set({ recovery }).where('use', '=', 'seal').where('state', '=', 'current'));
};
