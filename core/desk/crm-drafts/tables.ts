import { queryBuilder } from '../../adapters/sqlite/schema.ts';

export type CrmDraftTables = {
  crm_key: {
    id: string;
    name: string;
    webhook: string | null;
    made_at: string;
    made_by: string;
    revoked_at: string | null;
    revoked_by: string | null;
  };
  crm_draft: {
    id: string;
    at: string;
    state: 'waiting' | 'used' | 'dismissed';
    problem: string | null;
    content: string | null;
    contact: string | null;
    handled_at: string | null;
    handled_by: string | null;
  };
};

/** Typed queries over the keys and drafts of the practice's own programs. */
export const crmDraftSql = queryBuilder<CrmDraftTables>();
