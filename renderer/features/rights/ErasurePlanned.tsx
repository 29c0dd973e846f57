import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ErasurePlanView, IdentityCheck } from '../../../core/contract/rights.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { capital } from '../duplicates/capital.ts';
import { erasureColumns, touched } from './erasureColumns.tsx';
import { IdentityFields, identityOf, NOBODY_YET } from './IdentityFields.tsx';
import css from './rights.module.css';

const many = (count: number, one: string, more: string): string => (count === 1 ? one : `${count.toLocaleString('en-AU')} ${more}`);

const Mentions = ({ mentions }: { readonly mentions: ErasurePlanView['mentions'] }) => (
  <Card title="Records of others that name this person, or share an address or number" count={mentions.length}>
    {mentions.length === 0 ? (
      <p className="second">No record of anybody else names them.</p>
    ) : (
      <>
        <p className="second">
          An erasure leaves these as they are: only a person can tell what in them is whose. Look at each, and take the name out where it
          has to go.
        </p>
        <ul className={css.mentions}>
          {mentions.map((mention) => (
            <li key={mention.record}>
              {mention.subject === null ? (
                capital(mention.kind)
              ) : (
                <Link to="/contacts/$id" params={{ id: mention.subject }}>
                  {mention.name ?? 'A contact that is no longer in the book'}: {mention.kind}
                </Link>
              )}
            </li>
          ))}
        </ul>
      </>
    )}
  </Card>
);

export interface ErasurePlannedProps {
  readonly plan: ErasurePlanView;
  readonly error: Error | null;
  readonly pending: boolean;
  readonly onErase: (identity: IdentityCheck, confirm: string) => void;
}

/** The dry run of an erasure, and the form that does it. */
export const ErasurePlanned = ({ plan, error, pending, onErase }: ErasurePlannedProps) => {
  const [who, setWho] = useState(NOBODY_YET);
  const [typed, setTyped] = useState('');
  const lines = touched(plan.lines);
  const { name } = plan;
  const identity = identityOf(who);
  const missing =
    identity === null
      ? 'Say how you know who asks.'
      : name !== null && typed.trim().toLowerCase() !== name.toLowerCase()
        ? 'Type the name as it stands above.'
        : undefined;
  return (
    <>
      {plan.held ? (
        <Note tone="bad">
          A legal hold is set: nothing of this person may be erased until it is lifted, on{' '}
          <Link to="/privacy" search={{ view: 'retention' }}>
            Privacy, Retention
          </Link>
          . Tell the person why.
        </Note>
      ) : null}
      {plan.openReferrals > 0 ? (
        <Note tone="warn">
          {many(plan.openReferrals, 'A referral is', 'referrals are')} open. What finishing it needs stays until it ends; the desk then
          erases that by itself.
        </Note>
      ) : null}
      <Card title="What an erasure would do" flush>
        <PlainTable
          label="What an erasure would do"
          columns={erasureColumns(lines, { goes: 'Erased', stays: 'Kept' })}
          rows={lines}
          rowKey={(line) => line.code}
        />
      </Card>
      <Mentions mentions={plan.mentions} />
      <Card title="Backups" count={plan.backups}>
        <p>
          {plan.backups === 0
            ? 'No backup holds this person.'
            : `${many(plan.backups, 'One backup holds', 'backups hold')} this person until rotated out. A restore erases again by itself: the list of erasures lives beside the database, by number only.`}
        </p>
      </Card>
      {plan.held ? null : (
        <Card title="Erase for good">
          <form
            className={css.form}
            onSubmit={(event) => {
              event.preventDefault();
              if (missing === undefined && identity !== null) onErase(identity, typed.trim() === '' ? 'erase' : typed.trim());
            }}
          >
            <p>It cannot be undone, not by the history and not from a backup.</p>
            <IdentityFields value={who} onChange={setWho} />
            {name === null ? null : (
              <TextInput
                label={`Type the name: ${name}`}
                autoComplete="off"
                spellCheck={false}
                maxLength={200}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            )}
            {error === null ? null : <ErrorNote problem={problemOf(error)} />}
            <div>
              <Button type="submit" variant="filled" color="red" disabled={missing !== undefined} loading={pending}>
                Erase for good
              </Button>{' '}
              <span className="second" role="status">
                {missing ?? ''}
              </span>
            </div>
          </form>
        </Card>
      )}
    </>
  );
};
