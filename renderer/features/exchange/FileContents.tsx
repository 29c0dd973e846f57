import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';
import type { Preview } from './queries.ts';

type Row = Preview['events'][number] & { readonly place: number };

const states: Readonly<Record<Row['state'], { readonly kind: StatusKind; readonly words: string }>> = {
  new: { kind: 'done', words: 'New' },
  held: { kind: 'not-yet', words: 'Held already' },
  refused: { kind: 'broken', words: 'Refused' },
  waiting: { kind: 'waiting', words: 'Waits for what is missing' },
  conflict: { kind: 'broken', words: 'In conflict with another, both kept' },
  void: { kind: 'broken', words: 'Kept, does not count' },
  'newer-version': { kind: 'paused', words: 'From a newer version, kept and passed on' },
};

const columns: readonly Column<Row>[] = [
  { id: 'words', head: 'What', cell: (row) => row.words },
  { id: 'signer', head: 'Signed by', cell: (row) => row.signer },
  { id: 'at', head: 'Stated time', cell: (row) => <DateTime at={row.at} form="recent" inRow /> },
  {
    id: 'state',
    head: 'State',
    cell: (row) => (
      <Status kind={states[row.state].kind} {...(row.why === null ? {} : { rest: row.why })}>
        {states[row.state].words}
      </Status>
    ),
  },
];

const listed = (items: readonly string[]): string | null => (items.length === 0 ? null : items.join(', '));

/** What a file holds: from whom, who signed what, what is missing. */
export const FileContents = ({ held }: { readonly held: Preview }) => (
  <>
    <KeyValues
      columns={2}
      items={[
        { label: 'From', value: held.from },
        { label: 'Sealed', value: <DateTime at={held.sealedAt} /> },
        { label: 'Number', value: held.expected },
        {
          label: 'Attachments',
          value: held.attachments === 0 ? null : held.attachments.toLocaleString('en-AU'),
          missing: 'None',
        },
        { label: 'Documents', value: listed(held.documents), missing: 'None' },
        { label: 'Missing', value: listed(held.missing), missing: 'Nothing' },
      ]}
    />
    {held.events.length === 0 ? (
      <p className="second">It holds no entries: it only confirms what was received.</p>
    ) : (
      <PlainTable
        label="Entries of the file"
        columns={columns}
        rows={held.events.map((event, place) => ({ ...event, place }))}
        rowKey={(row) => String(row.place)}
        rowTone={(row) => (row.state === 'refused' || row.state === 'conflict' || row.state === 'void' ? 'broken' : 'rest')}
        compact
      />
    )}
  </>
);
