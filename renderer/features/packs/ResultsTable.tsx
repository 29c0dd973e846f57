import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { Hash } from '../../ui/Hash.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';
import type { ZoneId } from '../../../core/domain/time/zone.ts';
import { useZone } from '../../app/clock.ts';
import { type Look, viewOfReport } from '../../verify-page/pack-view.ts';
import type { OpenPack } from './usePacks.ts';
import css from './packs.module.css';

const kinds: Readonly<Record<Look, StatusKind>> = {
  holds: 'done',
  partly: 'late',
  fails: 'broken',
  'not-judged': 'not-yet',
};

const verdict = (place: 0 | 1 | 2, zone: ZoneId) => (pack: OpenPack) => {
  const { verdict: look, word } = viewOfReport(pack.report, zone).verdicts[place];
  return <Status kind={kinds[look]}>{word}</Status>;
};

const columns = (shown: number | undefined, onShow: (id: number) => void, zone: ZoneId): readonly Column<OpenPack>[] => [
  {
    id: 'name',
    head: 'Pack',
    cell: (pack) => (
      <button type="button" className={css.rowButton} aria-pressed={pack.id === shown} onClick={() => onShow(pack.id)}>
        {pack.name}
      </button>
    ),
  },
  { id: 'intact', head: 'Unchanged', cell: verdict(0, zone) },
  { id: 'recognised', head: 'Signers', cell: verdict(1, zone) },
  { id: 'complete', head: 'Chain', cell: verdict(2, zone) },
  {
    id: 'failure',
    head: 'First failure',
    cell: (pack) =>
      pack.report.failure === null ? <span className="second">None</span> : <code className={css.code}>{pack.report.failure}</code>,
  },
  {
    id: 'hash',
    head: 'SHA-256',
    cell: (pack) =>
      pack.fingerprint === '' ? <span className="second">A folder</span> : <Hash hex={pack.fingerprint} digits={8} copy={false} />,
  },
];

/** Many packs as a table: a row each, a column for each verdict. */
export const ResultsTable = ({
  packs,
  shown,
  onShow,
}: {
  readonly packs: readonly OpenPack[];
  readonly shown: number | undefined;
  readonly onShow: (id: number) => void;
}) => (
  <Card title="Results" count={packs.length.toLocaleString('en-AU')} aside="Choose a row to see its checks" flush>
    <div className={css.table}>
      <PlainTable
        label="Results"
        columns={columns(shown, onShow, useZone())}
        rows={packs}
        rowKey={(pack) => String(pack.id)}
        rowTone={(pack) => (pack.report.intact.verdict === 'broken' ? 'broken' : pack.id === shown ? 'current' : 'rest')}
      />
    </div>
  </Card>
);
