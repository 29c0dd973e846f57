import type { MergePlan } from '../../../core/contract/merges.ts';
import { Card } from '../../ui/Card.tsx';
import { Note } from '../../ui/Note.tsx';
import { Status } from '../../ui/Status.tsx';
import { capital } from './capital.ts';
import css from './duplicates.module.css';

type Moved = MergePlan['moves'][number];

const byKind = (moves: readonly Moved[]): readonly (readonly [string, readonly Moved[]])[] => {
  const kinds = new Map<string, Moved[]>();
  for (const move of moves) kinds.set(move.kind, [...(kinds.get(move.kind) ?? []), move]);
  return [...kinds];
};

const Moves = ({ plan }: { readonly plan: MergePlan }) => (
  <Card title="Moves to the remaining contact" count={plan.moves.length + plan.referrals} level={3}>
    {plan.moves.length + plan.referrals === 0 ? <p className="second">Nothing is recorded about the second contact.</p> : null}
    <ul className={css.effects}>
      {plan.referrals === 0 ? null : <li>{plan.referrals === 1 ? '1 referral' : `${String(plan.referrals)} referrals`}</li>}
      {byKind(plan.moves).map(([kind, moves]) => (
        <li key={kind}>
          <details>
            <summary>
              {moves.length} × {kind}
            </summary>
            <ul>
              {moves.map((move) => (
                <li key={move.id}>{move.label}</li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  </Card>
);

const Drops = ({ plan }: { readonly plan: MergePlan }) => {
  const fields = plan.fields.filter((field) => field.drops);
  return (
    <Card title="Goes, or stays with the second" count={plan.drops.length + fields.length} level={3}>
      {plan.drops.length + fields.length === 0 ? <p className="second">Nothing.</p> : null}
      <ul className={css.effects}>
        {fields.map((field) => (
          <li key={field.field}>
            {capital(field.name)}: {field.merged}
          </li>
        ))}
        {plan.drops.map((drop) => (
          <li key={drop.id}>
            {capital(drop.kind)}: {drop.label}. <span className="second">{drop.why}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
};

const Consents = ({ plan }: { readonly plan: MergePlan }) => (
  <Card title="Consent: the narrower counts" count={plan.consents.length + plan.narrows.length} level={3}>
    {plan.consents.length + plan.narrows.length === 0 ? <p className="second">Neither was asked.</p> : null}
    <ul className={css.effects}>
      {plan.consents.map((consent) => (
        <li key={`${consent.practice} ${consent.purpose}`}>
          <strong>
            {consent.practice}, {consent.purpose.toLowerCase()}
          </strong>
          <dl className={css.answers}>
            <dt>First</dt>
            <dd>{consent.survivor}</dd>
            <dt>Second</dt>
            <dd>{consent.merged}</dd>
            <dt>Afterwards</dt>
            <dd>
              <Status kind={consent.narrower ? 'late' : consent.result.startsWith('Yes') ? 'done' : 'not-yet'}>{consent.result}</Status>
            </dd>
          </dl>
        </li>
      ))}
      {plan.narrows.map((one) => (
        <li key={one.id}>
          {one.label}. <span className="second">{one.why}</span>
        </li>
      ))}
    </ul>
    {plan.consents.some((consent) => consent.narrower) ? (
      <Note tone="warn">Ask the person again after the merge: a new answer then counts for both.</Note>
    ) : null}
  </Card>
);

/** Exactly what a merge moves, what goes, and what consent says afterwards. */
export const MergeEffects = ({ plan }: { readonly plan: MergePlan }) => (
  <div className={css.cards}>
    <Moves plan={plan} />
    <Drops plan={plan} />
    <Consents plan={plan} />
  </div>
);
