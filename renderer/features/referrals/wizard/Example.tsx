import type { z } from 'zod';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ruleExample } from '../../../../core/contract/referrals.ts';
import type { Cents } from '../../../../core/domain/money/cents.ts';
import { problemOf, request } from '../../../client.ts';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { Money } from '../../../ui/Money.tsx';
import css from './wizard.module.css';

/** Shown while nobody has estimated an income: a round figure, named as such. */
const ROUND_INCOME = 100_000;

/** The division stands last: commission, platform fee, what the receiver keeps, and their sum. */
const DIVISION = 4;

type Line = z.infer<typeof ruleExample>['lines'][number];

const Lines = ({ lines, plain = false }: { readonly lines: readonly Line[]; readonly plain?: boolean }) =>
  lines.map((line, index) => (
    <div key={`${index} ${line.label}`} className={css.exampleRow} data-plain={plain}>
      <span>{line.label}</span>
      {plain ? null : <span className="second">{line.working}</span>}
      {line.cents === null ? <span /> : <Money cents={line.cents} column />}
    </div>
  ));

/** The rule worked out on an income: who gets what, and every step behind a fold. */
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
      <Lines lines={data.lines.slice(-DIVISION)} plain />
      <p className="second">{data.note}</p>
      <details>
        <summary>Every step</summary>
        <Lines lines={data.lines} />
      </details>
    </section>
  );
};
