import { ZERO_HASH } from '../../protocol/event/payload.ts';
import type { DeskContext, Signer } from '../context.ts';
import type { FoundOffice } from '../keys/founding.ts';
import { signerOf } from '../keys/signers.ts';
import { peopleSql } from '../keys/tables.ts';
import { appendOwn } from '../ledger/compose.ts';

export type NetworkName = {
  readonly network: string;
  /** A test network says so for ever: nothing of it counts elsewhere, and every verifier prints it. */
  readonly test: boolean;
};

type OfficeKey = 'root-1' | 'registrar';
const purposeOf = (name: OfficeKey): string => `flip360 office key ${name} v1`;

const makeKey = (desk: DeskContext, name: OfficeKey): Signer => {
  const seed = desk.entropy.bytes(32);
  const signer = signerOf(desk.primitives, seed);
  desk.db.run(peopleSql.insertInto('secret').values({ name, wrapped: desk.vault.wrap(purposeOf(name), seed), added_at: desk.clock.now() }));
  seed.fill(0);
  return signer;
};

/** A key of the office, unwrapped; undefined where this desk does not hold it. */
const officeKey = (desk: DeskContext, name: OfficeKey): Signer | undefined => {
  const row = desk.db.get(peopleSql.selectFrom('secret').select('wrapped').where('name', '=', name));
  const seed = row === undefined ? undefined : desk.vault.unwrap(purposeOf(name), row.wrapped);
  if (seed === undefined) return undefined;
  const signer = signerOf(desk.primitives, seed);
  seed.fill(0);
  return signer;
};

/** The registrar's key, while the register still names it; undefined on every other desk. */
export const registrarOf = (desk: DeskContext): Signer | undefined => {
  const signer = officeKey(desk, 'registrar');
  const key = signer === undefined ? undefined : desk.ledger.register()?.keys.get(signer.key);
  return key?.use === 'registrar' && key.revokedAt === null ? signer : undefined;
};

/**
 * Founds a network on an office's new desk: a root key appoints a registrar, the registrar registers the office itself as its own key request
 * asks (protocol §5.1, §5.2). One root is made here; the schema allows three with a threshold. Its seed is wrapped by the device secret like
 * every other key of the desk, and can be carried away for good once more roots exist.
 */
export const foundOffice =
  (name: NetworkName): FoundOffice =>
  (desk, request) => {
    if (desk.ledger.register() !== null) return;
    desk.db.transaction(() => desk.db.run(peopleSql.deleteFrom('secret').where('name', 'in', ['root-1', 'registrar'])));
    const { root, registrar } = desk.db.transaction(() => ({
      root: makeKey(desk, 'root-1'),
      registrar: makeKey(desk, 'registrar'),
    }));
    const stated = (signer: Signer) => ({ key: signer.key, spki: signer.spki, alg: 'ed25519' as const });
    const [net = ''] = appendOwn(desk, ZERO_HASH, root, [
      () => ({
        type: 'registrar.appointed',
        body: {
          network: name.network,
          test: name.test,
          roots: [{ spki: root.spki, name: 'Root 1' }],
          threshold: 1,
          registrar: stated(registrar),
          office: request.request.practice,
        },
      }),
    ]);
    appendOwn(desk, net, registrar, [() => ({ type: 'practice.registered', body: request.body })]);
  };
