import type { ParcelResult } from '../../core/contract/network/parcels.ts';
import { type Bytes, bytesToHex } from '../../core/protocol/bytes.ts';
import { MAX_PARCEL_BYTES, readSlip, type Slip } from '../../core/protocol/network/slip.ts';
import { isSignedBy } from '../../core/protocol/network/signed-paper.ts';
import type { KeyBook } from '../admissions/keys.ts';
import type { ServerPorts } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { readMeta } from '../storage/meta.ts';

type RefusalCode = Extract<ParcelResult, { readonly outcome: 'refused' }>['code'];

/** A parcel whose slip is signed by a desk key of the sender and names this very ciphertext. Its place is judged when it is stored. */
export type CheckedParcel = {
  readonly slip: Slip;
  readonly hash: string;
  readonly signer: string;
  readonly record: Bytes;
  readonly ciphertext: Bytes;
};

/** The result of a parcel that is not taken. */
export const refuseParcel = (
  code: RefusalCode,
  slip: string | null,
  expected: number | null = null,
  held: string | null = null,
): ParcelResult => ({
  outcome: 'refused',
  slip,
  code,
  expected,
  held,
});

/** Reads parcels and checks signatures and hashes (protocol §14.3), in the order they came. No transaction is open meanwhile. */
export const checkParcels = async (
  { storage, primitives, keys }: Pick<ServerPorts, 'storage' | 'primitives'> & { readonly keys: KeyBook },
  session: Session,
  parcels: readonly { readonly slip: string; readonly ciphertext: string }[],
): Promise<readonly (CheckedParcel | ParcelResult)[]> => {
  const { net } = await readMeta(storage.db);
  const read = parcels.map(({ slip, ciphertext }) => {
    // The form was checked with the request; what the slip is, its hash decides. A copy, since the core takes no Buffer.
    return { paper: readSlip(Uint8Array.from(Buffer.from(slip, 'base64')), primitives), ciphertext };
  });
  const admitted = await keys.find(
    storage.db,
    read.flatMap(({ paper }) => (paper.ok ? [paper.value.signer] : [])),
  );
  return read.map(({ paper, ciphertext }): CheckedParcel | ParcelResult => {
    if (!paper.ok) return refuseParcel('parcel.form', null);
    const { payload: slip, hash, signer, record } = paper.value;
    const key = admitted.get(signer);
    if (key?.use !== 'desk' || key.practice !== session.practice || slip.from !== key.practice || slip.desk !== key.desk)
      return refuseParcel('parcel.sender', hash);
    if (slip.net !== net) return refuseParcel('parcel.network', hash);
    if (ciphertext.length > Math.ceil(MAX_PARCEL_BYTES / 3) * 4) return refuseParcel('parcel.too-large', hash);
    const body = Buffer.from(ciphertext, 'base64');
    if (body.length > MAX_PARCEL_BYTES) return refuseParcel('parcel.too-large', hash);
    if (bytesToHex(primitives.sha256(body)) !== slip.body) return refuseParcel('parcel.body-hash', hash);
    if (!isSignedBy(paper.value, key.stated, primitives)) return refuseParcel('parcel.signature', hash);
    return { slip, hash, signer, record: record.bytes, ciphertext: body };
  });
};
