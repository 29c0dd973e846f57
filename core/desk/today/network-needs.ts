import { networkSql } from '../network/tables.ts';
import type { NeedSource } from './need.ts';

/** Most alarms that stand among what needs somebody; the network page lists them all. */
const LISTED = 10;

const TITLES: Readonly<Record<string, string>> = {
  'chain-broken': 'The ledger of this desk is damaged',
  'payment-held': 'A payment rests on what counts no longer',
  'event-reversed': 'The network log decides otherwise than this desk did',
};

/** What this desk found wrong with its ledger, its server or a member, and nobody has read. */
export const networkNeeds: NeedSource = ({ desk, today }) =>
  desk.db
    .all(
      networkSql
        .selectFrom('network_alarm')
        .select(['kind', 'words'])
        .where('read_at', 'is', null)
        .orderBy('at')
        .orderBy('id')
        .limit(LISTED),
    )
    .map(({ kind, words }) => ({
      title: TITLES[kind] ?? 'Look at an alarm of the network',
      detail: words,
      due: today,
      late: true,
      act: 'Look',
      href: '/network',
      kind: 'network',
    }));
