import { type LedgerTables, queryBuilder } from '../../adapters/sqlite/schema.ts';

export type ReferralTables = {
  client_link: { intent: string; contact: string; at: string };
  client_invitation: {
    invite: string;
    session: string;
    intent: string;
    step: number;
    channel: string;
    address: string | null;
    salt: string;
    code: string;
    code_sent_at: string | null;
    tries: number;
    state: 'open' | 'signed' | 'refused';
    client_key: string | null;
    credential: string | null;
    shown: string;
    expires: string;
  };
  signing_link: {
    id: string;
    intent: string;
    invite: string;
    code_invite: string | null;
    /** Of the link's fragment; empty where another desk of the practice made it. */
    secret: string;
    body: string;
    answer_key: string;
    address: string | null;
    made_at: string;
    expires: string;
    /** `made`: not at the server yet. */
    state: 'made' | 'open' | 'withdrawn';
    link_sent_at: string | null;
    code_sent_at: string | null;
    opened_at: string | null;
    answered_at: string | null;
    /** Hashes of the answers taken in, in order. */
    answers: string;
    registration: string | null;
    problem: string | null;
  };
  link_step: { link: string; what: 'open' | 'link-sent' | 'code-sent' | 'withdrawn'; at: string };
  /** An answer that came before the link it answers. `intent` where its records said which referral it is about. */
  early_answer: { hash: string; request: string; intent: string | null; answer: Uint8Array; at: string };
  client_ask: { request: string; no: number; intent: string; at: string; kind: string; words: string };
  private_note: { id: string; intent: string; at: string; person: string; kind: string; words: string };
};

/** Builds queries over the ledger's tables and those of referrals. */
export const referralSql = queryBuilder<LedgerTables & ReferralTables>();
