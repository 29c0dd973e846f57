import { formatCents } from '../../core/domain/money/amount-text.ts';
import { centsOf } from './exact.ts';
import css from './Money.module.css';

export interface MoneyProps {
  /** Integer cents; null is an amount that nobody recorded. */
  readonly cents: number | null;
  /** `always` writes a plus before a positive difference. */
  readonly sign?: 'minus-only' | 'always';
  readonly weight?: 'rest' | 'second' | 'total';
  /** An excluded amount stays readable, struck through. */
  readonly struck?: boolean;
  /** Right-aligned block for a column. */
  readonly column?: boolean;
}

/** An amount of Australian dollars, tabular, always with cents. */
export const Money = ({ cents, sign = 'minus-only', weight = 'rest', struck = false, column = false }: MoneyProps) => {
  const place = column ? css.cell : '';
  if (cents === null) return <span className={`second ${place}`}>Not recorded</span>;
  const text = `${sign === 'always' && cents > 0 ? '+' : ''}${formatCents(centsOf(cents))}`;
  return (
    <span className={`${css.money} ${place}`} data-weight={weight}>
      {struck ? <s className={css.struck}>{text}</s> : text}
    </span>
  );
};
