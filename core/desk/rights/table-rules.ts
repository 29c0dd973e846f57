/**
 * What an erasure does with each table. `source`: the source of `PERSONAL_SOURCES` with this code answers for it. `index`: written by the fold of
 * `of`, and goes with it. `nobody`: no row speaks of a client; the reason is said. A test compares this list with the schema: a new table
 * has to say here what an erasure does with it.
 */
export type TableRule =
  | { readonly rule: 'source'; readonly source: string }
  | { readonly rule: 'index'; readonly of: string }
  | { readonly rule: 'nobody'; readonly why: string };

const source = (code: string): TableRule => ({ rule: 'source', source: code });
const index = (of: string): TableRule => ({ rule: 'index', of });
const nobody = (why: string): TableRule => ({ rule: 'nobody', why });

const PROOF = 'signed or computed from signed records: fingerprints, codes, amounts, times';
const PRACTICE = 'about practices and their money';
const DEVICE = 'about this device and the people of the practice';
const EXCHANGE = 'counts and hashes of files between practices';

/** Every table, none left out. */
export const TABLE_RULES: Readonly<Record<string, TableRule>> = {
  about: nobody(PROOF),
  attachment: source('openings'),
  batch_line_proof: nobody(PROOF),
  campaign_message: index('record'),
  checkpoint: nobody(PROOF),
  client_invitation: source('invitations'),
  client_link: source('referrals'),
  consent_due: nobody(PROOF),
  consent_link: source('consents'),
  consent_receipt: source('receipts'),
  consent_recipient: nobody(PROOF),
  consent_refusal: nobody(PROOF),
  consent_request: source('consent-requests'),
  consent_state: nobody(PROOF),
  contact: source('records'),
  contact_change: source('history'),
  contact_export: source('mentions'),
  contact_joined: source('consents'),
  contact_key: index('contact'),
  contact_search: index('contact'),
  contact_search_config: index('contact'),
  contact_search_content: index('contact'),
  contact_search_data: index('contact'),
  contact_search_docsize: index('contact'),
  contact_search_idx: index('contact'),
  crm_activity: index('record'),
  crm_deal: index('record'),
  crm_hand_over: index('record'),
  crm_place: index('record'),
  crm_stage_entry: index('record'),
  crm_task: index('record'),
  crm_ticket: index('record'),
  desk_key: nobody(DEVICE),
  disclosure_check: source('checks'),
  document: source('documents'),
  erasure: nobody('numbers, times and counts of erasures'),
  event: nobody(PROOF),
  exchange_counter: nobody(EXCHANGE),
  exchange_file: nobody(EXCHANGE),
  exchange_peer: nobody(EXCHANGE),
  exchange_stream: nobody(EXCHANGE),
  exit_log: source('exits'),
  held_attachment: source('openings'),
  held_record: nobody(PROOF),
  identity: nobody(DEVICE),
  import_batch: source('imports'),
  import_row: source('imports'),
  local_person: nobody(DEVICE),
  log_node: nobody(PROOF),
  marketing_opt_in: index('record'),
  marketing_suppression: source('suppression'),
  meta: nobody(DEVICE),
  office_request: nobody(PRACTICE),
  opening: source('openings'),
  operation: source('records'),
  operation_group: source('mentions'),
  outbox: nobody(EXCHANGE),
  pack: source('packs'),
  passkey: nobody(DEVICE),
  payout_batch: nobody(PRACTICE),
  payout_excluded: nobody(PRACTICE),
  payout_export: nobody(PRACTICE),
  payout_fee: nobody(PRACTICE),
  payout_file: nobody(PRACTICE),
  payout_line: nobody(PRACTICE),
  person_key: nobody(DEVICE),
  private_file: source('files'),
  private_note: source('referral-notes'),
  record: source('records'),
  recovery_check: nobody(DEVICE),
  recovery_done: nobody(DEVICE),
  referral_state: nobody(PROOF),
  register_state: nobody(PROOF),
  relationship: index('record'),
  rule_content: nobody(PRACTICE),
  secret: nobody(DEVICE),
  setting: nobody(PRACTICE),
  statement_file: nobody(PRACTICE),
  statement_line: nobody(PRACTICE),
  tax_number: nobody(PRACTICE),
  ticket: nobody(PROOF),
  timeline: index('record'),
};
