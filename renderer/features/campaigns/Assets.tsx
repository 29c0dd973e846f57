import { useState } from 'react';
import type { z } from 'zod';
import type { assetList, AssetRow } from '../../../core/contract/assets.ts';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Note } from '../../ui/Note.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { Status } from '../../ui/Status.tsx';
import { AssetPanel } from './AssetPanel.tsx';
import { ASSET_KIND_NAMES, assetLook } from './campaignLook.ts';
import css from './campaigns.module.css';

type List = z.infer<typeof assetList>;

const passed = (row: AssetRow): number => row.gates.filter((gate) => gate.passed !== null).length;

/** The mark on gates that the network office has not signed. */
const NotRatified = ({ gates }: { readonly gates: List['gates'] }) => (
  <Note tone="warn">
    <strong>Not ratified.</strong> {String(gates.by.length)} of {String(gates.needed)} people of the network office have signed these gates.{' '}
    {gates.test
      ? 'This is a test network, so assets can be published to try it out; in a live network they could not.'
      : 'Until they have, no asset is published and no campaign is sent.'}
  </Note>
);

const columns = (onOpen: (row: AssetRow) => void): readonly Column<AssetRow>[] => [
  {
    id: 'name',
    head: 'Asset',
    track: 'minmax(180px, 1.6fr)',
    sortBy: (row) => row.name,
    cell: (row) => (
      <button type="button" className={css.open} onClick={() => onOpen(row)}>
        {row.name}
      </button>
    ),
  },
  {
    id: 'state',
    head: 'State',
    track: 'minmax(140px, 1fr)',
    sortBy: (row) => assetLook(row).words,
    cell: (row) => {
      const { kind, words } = assetLook(row);
      return <Status kind={kind}>{words}</Status>;
    },
  },
  {
    id: 'gates',
    head: 'Gates passed',
    track: '110px',
    cell: (row) => `${String(passed(row))} of ${String(row.gates.length)}`,
  },
  { id: 'kind', head: 'Kind', track: '110px', sortBy: (row) => row.kind, cell: (row) => ASSET_KIND_NAMES[row.kind] },
  { id: 'channel', head: 'Channel', track: 'minmax(110px, 1fr)', sortBy: (row) => row.channel, cell: (row) => row.channel },
  { id: 'owner', head: 'Owner', track: 'minmax(110px, 1fr)', sortBy: (row) => row.owner, cell: (row) => row.owner },
];

/** The register of marketing assets; a row opens its gates beside it. */
export const Assets = ({ list }: { readonly list: List }) => {
  const [open, setOpen] = useState<string | null>(null);
  const asset = list.rows.find((row) => row.id === open);
  return (
    <div className={css.split}>
      <div className={css.pane}>
        {list.gates.ratified ? null : (
          <div className={css.notes}>
            <NotRatified gates={list.gates} />
          </div>
        )}
        {list.rows.length === 0 ? (
          <EmptyState drawing="file" title="No asset is registered">
            Whatever the practice shows or sends to many people stands here with its gates, and is published once all of them are passed.
          </EmptyState>
        ) : (
          <DataGrid
            label="Marketing assets"
            columns={columns((row) => setOpen(row.id))}
            rows={list.rows}
            rowKey={(row) => row.id}
            rowTone={(row) => (row.id === open ? 'current' : row.state === 'withdrawn' ? 'excluded' : 'rest')}
            onOpen={(row) => setOpen(row.id)}
          />
        )}
      </div>
      {asset === undefined ? null : (
        <RightPanel key={asset.id} label="The asset" kind="work" chosen>
          <AssetPanel asset={asset} onClose={() => setOpen(null)} />
        </RightPanel>
      )}
    </div>
  );
};
