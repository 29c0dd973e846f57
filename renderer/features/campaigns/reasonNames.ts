import type { SuppressionDocument } from '../../../core/domain/marketing/records.ts';

/** Why an address is on the suppression list, as it is shown. */
export const REASON_NAMES: Readonly<Record<SuppressionDocument['reason'], string>> = {
  unsubscribed: 'Answered a message',
  complaint: 'Complained',
  bounced: 'Mail came back',
  asked: 'Asked in another way',
  'brought-in': 'From an earlier list',
};
