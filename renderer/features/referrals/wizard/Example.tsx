import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ruleExample } from '../../../../core/contract/referrals.ts';
import type { Cents } from '../../../../core/domain/money/cents.ts';
import { problemOf, request } from '../../../client.ts';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { Money } from '../../../ui/Money.tsx';
import css from './wizard.module.css';

/** Shown while nobody has estimated an income: a round figure, named as such. */
const ROUND_INCOME = 100_000;

/** The rule worked out on an income, line by line. */
export const Example = ({ rule, income }: { readonly rule: string; readonly income: Cents | null }) => {
  const on = income ?? ROUND_INCOME;
  const { data, error } = useQuery({
    queryKey: ['rule-example', rule, on],
    queryFn: ({ signal }) => request('POST', '/api/referrals/example', ruleExample, { body: { rule, income: on }, signal }),
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <ErrorNote problem={problemOf(error)} />;
  return data === undefined ? null : (
    <section className={css.example} aria-label="Worked example">
      <div className={css.exampleHead}>
        <strong>
          Worked example on an income of <Money cents={on} />
        </strong>
        <span className="second">{income === null ? 'A round figure, not an estimate' : 'An estimate, not a promise'}</span>
      </div>
      {data.lines.map((line) => (
        <div key={`${line.label} ${line.working}`} className={css.exampleRow}>
          <span>{line.label}</span>
          <span className="second">{line.working}</span>
          {line.cents === null ? <span /> : <Money cents={line.cents} column />}
        </div>
      ))}
      <p className="second">{data.note}</p>
    </section>
  );
};
