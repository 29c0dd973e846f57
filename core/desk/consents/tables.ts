import { type LedgerTables, queryBuilder } from '../../adapters/sqlite/schema.ts';

export type Occasion = 'question' | 'offer' | 'disclosure';
export type ReceiptOccasion = 'granted' | 'amended' | 'narrowed' | 'withdrawn' | 'review';

export type ConsentTables = {
  /** Where each consent stands: the fold of its events. */
  consent_state: { root: string; label: string; intent: string | null; last_index: number; state: string };
  /**
   * What lists need of each consent towards each recipient. `holder` is the practice whose board shows it: the discloser, or the referrer; `until`
   * and `ended` go by the consent alone, the answer to a question is always derived.
   */
  consent_recipient: {
    practice: string;
    root: string;
    holder: string;
    label: string;
    intent: string | null;
    purpose: string;
    at: string;
    until: string;
    ended: number;
    weak: number;
    /** When the last version or cut came, how many receipts the person is owed, how many introductions were offered to the recipient. */
    changed: string;
    owed: number;
    offers: number;
  };
  consent_refusal: { hash: string; label: string; intent: string | null; purpose: string; at: string; recipients: string };
  /** Whose consent a label is: `contact` now, `origin` the contact it was given under. */
  consent_link: { label: string; contact: string; origin: string; at: string };
  /** `origin` was merged into `parent` and belongs to `contact` now. */
  contact_joined: { origin: string; parent: string; contact: string; joined_at: string };
  consent_request: {
    id: string;
    contact: string;
    recipients: string;
    purpose: string;
    channel: 'desk' | 'phone' | 'email' | 'paper';
    address: string | null;
    notice: string;
    at: string;
    by: string;
    by_name: string;
    closed_at: string | null;
  };
  /** Every question to the gate with its answer. Private: only real disclosures are events. */
  disclosure_check: {
    seq: number;
    at: string;
    by: string;
    by_name: string;
    occasion: Occasion;
    contact: string | null;
    recipient: string;
    purpose: string;
    fields: string;
    may: number;
    why: string | null;
    consents: string;
  };
  exit_log: {
    seq: number;
    at: string;
    by: string;
    by_name: string;
    exit: 'to-person' | 'inside';
    what: string;
    contact: string | null;
    detail: string;
    identity: string | null;
  };
  consent_receipt: {
    id: string;
    root: string;
    event: string;
    occasion: ReceiptOccasion;
    channel: 'email' | 'sms' | 'print';
    address: string | null;
    document: string | null;
    outcome: 'delivered' | 'failed';
    detail: string;
    at: string;
    by: string;
    by_name: string;
  };
};

/** Builds queries over the ledger's tables and those of consents. */
export const consentSql = queryBuilder<LedgerTables & ConsentTables & { client_link: { intent: string; contact: string; at: string } }>();
