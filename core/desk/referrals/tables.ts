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
  private_note: { id: string; intent: string; at: string; person: string; kind: string; words: string };
};

/** Builds queries over the ledger's tables and those of referrals. */
export const referralSql = queryBuilder<LedgerTables & ReferralTables>();
