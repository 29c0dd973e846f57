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

const keepKey = (desk: DeskContext, name: OfficeKey, wrapped: Uint8Array): void => {
  const added_at = desk.clock.now();
  desk.db.run(
    peopleSql
      .insertInto('secret')
      .values({ name, wrapped, added_at })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ wrapped, added_at })),
  );
};

const freshKey = (desk: DeskContext, name: OfficeKey): { readonly signer: Signer; readonly keep: () => void } => {
  const seed = desk.entropy.bytes(32);
  const signer = signerOf(desk.primitives, seed);
  const wrapped = desk.vault.wrap(purposeOf(name), seed);
  seed.fill(0);
  return { signer, keep: () => keepKey(desk, name, wrapped) };
};

const stated = (signer: Signer) => ({ key: signer.key, spki: signer.spki, alg: 'ed25519' as const });

/** A new registrar key: what the register is to state of it, and `keep`, which puts it in the place of the former one. */
export const newRegistrar = (desk: DeskContext): { readonly stated: ReturnType<typeof stated>; readonly keep: () => void } => {
  const { signer, keep } = freshKey(desk, 'registrar');
  return { stated: stated(signer), keep };
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

/** Of three roots two replace a registrar, so that neither one lost nor one stolen root decides; a single root decides alone. */
const thresholdOf = (roots: number): number => (roots > 1 ? 2 : 1);

/**
 * Founds a network on an office's new desk: a root key appoints a registrar, the registrar registers the office itself as its own key request
 * asks (protocol §5.1, §5.2). Where `roots` are given they are stated, the first signs, and the desk keeps none of them. Without, one root is made
 * here and its seed is wrapped by the device secret like every other key of the desk: that is how test networks and the demo are founded.
 */
export const foundOffice =
  (name: NetworkName): FoundOffice =>
  (desk, request, carried = []) => {
    if (desk.ledger.register() !== null) return;
    const registrar = freshKey(desk, 'registrar');
    const own = carried.length === 0 ? freshKey(desk, 'root-1') : null;
    const roots = own === null ? carried : [own.signer];
    const [first] = roots;
    if (first === undefined) throw new Error('a network without a root');
    desk.db.transaction(() => {
      desk.db.run(peopleSql.deleteFrom('secret').where('name', 'in', ['root-1', 'registrar']));
      registrar.keep();
      own?.keep();
    });
    const [net = ''] = appendOwn(desk, ZERO_HASH, first, [
      () => ({
        type: 'registrar.appointed',
        body: {
          network: name.network,
          test: name.test,
          roots: roots.map(({ spki }, position) => ({ spki, name: `Root ${String(position + 1)}` })),
          threshold: thresholdOf(roots.length),
          registrar: stated(registrar.signer),
          office: request.request.practice,
        },
      }),
    ]);
    appendOwn(desk, net, registrar.signer, [() => ({ type: 'practice.registered', body: request.body })]);
  };
