import { type LedgerTables, queryBuilder } from '../../adapters/sqlite/schema.ts';

export type IdentityTable = {
  id: number;
  install: string;
  practice: string;
  desk: string;
  kind: 'member' | 'office';
  legal_name: string;
  abn: string;
  gst: string;
  verticals: string;
  first_person: string;
  created_at: string;
  /** The key request that the office answers, or has answered. */
  request: Uint8Array;
  recovery_confirmed: number;
};
export type LocalPersonTable = {
  person: string;
  name: string;
  added_at: string;
  failed: number;
  last_failed_at: string | null;
};
/** `fresh`: made in a recovery, not yet stated by the register. `destroyed`: the wrapped seed is overwritten. */
export type PersonKeyTable = {
  key: string;
  person: string;
  spki: string;
  salt: Uint8Array;
  cost: string;
  wrapped: Uint8Array;
  state: 'current' | 'fresh' | 'replaced' | 'destroyed';
  added_at: string;
};
export type DeskKeyTable = {
  use: 'desk' | 'log' | 'pack' | 'seal';
  key: string;
  public: string;
  wrapped: Uint8Array;
  recovery: Uint8Array | null;
  state: 'current' | 'fresh' | 'replaced';
  added_at: string;
};
export type SecretTable = { name: string; wrapped: Uint8Array; added_at: string };
export type PasskeyTable = { key: string; person: string; label: string; kind: string; added_at: string };
export type RecoveryCheckTable = {
  batch: string;
  outcome: 'as-recorded' | 'differs';
  note: string;
  person: string;
  checked_at: string;
};
export type RecoveryDoneTable = {
  at: string;
  why: string;
  person: string;
  before_size: number;
  before_root: string;
  after_size: number;
  after_root: string;
};

export type PeopleTables = {
  identity: IdentityTable;
  local_person: LocalPersonTable;
  person_key: PersonKeyTable;
  desk_key: DeskKeyTable;
  secret: SecretTable;
  passkey: PasskeyTable;
  recovery_check: RecoveryCheckTable;
  recovery_done: RecoveryDoneTable;
};

export const peopleSql = queryBuilder<LedgerTables & PeopleTables>();
