import type { ReferralView } from '../../../core/contract/referrals.ts';
import { Card } from '../../ui/Card.tsx';
import { CheckList } from '../../ui/CheckList.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { KeyValues, type KeyValue } from '../../ui/KeyValues.tsx';
import { Money } from '../../ui/Money.tsx';
import { Note } from '../../ui/Note.tsx';
import { moneyLook } from './moneyLook.ts';
import css from './ReferralPage.module.css';

type View = Pick<ReferralView, 'money' | 'direction' | 'referrer' | 'receiver'>;

const rows = ({ money, direction, referrer, receiver }: View): readonly KeyValue[] => {
  const amount = (cents: number | null, total = false) =>
    cents === null ? null : <Money cents={cents} {...(total ? { weight: 'total' as const } : {})} />;
  const whose = direction === 'sent' ? 'Your commission' : `Commission to ${referrer.name}`;
  return [
    {
      label: `${direction === 'received' ? 'Your income' : 'Their income'}, ${money.incomeBase}, ex GST`,
      value: amount(money.income),
    },
    { label: whose, value: amount(money.commission, true) },
    { label: 'Platform fee', value: amount(money.platform) },
    {
      label: `${direction === 'received' ? 'You keep' : `${receiver.name} keeps`}`,
      value: amount(money.keeps),
    },
  ];
};

const waits = (open: number): string =>
  open === 0 ? 'Waits for nothing more' : `Waits for ${open} ${open === 1 ? 'thing' : 'things'} before it is payable`;

const Arithmetic = ({ lines }: { readonly lines: ReferralView['money']['lines'] }) => (
  <details className={css.fold}>
    <summary>How it is worked out</summary>
    <ol className={css.lines}>
      {lines.map((line) => (
        <li key={`${line.label} ${line.working}`}>
          <span>
            {line.label} <span className="second">{line.working}</span>
            {line.clause === '' ? null : <span className={css.clause}>{line.clause}</span>}
          </span>
          {line.cents === null ? null : <Money cents={line.cents} />}
        </li>
      ))}
    </ol>
  </details>
);

/** What the referral earns, where the money stands and what it still waits for. */
export const MoneyCard = ({ view }: { readonly view: View }) => {
  const { money } = view;
  if (money.state === 'ended' && money.income === null)
    return (
      <Card title="Money" aside={<Chip kind={moneyLook(money.state)}>{money.stateWords}</Chip>}>
        <p className="second">Nothing is due: the referral ended before any income was stated.</p>
      </Card>
    );
  return (
    <Card title="Money" aside={<Chip kind={moneyLook(money.state)}>{money.stateWords}</Chip>}>
      <KeyValues items={rows(view)} align="end" />
      {money.gst === null ? null : (
        <p className={css.small}>
          Plus <Money cents={money.gst} /> GST on the commission.
        </p>
      )}
      {money.payableFrom === null ? null : (
        <p className={css.small}>
          Payable from <DateTime at={money.payableFrom} form="day" />. <span className="second">{money.clockSource}</span>
        </p>
      )}
      {money.conditions.length === 0 || money.state === 'ended' || money.state === 'settled' ? null : (
        <details className={css.fold}>
          <summary>{waits(money.conditions.filter((condition) => !condition.met).length)}</summary>
          <CheckList
            label="What the money waits for"
            checks={money.conditions.map((condition) => ({
              state: condition.met ? ('passed' as const) : ('not-judged' as const),
              name: condition.text,
              detail: condition.met ? '' : 'Open',
            }))}
          />
        </details>
      )}
      {money.recomputed === 'different' ? (
        <Note tone="bad">
          The payer states another amount than this desk works out from the same rule and income. Nothing is changed by itself: ask{' '}
          {view.receiver.name}.
        </Note>
      ) : null}
      {money.recomputed === 'same' ? <p className={css.small}>Worked out again at this desk: the same to the cent.</p> : null}
      {money.lines.length === 0 ? null : <Arithmetic lines={money.lines} />}
    </Card>
  );
};
