import { Link } from '@tanstack/react-router';
import type { ReferralView } from '../../../core/contract/referrals.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { fours } from '../../ui/Hash.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Ring } from '../../ui/Ring.tsx';
import { Status } from '../../ui/Status.tsx';
import { signedCount } from './signedCount.ts';
import css from './ReferralPage.module.css';

type Entry = ReferralView['entries'][number];

const NAMES = ['Intent', 'Acknowledgement', 'Intake', 'Settlement', 'Outcome'] as const;

const columns: readonly Column<Entry>[] = [
  {
    id: 'when',
    head: 'When',
    cell: (entry) => (
      <span className={css.plain}>
        <DateTime at={entry.at} form="recent" inRow />
      </span>
    ),
  },
  { id: 'entry', head: 'Entry', cell: (entry) => entry.words },
  { id: 'by', head: 'By', cell: (entry) => entry.by },
  {
    id: 'after',
    head: 'After',
    cell: (entry) =>
      entry.afterStep === null ? (
        <span className="second">Before Intent</span>
      ) : (
        <span className={css.inline}>
          <Ring signed={signedCount(entry.afterStep + 1)} size={15} decorative /> {NAMES[entry.afterStep]}
        </span>
      ),
  },
  {
    id: 'shared',
    head: 'Shared entry',
    align: 'end',
    cell: (entry) =>
      entry.hash === null || !entry.shared ? (
        <Status kind="private">This desk only</Status>
      ) : (
        <Link to="/ledger/$event" params={{ event: entry.hash }} className={css.hash}>
          {fours(entry.hash.slice(0, 8))}
        </Link>
      ),
  },
];

/** Consents, disclosures, attestations and notes: what happened beside the five handshakes. */
export const EntriesCard = ({ entries }: { readonly entries: readonly Entry[] }) => (
  <Card title="Everything else about this referral" count={entries.length} aside="Never moves the rail" flush>
    {entries.length === 0 ? (
      <p className={css.nothing}>Nothing but the handshakes so far.</p>
    ) : (
      <PlainTable
        label="Entries beside the handshakes"
        columns={columns}
        rows={entries}
        rowKey={(entry) => entry.hash ?? `${entry.at}${entry.type}`}
      />
    )}
  </Card>
);
