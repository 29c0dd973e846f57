import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { IconDots, IconFileExport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ExchangeView } from '../../../core/contract/desk.ts';
import { problemOf, saveFile } from '../../client.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';
import { makeFile } from './queries.ts';
import css from './ExchangePage.module.css';

type Counterpart = ExchangeView['counterparts'][number];

const stateOf = ({ waiting, notSeen, sent }: Counterpart): { readonly kind: StatusKind; readonly words: string } => {
  if (waiting > 0)
    return {
      kind: 'waiting',
      words: `${waiting.toLocaleString('en-AU')} ${waiting === 1 ? 'entry waits' : 'entries wait'}`,
    };
  if (notSeen > 0) return { kind: 'late', words: `${notSeen.toLocaleString('en-AU')} not confirmed` };
  return sent === null ? { kind: 'not-yet', words: 'Nothing sent yet' } : { kind: 'done', words: 'All confirmed' };
};

const Last = ({ label, last }: { readonly label: string; readonly last: Counterpart['sent'] }) => (
  <span className={css.last}>
    <span className="second">{label}</span>{' '}
    {last === null ? (
      'Nothing yet'
    ) : (
      <>
        <DateTime at={last.at} form="recent" inRow />{' '}
        <span className="second">
          file {last.seq}, {last.events.toLocaleString('en-AU')} {last.events === 1 ? 'entry' : 'entries'}
        </span>
      </>
    )}
  </span>
);

const Row = ({ row, primary }: { readonly row: Counterpart; readonly primary: boolean }) => {
  const queries = useQueryClient();
  const [made, setMade] = useState<string>();
  const make = useMutation({
    mutationFn: (resend: boolean) => makeFile(row.practice, resend),
    onSuccess: async (file) => {
      saveFile(file);
      setMade(file.name);
      await queries.invalidateQueries();
    },
  });
  const state = stateOf(row);
  return (
    <li className={css.counterpart}>
      <div className={css.line}>
        <Avatar name={row.name} shape="square" />
        <span className={css.who}>
          <span className={css.name}>{row.name}</span>
          <span className={css.words}>{row.words}</span>
        </span>
        <span className={css.state}>
          <Status kind={state.kind}>{state.words}</Status>
        </span>
        <span className={css.lasts}>
          <Last label="Sent" last={row.sent} />
          <Last label="Received" last={row.received} />
        </span>
        <Button
          size="xs"
          {...(primary ? { variant: 'filled' } : {})}
          leftSection={<IconFileExport size={15} stroke={1.7} aria-hidden="true" />}
          loading={make.isPending}
          aria-label={`Make the file for ${row.name}`}
          onClick={() => make.mutate(false)}
        >
          Make the file
        </Button>
        <Menu position="bottom-end" width={280}>
          <Menu.Target>
            <Button size="xs" aria-label={`More for ${row.name}`} px={6}>
              <IconDots size={16} stroke={1.7} aria-hidden="true" />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => make.mutate(true)}>Put everything in again, confirmed or not</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {made === undefined ? null : (
        <Note tone="ok" live="polite">
          {made} is saved. Send it to {row.name} by e-mail or USB stick; only {row.name} can open it.
        </Note>
      )}
      {make.error === null ? null : <ErrorNote problem={problemOf(make.error)} />}
    </li>
  );
};

/** Everybody this desk exchanges files with: sent, received, nothing heard since. */
export const Counterparts = ({ rows }: { readonly rows: readonly Counterpart[] }) => {
  const first = rows.find((row) => row.waiting > 0)?.practice;
  return (
    <Card title="Counterparts" count={rows.length} flush>
      <ul className={css.list}>
        {rows.map((row) => (
          <Row key={row.practice} row={row} primary={row.practice === first} />
        ))}
      </ul>
    </Card>
  );
};
