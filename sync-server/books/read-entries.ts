import type { BookEntryResult } from '../../core/contract/network/book.ts';
import { base64ToBytes, type Bytes, bytesToHex } from '../../core/protocol/bytes.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { type BookEntry, MAX_ENTRY_BYTES, readBookEntry } from '../../core/protocol/network/book-entry.ts';
import { isSignedBy } from '../../core/protocol/network/signed-paper.ts';
import type { KeyBook } from '../admissions/keys.ts';
import type { ServerPorts } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { readMeta } from '../storage/meta.ts';

type RefusalCode = Extract<BookEntryResult, { readonly outcome: 'refused' }>['code'];

/** An entry that is signed by the desk key of the session and names this very ciphertext. Its place is judged when it is stored. */
export type CheckedEntry = {
  readonly entry: BookEntry;
  readonly hash: string;
  readonly signer: string;
  readonly record: Bytes;
  readonly body: Bytes | null;
};

/** The result of an entry that is not taken. */
export const refuseEntry = (code: RefusalCode, entry: string | null, expected: number | null = null): BookEntryResult => ({
  outcome: 'refused',
  entry,
  code,
  expected,
});

/** Reads entries and checks signatures and hashes (protocol §16.2), in the order they came. No transaction is open meanwhile. */
export const checkEntries = async (
  { storage, primitives, keys }: Pick<ServerPorts, 'storage' | 'primitives'> & { readonly keys: KeyBook },
  session: Session,
  entries: readonly { readonly entry: string; readonly body: string | null }[],
): Promise<readonly (CheckedEntry | BookEntryResult)[]> => {
  const { net } = await readMeta(storage.db);
  const key = (await keys.find(storage.db, [session.key])).get(session.key);
  return entries.map(({ entry: text, body }): CheckedEntry | BookEntryResult => {
    const bytes = base64ToBytes(text);
    const paper = bytes.ok ? readBookEntry(bytes.value, primitives) : bytes;
    if (!paper.ok) return refuseEntry('entry.form', null);
    const { payload: entry, hash, signer, record } = paper.value;
    if (key === undefined || signer !== session.key || entry.practice !== session.practice || entry.desk !== key.desk)
      return refuseEntry('entry.sender', hash);
    if (entry.net !== net) return refuseEntry('entry.network', hash);
    const ciphertext = body === null ? null : Buffer.from(body, 'base64');
    if (ciphertext !== null && ciphertext.length > MAX_ENTRY_BYTES) return refuseEntry('entry.too-large', hash);
    if ((ciphertext === null ? ZERO_HASH : bytesToHex(primitives.sha256(ciphertext))) !== entry.body)
      return refuseEntry('entry.body-hash', hash);
    if (!isSignedBy(paper.value, key.stated, primitives)) return refuseEntry('entry.signature', hash);
    return { entry, hash, signer, record: record.bytes, body: ciphertext };
  });
};
