import { useState } from 'react';
import { Button, Popover } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Column } from '../../../ui/columns.ts';
import { PlainTable } from '../../../ui/PlainTable.tsx';
import css from './import.module.css';
import { actWords, type Row, type RowAct } from './rowWords.ts';

type Difference = Row['differences'][number];

const said = (text: string) => (text === '' ? <span className="second">Nothing</span> : <span className={css.said}>{text}</span>);

const columns: readonly Column<Difference>[] = [
  { id: 'field', head: 'Field', cell: (one) => one.name },
  { id: 'ours', head: 'In the book', cell: (one) => said(one.ours) },
  { id: 'file', head: 'In the file', cell: (one) => said(one.file) },
  {
    id: 'becomes',
    head: 'After an update',
    cell: (one) => (one.taken ? <strong className={css.said}>{one.becomes}</strong> : 'As in the book'),
  },
];

/** What is done with one row, and why that is asked: the contact it may be, field by field. */
export const RowDecision = ({ row, onDecide }: { readonly row: Row; readonly onDecide: (act: RowAct) => void }) => {
  const [opened, setOpened] = useState(false);
  if (row.act === null) return <span className="second">Not imported</span>;
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={row.differences.length === 0 ? 340 : 720}
      position="bottom-start"
      trapFocus
      middlewares={{ flip: true, shift: { padding: 8 }, size: { padding: 8 } }}
      withinPortal
    >
      <Popover.Target>
        <button type="button" className={css.decision} data-open={row.state === 'duplicate'} onClick={() => setOpened(!opened)}>
          {actWords[row.act]}
          <span className="visually-hidden">
            , row {row.row}, {row.name}. Decide
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={css.dropdown}>
        <div className={css.fix}>
          {row.words === null ? null : <p>{row.words}</p>}
          {row.match === null ? null : (
            <p>
              <Link to="/contacts/$id" params={{ id: row.match.contact }} target="_blank">
                Open {row.match.name}
              </Link>
            </p>
          )}
          {row.match !== null && row.differences.length === 0 ? (
            <p className="second">The row says nothing that the contact does not say.</p>
          ) : null}
          {row.differences.length === 0 ? null : (
            <PlainTable
              label={`Row ${row.row} beside the book`}
              columns={columns}
              rows={row.differences}
              rowKey={(one) => one.field}
              compact
            />
          )}
          <div className={css.choices} role="group" aria-label={`What becomes of row ${row.row}`}>
            {row.acts.map((act) => (
              <Button
                key={act}
                aria-pressed={act === row.act}
                variant={act === row.act ? 'light' : 'default'}
                data-autofocus={act === row.act || undefined}
                onClick={() => {
                  setOpened(false);
                  if (act !== row.act) onDecide(act);
                }}
              >
                {act === 'update' && row.match !== null ? `Update ${row.match.name}` : actWords[act]}
              </Button>
            ))}
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
};
