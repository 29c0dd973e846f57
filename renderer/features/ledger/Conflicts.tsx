import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ledgerConflict } from '../../../core/contract/desk.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { fours } from '../../ui/Hash.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { Note } from '../../ui/Note.tsx';
import { conflictsQuery } from './queries.ts';
import css from './ledger.module.css';

type Conflict = z.infer<typeof ledgerConflict>;

const said: Readonly<Record<Conflict['kind'], string>> = {
  place:
    'Two entries of one key for one place of its stream. The first of these two stands; once the network log holds one of them, that one does.',
  id: 'Two entries with one id. Both count: an entry is known by its hash.',
};

const Side = ({ entry }: { readonly entry: Conflict['first'] }) => (
  <>
    <HrefLink href={`/ledger/${entry.hash}`}>
      {entry.words}, entry {entry.index.toLocaleString('en-AU')}
    </HrefLink>{' '}
    <span className="second">
      <span className={css.mono}>{fours(entry.hash.slice(0, 8))}</span> by {entry.by}, <DateTime at={entry.at} form="recent" inRow />
    </span>
  </>
);

/** Records that contradict each other; nothing where there are none. */
export const Conflicts = () => {
  const { data } = useQuery(conflictsQuery);
  const conflicts = data?.conflicts ?? [];
  if (conflicts.length === 0) return null;
  return (
    <Note tone="bad">
      <strong>
        {conflicts.length === 1 ? 'One conflict' : `${conflicts.length.toLocaleString('en-AU')} conflicts`} between records. Ask who signed
        them: an honest program does not make two.
      </strong>
      <ul className={css.conflicts}>
        {conflicts.map(({ kind, first, second }) => (
          <li key={`${first.hash} ${second.hash}`}>
            {said[kind]}
            <br />
            <Side entry={first} />
            <br />
            <Side entry={second} />
          </li>
        ))}
      </ul>
    </Note>
  );
};
