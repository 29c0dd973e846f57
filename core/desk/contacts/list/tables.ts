import { type LedgerTables, queryBuilder } from '../../../adapters/sqlite/schema.ts';
import type { ContactTables } from '../tables.ts';

/** One contact as a list reads it. Written by the fold of contacts; consent, referral and activity by `standing.ts` and triggers. */
export type ContactListTable = {
  no: number;
  id: string;
  revision: number;
  kind: 'person' | 'organisation';
  entity: string;
  name: string;
  /** The name without case, accents and apostrophes. */
  name_key: string;
  sort_key: string;
  organisation: string | null;
  organisation_key: string;
  email: string | null;
  email_key: string;
  phone: string | null;
  abn: string | null;
  suburb: string | null;
  suburb_key: string;
  region: string | null;
  postcode: string | null;
  /** Whole dates of birth only. */
  born: string | null;
  stage: string | null;
  owner: string | null;
  partner: number;
  assurance: number;
  silent: number;
  deceased: number;
  /** JSON list. */
  tags: string;
  batch: string | null;
  added_at: string;
  changed_at: string;
  /** 1 given (its end decides at read), 2 asked, 3 refused, 4 withdrawn, 5 none. */
  consent_rank: number;
  /** When it was asked, refused or withdrawn. */
  consent_at: string | null;
  consent_from: string | null;
  consent_until: string | null;
  /** JSON list of practices. */
  consent_to: string;
  /** The newest open referral, else the newest of all. */
  referral: string | null;
  referral_label: string | null;
  referral_signed: number | null;
  referral_open: number;
  referral_total: number;
  referral_at: string | null;
  active_at: string | null;
};

export type ListTables = {
  contact_list: ContactListTable;
  contact_tag: { tag: string; contact: number };
  contact_custom: { field: string; contact: number; words: string; number: number | null };
  contact_consent: { contact: number; recipient: string; valid_from: string; valid_until: string };
  contact_stale: { contact: string };
  client_link: { intent: string; contact: string; at: string };
};

/** Builds queries over what lists of contacts read. */
export const listSql = queryBuilder<LedgerTables & ContactTables & ListTables>();
