import { checkSignature } from '../event/signature.ts';
import type { Primitives } from '../primitives.ts';
import type { KeyFacts } from '../register/state.ts';
import type { ExchangeHeader, SealedExchange } from './file.ts';

/** Who reads a file: a practice in one network. */
export type Reader = { readonly net: string; readonly practice: string };

/** Why a file is not for its reader (protocol §10.1, checks 7 to 9); null when it is. */
export const addressProblem = (
  header: Pick<ExchangeHeader, 'net' | 'from' | 'to'>,
  reader: Reader,
): 'exchange.other-network' | 'exchange.own-file' | 'exchange.other-practice' | null => {
  if (header.net !== reader.net) return 'exchange.other-network';
  if (header.from === reader.practice) return 'exchange.own-file';
  return header.to === reader.practice ? null : 'exchange.other-practice';
};

/** What the register states of the key that signed a file, as far as a file depends on it. */
export type FileKey = Pick<KeyFacts, 'spki' | 'alg' | 'use' | 'practice' | 'desk' | 'credential' | 'revokedAt' | 'retiredAt' | 'since'>;

/** Why the stated key does not sign this file (protocol §10.1, checks 11 to 13); null when it does. */
export const fileKeyProblem = (
  sealed: Pick<SealedExchange, 'header' | 'record'>,
  key: FileKey | undefined,
  primitives: Primitives,
): 'exchange.key-unknown' | 'exchange.key-revoked' | 'exchange.signature' | null => {
  const { header, record } = sealed;
  if (key?.use !== 'desk' || key.practice !== header.from || key.desk !== header.desk) return 'exchange.key-unknown';
  if (key.since !== null && header.at < key.since) return 'exchange.key-unknown';
  if (key.revokedAt !== null || key.retiredAt !== null) return 'exchange.key-revoked';
  return checkSignature(record, key, primitives).ok ? null : 'exchange.signature';
};
