import { queryBuilder } from '../../adapters/sqlite/schema.ts';
import type { ContactTable } from '../contacts/tables.ts';
import type { RecordTables } from '../records/tables.ts';

export type CrmTables = {
  crm_deal: {
    id: string;
    contact: string;
    pipeline: string;
    stage: string;
    status: 'open' | 'won' | 'lost';
    stage_since: string;
    amount: number | null;
    settled: number | null;
    owner: string | null;
    closed_at: string | null;
  };
  crm_activity: { id: string; contact: string; deal: string | null; at: string; type: string };
  crm_task: {
    id: string;
    contact: string | null;
    owner: string;
    due: string | null;
    remind_at: string | null;
    done_at: string | null;
  };
  crm_ticket: { id: string; contact: string; role: string; owner: string | null; opened_at: string; solved_at: string | null };
  crm_stage_entry: { id: string; contact: string; stage: string; at: string };
  crm_hand_over: { id: string; contact: string; role: string; owner: string | null; list: string | null; at: string };
  crm_place: { contact: string; role: string; owner: string | null; stage: string | null; since: string; hand_over: string };
};

/** Builds queries over the indexes of work with contacts, beside the records and the book they index. */
export const crmSql = queryBuilder<CrmTables & RecordTables & { contact: ContactTable; contact_list: { stage: string | null } }>();
