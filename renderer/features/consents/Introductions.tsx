import { useState } from 'react';
import { Button } from '@mantine/core';
import type { Act } from '../../../core/contract/acts.ts';
import type { Introduction } from '../../../core/contract/consent.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import { EnterClientSheet } from '../contacts/EnterClientSheet.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import css from './consents.module.css';

interface Choice {
  readonly act: Act;
  readonly title: string;
  readonly verb: string;
}

const choicesOf = (one: Introduction): readonly Choice[] => {
  if (one.direction === 'received' && one.state === 'offered')
    return [
      {
        act: { act: 'introduction-answer', offer: one.offer, accepts: true, reason: null },
        title: 'Accept the introduction',
        verb: 'Accept',
      },
      {
        act: { act: 'introduction-answer', offer: one.offer, accepts: false, reason: null },
        title: 'Decline the introduction',
        verb: 'Decline',
      },
    ];
  if (one.direction === 'sent' && one.state === 'accepted')
    return [{ act: { act: 'introduction-pass', offer: one.offer }, title: 'Pass the details', verb: 'Pass the details' }];
  if (one.direction === 'received' && one.state === 'passed' && one.use !== null)
    return [{ act: { act: 'introduction-receipt', use: one.use }, title: 'Confirm the receipt', verb: 'Confirm the receipt' }];
  return [];
};

/** Warm introductions: purpose and initials before, details after the other practice has accepted. */
export const Introductions = ({ introductions }: { readonly introductions: readonly Introduction[] }) => {
  const [open, setOpen] = useState<Choice | null>(null);
  const [entering, setEntering] = useState<Introduction | null>(null);
  const columns: readonly Column<Introduction>[] = [
    { id: 'who', head: 'Who', cell: (one) => one.initials },
    {
      id: 'counterpart',
      head: 'Practice',
      cell: (one) => <span className={css.wrap}>{`${one.direction === 'sent' ? 'To' : 'From'} ${one.counterpart}`}</span>,
    },
    { id: 'purpose', head: 'For what', cell: (one) => <span className={css.wrap}>{`${one.purposeName}: ${one.words}`}</span> },
    {
      id: 'state',
      head: 'State',
      cell: (one) => (
        <Status
          kind={
            one.state === 'received' || one.state === 'passed'
              ? 'done'
              : one.state === 'offered' || one.state === 'accepted'
                ? 'waiting'
                : 'withdrawn'
          }
        >
          <span className={css.wrap}>{one.stateWords}</span>
        </Status>
      ),
    },
    {
      id: 'details',
      head: 'Details',
      cell: (one) =>
        one.details.length === 0 ? (
          <span className="second">Not passed</span>
        ) : (
          <span className={css.wrap}>
            {one.details.flatMap(({ label, value }) => (label === 'Given name' ? [] : [`${label} ${value}`])).join(', ')}
          </span>
        ),
    },
    { id: 'expires', head: 'Holds until', cell: (one) => <DateTime at={one.expires} form="date" /> },
    {
      id: 'act',
      head: 'Acts',
      quietHead: true,
      cell: (one) => (
        <span className={css.actsDown}>
          {one.direction === 'received' && one.details.length > 0 ? (
            one.contact === null ? (
              <Button size="xs" aria-label={`Enter in the book, ${one.initials}`} onClick={() => setEntering(one)}>
                Enter in the book…
              </Button>
            ) : (
              <ButtonLink size="xs" to="/contacts/$id" params={{ id: one.contact }}>
                Open the contact
              </ButtonLink>
            )
          ) : null}
          {choicesOf(one).map((choice) => (
            <Button key={choice.title} size="xs" aria-label={`${choice.verb}, ${one.initials}`} onClick={() => setOpen(choice)}>
              {choice.verb}
            </Button>
          ))}
        </span>
      ),
    },
  ];
  return (
    <div className={css.tab}>
      {introductions.length === 0 ? (
        <EmptyState drawing="pairs" title="No introduction yet">
          Choose a consent that holds on the board, and offer the contact to the practice that it names.
        </EmptyState>
      ) : (
        <PlainTable label="Introductions" columns={columns} rows={introductions} rowKey={(one) => one.offer} />
      )}
      {entering === null ? null : (
        <EnterClientSheet
          name={entering.details.find((detail) => detail.label === 'Name')?.value ?? entering.initials}
          path={`/api/consents/introductions/${entering.offer}/contact`}
          onClose={() => setEntering(null)}
        />
      )}
      {open === null ? null : (
        <ActSheet act={open.act} title={open.title} verb={open.verb} onClose={() => setOpen(null)} onSigned={() => undefined} />
      )}
    </div>
  );
};
