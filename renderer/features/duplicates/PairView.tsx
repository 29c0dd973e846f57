import { useState } from 'react';
import { Button, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type DuplicatePair, decided, type PairSide } from '../../../core/contract/duplicates.ts';
import { mergeDone } from '../../../core/contract/merges.ts';
import type { MergeChoices } from '../../../core/domain/merge/merge-fields.ts';
import { offerUndo } from '../../app/undo.ts';
import { problemOf, request } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { FieldChoices } from './FieldChoices.tsx';
import { MergeEffects } from './MergeEffects.tsx';
import { mergePlanQuery } from './queries.ts';
import { type PairKeys, usePairKeys } from './usePairKeys.ts';
import css from './duplicates.module.css';

const FACTS: readonly (readonly [string, (side: PairSide) => string])[] = [
  ['Organisation', (side) => side.organisation],
  ['E-mail', (side) => side.emails.join(', ')],
  ['Telephone', (side) => side.phones.join(', ')],
  ['Address', (side) => side.address],
  ['Born', (side) => side.born],
  ['ABN', (side) => side.abn],
  ['Marked', (side) => side.flags.join(', ')],
  ['Recorded', (side) => `${String(side.records)} records, ${String(side.referrals)} referrals`],
  ['Source', (side) => side.source],
];

const Sides = ({ pair }: { readonly pair: DuplicatePair }) => (
  <div className={css.scroll} role="group" tabIndex={0} aria-label="The two contacts, scrolls sideways">
    <table className={css.sides} aria-label="The two contacts side by side">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Fact</span>
          </th>
          {[pair.left, pair.right].map((side) => (
            <th key={side.id} scope="col">
              <Link to="/contacts/$id" params={{ id: side.id }}>
                {side.name}
              </Link>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {FACTS.filter(([, read]) => read(pair.left) !== '' || read(pair.right) !== '').map(([label, read]) => (
          <tr key={label} data-same={read(pair.left) === read(pair.right)}>
            <th scope="row">{label}</th>
            {[pair.left, pair.right].map((side) => (
              <td key={side.id}>{read(side) === '' ? <span className="second">Not recorded</span> : read(side)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Reasons = ({ pair }: { readonly pair: DuplicatePair }) => (
  <ul className={css.reasons} aria-label="Why this pair is shown">
    {pair.reasons.map(({ words, against }) => (
      <li key={words}>
        <Status kind={against ? 'excluded' : 'done'}>{against ? `Against: ${words}` : words}</Status>
      </li>
    ))}
  </ul>
);

export interface PairViewProps {
  readonly pair: DuplicatePair;
  /** The last merge of this visit, which u takes apart. */
  readonly lastMerge: string | null;
  readonly onMerged: (undo: string) => void;
  readonly onUnmerge: () => void;
  readonly onMove: PairKeys['onMove'];
}

/** Two contacts side by side: why they may be one, which remains, what of each field, what moves and what consent says; then the decision. */
export const PairView = ({ pair, lastMerge, onMerged, onUnmerge, onMove }: PairViewProps) => {
  const queries = useQueryClient();
  const [keep, setKeep] = useState(pair.keep);
  const [choices, setChoices] = useState<MergeChoices>({});
  const [survivor, merged] = keep === 'left' ? [pair.left, pair.right] : [pair.right, pair.left];
  const { data: plan, error } = useQuery({ ...mergePlanQuery(survivor.id, merged.id, choices), placeholderData: keepPreviousData });
  const merge = useMutation({
    mutationFn: async () => {
      const seen = await queries.fetchQuery({ ...mergePlanQuery(survivor.id, merged.id, choices) });
      const revisions = { survivor: seen.survivor.revision, merged: seen.merged.revision };
      return request('POST', '/api/merges', mergeDone, { body: { survivor: survivor.id, merged: merged.id, choices, revisions } });
    },
    onSuccess: async ({ undo }) => {
      offerUndo(`“${merged.name}” was merged into “${survivor.name}”`, undo);
      onMerged(undo);
      await queries.invalidateQueries();
    },
  });
  const decide = useMutation({
    mutationFn: (decision: 'different' | 'later' | null) =>
      request('POST', '/api/duplicates/decisions', decided, { body: { left: pair.left.id, right: pair.right.id, decision } }),
    onSuccess: async ({ undo }, decision) => {
      offerUndo(
        decision === 'different'
          ? 'They are kept as two clients'
          : decision === 'later'
            ? 'The pair was put off'
            : 'The pair is in the queue again',
        undo,
      );
      await queries.invalidateQueries({ queryKey: ['duplicates'] });
    },
  });
  const busy = merge.isPending || decide.isPending;
  const run = (act: () => void) => () => (busy ? undefined : act());
  usePairKeys({
    onMove,
    onUnmerge,
    onMerge: run(() => merge.mutate()),
    onLater: run(() => decide.mutate('later')),
    onDifferent: run(() => decide.mutate('different')),
  });
  const refused = merge.error ?? decide.error ?? error;
  return (
    <section className={css.pair} aria-label={`${pair.left.name} and ${pair.right.name}`}>
      <div className={css.pairBody}>
        <h2>{pair.left.name === pair.right.name ? `${pair.left.name}, twice` : `${pair.left.name} and ${pair.right.name}`}</h2>
        <Reasons pair={pair} />
        <Sides pair={pair} />
        <div className={css.remaining}>
          <span id="remaining">Remaining contact</span>
          <SegmentedControl
            aria-labelledby="remaining"
            value={keep}
            onChange={(value) => {
              setKeep(value === 'left' ? 'left' : 'right');
              setChoices({});
            }}
            data={[
              { value: 'left', label: `Left: ${pair.left.name}` },
              { value: 'right', label: `Right: ${pair.right.name}` },
            ]}
          />
        </div>
        {plan === undefined ? (
          error === null ? (
            <SkeletonBlock height={180} label="what a merge would do" />
          ) : null
        ) : (
          <>
            {plan.fields.length === 0 ? (
              <p className="second">The two say the same in every field.</p>
            ) : (
              <FieldChoices plan={plan} choices={choices} onChoose={(field, choice) => setChoices({ ...choices, [field]: choice })} />
            )}
            <MergeEffects plan={plan} />
          </>
        )}
        {refused === null ? null : <ErrorNote problem={problemOf(refused)} />}
      </div>
      <div className={css.acts}>
        <Button
          variant="filled"
          loading={merge.isPending}
          disabled={plan === undefined || busy}
          onClick={() => merge.mutate()}
          rightSection={<Kbd onFill>M</Kbd>}
        >
          Merge
        </Button>
        <Button disabled={busy} onClick={() => decide.mutate('different')} rightSection={<Kbd>N</Kbd>}>
          Two clients
        </Button>
        {pair.decision === 'later' ? (
          <Button disabled={busy} onClick={() => decide.mutate(null)}>
            Back to the queue
          </Button>
        ) : (
          <Button disabled={busy} onClick={() => decide.mutate('later')} rightSection={<Kbd>S</Kbd>}>
            Put off
          </Button>
        )}
        {lastMerge === null ? null : (
          <Button variant="subtle" disabled={busy} onClick={onUnmerge} rightSection={<Kbd>U</Kbd>}>
            Take the last merge apart
          </Button>
        )}
        <span className={css.hint}>
          A merge can be taken apart later. <Kbd>J</Kbd> <Kbd>K</Kbd> go through the queue.
        </span>
      </div>
    </section>
  );
};
