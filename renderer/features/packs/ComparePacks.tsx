import { Modal, Stack } from '@mantine/core';
import type { Column } from '../../ui/columns.ts';
import { Hash } from '../../ui/Hash.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { comparePacks, type Difference } from './compare.ts';
import type { OpenPack } from './usePacks.ts';

const side = (hash: string | null) =>
  hash === null ? <span className="second">Not there</span> : <Hash hex={hash} digits={16} copy={false} />;

const columns = (first: string, second: string): readonly Column<Difference>[] => [
  { id: 'path', head: 'File', cell: (row) => row.path },
  { id: 'first', head: first, cell: (row) => side(row.first) },
  { id: 'second', head: second, cell: (row) => side(row.second) },
];

/** Two packs file by file. */
export const ComparePacks = ({
  first,
  second,
  onClose,
}: {
  readonly first: OpenPack;
  readonly second: OpenPack;
  readonly onClose: () => void;
}) => {
  const comparison = comparePacks(first.input, second.input);
  return (
    <Modal opened onClose={onClose} size={900} title={<strong>Compare the two</strong>}>
      {comparison.state === 'unreadable' ? (
        <Note tone="bad">
          {(comparison.which === 'first' ? first : second).name} does not read as an archive, so the two cannot be compared file by file.
        </Note>
      ) : comparison.differences.length === 0 ? (
        <Note tone="ok">All {comparison.same.toLocaleString('en-AU')} files are the same, byte for byte.</Note>
      ) : (
        <Stack gap={12}>
          <p>
            {comparison.differences.length.toLocaleString('en-AU')} {comparison.differences.length === 1 ? 'file differs' : 'files differ'},{' '}
            {comparison.same.toLocaleString('en-AU')} are the same. This says what differs, not which of the two is right: the verdicts say
            that.
          </p>
          <PlainTable
            label="Files that differ"
            columns={columns(first.name, second.name)}
            rows={comparison.differences.slice(0, 200)}
            rowKey={(row) => row.path}
            compact
          />
        </Stack>
      )}
    </Modal>
  );
};
