import { queryBuilder } from '../../adapters/sqlite/schema.ts';
import {
  type CampaignDocument,
  type CampaignMessageDocument,
  campaignMessageSchema,
  campaignSchema,
  type OptInDocument,
  optInSchema,
  type SuppressionDocument,
  suppressionSchema,
} from '../../domain/marketing/records.ts';
import type { RecordDefinition } from '../records/definition.ts';

export type CampaignTables = {
  marketing_opt_in: { id: string; contact: string; at: string; basis: 'express' | 'inferred'; withdrawn: number };
  marketing_suppression: { id: string; address: string };
  campaign_message: {
    id: string;
    campaign: string;
    contact: string;
    code: string;
    state: CampaignMessageDocument['state'];
    at: string;
  };
};

/** Builds queries over campaigns and consent to marketing. */
export const campaignSql = queryBuilder<CampaignTables>();

/** Consent to marketing of one contact. */
export const optInDefinition: RecordDefinition<OptInDocument> = {
  kind: 'marketing-consent',
  name: 'consent to marketing',
  schema: optInSchema,
  nested: [],
  change: 'edit-contacts',
  remove: 'edit-contacts',
  fieldNames: { withdrawnAt: 'withdrawn' },
  subjectOf: (_id, document) => document.contact,
  labelOf: (document) => (document.withdrawnAt === null ? `Agreed to marketing: ${document.evidence}` : 'Withdrew consent to marketing'),
  timelineOf: (document) => ({ at: document.withdrawnAt ?? document.at, pinned: false }),
  index: {
    write: (db, { id, document }) => {
      const { contact, at, basis, withdrawnAt } = document;
      db.run(campaignSql.insertInto('marketing_opt_in').values({ id, contact, at, basis, withdrawn: withdrawnAt === null ? 0 : 1 }));
    },
    clear: (db, { id }) => {
      db.run(campaignSql.deleteFrom('marketing_opt_in').where('id', '=', id));
    },
  },
};

/** An address that is never written to. About nobody, so that erasing a contact leaves it: else an import would bring the address back. */
export const suppressionDefinition: RecordDefinition<SuppressionDocument> = {
  kind: 'suppression',
  name: 'suppressed address',
  schema: suppressionSchema,
  nested: [],
  change: 'edit-contacts',
  remove: 'manage-privacy',
  fieldNames: {},
  subjectOf: () => null,
  labelOf: (document) => `Suppressed: ${document.reason}`,
  index: {
    write: (db, { id, document }) => {
      db.run(campaignSql.insertInto('marketing_suppression').values({ id, address: document.address }));
    },
    clear: (db, { id }) => {
      db.run(campaignSql.deleteFrom('marketing_suppression').where('id', '=', id));
    },
  },
};

/** A campaign: whom, what, and how far it got. */
export const campaignDefinition: RecordDefinition<CampaignDocument> = {
  kind: 'campaign',
  name: 'campaign',
  schema: campaignSchema,
  nested: [],
  change: 'send-campaigns',
  remove: 'send-campaigns',
  fieldNames: {},
  unquoted: ['text', 'segment'],
  subjectOf: () => null,
  labelOf: (document) => document.name,
  searchOf: (document) => ({ title: document.name, words: `${document.subject} ${document.text}`, digits: '' }),
};

/** A message to one contact. */
export const campaignMessageDefinition: RecordDefinition<CampaignMessageDocument> = {
  kind: 'campaign-message',
  name: 'campaign message',
  schema: campaignMessageSchema,
  nested: [],
  change: 'send-campaigns',
  remove: 'manage-privacy',
  fieldNames: {},
  subjectOf: (_id, document) => document.contact,
  labelOf: (document) =>
    document.state === 'failed' ? `A campaign message did not go out: ${document.why}` : `Campaign message, code ${document.code}`,
  timelineOf: (document) => ({ at: document.at, pinned: false }),
  index: {
    write: (db, { id, document }) => {
      const { campaign, contact, code, state, at } = document;
      db.run(
        campaignSql
          .insertInto('campaign_message')
          .values({ id, campaign, contact, code, state, at })
          .onConflict((same) => same.doNothing()),
      );
    },
    clear: (db, { id }) => {
      db.run(campaignSql.deleteFrom('campaign_message').where('id', '=', id));
    },
  },
};
