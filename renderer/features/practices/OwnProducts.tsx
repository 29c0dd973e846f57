import { useState } from 'react';
import { Button, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MemberRecord } from '../../../core/contract/membership.ts';
import { useToday } from '../../app/clock.ts';
import { Card } from '../../ui/Card.tsx';
import { CalendarDay } from '../../ui/DateTime.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { memberRecordQuery } from '../office/queries.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import css from './OwnProducts.module.css';
import { verticalsQuery } from './verticalNames.ts';

type Offered = MemberRecord['products'][number];

const ProductAct = ({
  record,
  held,
  onClose,
}: {
  readonly record: MemberRecord;
  readonly held: Offered | null;
  readonly onClose: () => void;
}) => {
  const { data: verticals = [] } = useQuery(verticalsQuery);
  const today = useToday();
  const [chosen, setChosen] = useState(held === null ? '' : `${held.vertical} ${held.product}`);
  const [from, setFrom] = useState<string>(held?.from ?? today);
  const [until, setUntil] = useState<string>(held?.until ?? '');
  const [vertical = '', product = ''] = chosen.split(' ');
  const own = verticals.filter((one) => record.verticals.some((span) => span.code === one.code && (span.now || (span.from ?? '') > today)));
  const missing =
    product === ''
      ? 'Choose a product.'
      : from === ''
        ? 'The first day is missing.'
        : until !== '' && until <= from
          ? 'The last day comes after the first.'
          : undefined;
  return (
    <ActSheet
      act={missing === undefined ? { act: 'product', vertical, product, from, until: until === '' ? null : until } : null}
      missing={missing}
      title={held === null ? 'Offer a product' : `Change the days of ${held.name}`}
      verb="Sign"
      onClose={onClose}
      onSigned={() => undefined}
    >
      {held === null ? (
        <NativeSelect
          label="Product"
          description="Of the verticals that you have"
          data={[
            { value: '', label: 'Choose' },
            ...own.map((one) => ({
              group: one.name,
              items: one.products.map((item) => ({ value: `${one.code} ${item.code}`, label: item.name })),
            })),
          ]}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      ) : null}
      <DateInput label="Offered from" w={170} value={from} onChange={setFrom} />
      <DateInput
        label="No longer offered from (optional)"
        description="The first day on which you do not"
        w={260}
        value={until}
        onChange={setUntil}
      />
    </ActSheet>
  );
};

const days = ({ from, until }: Offered) => (
  <>
    from <CalendarDay day={from} form="date" />
    {until === null ? null : (
      <>
        {' '}
        until <CalendarDay day={until} form="date" />
      </>
    )}
  </>
);

/** Products that this practice says it offers, with their days: every member can read them. */
export const OwnProducts = ({ practice, maySign }: { readonly practice: string; readonly maySign: boolean }) => {
  const { data } = useQuery(memberRecordQuery(practice));
  const [open, setOpen] = useState<{ readonly held: Offered | null }>();
  if (data === undefined) return null;
  return (
    <Card title="What you offer">
      <Stack gap={10}>
        {data.products.length === 0 ? (
          <p className="second">No product is listed yet. Other members read your verticals alone.</p>
        ) : (
          <ul className={css.list} aria-label="Products you offer">
            {data.products.map((one) => (
              <li key={`${one.vertical} ${one.product}`} className={css.product}>
                <span>
                  {one.name}
                  <span className={css.days}>
                    {days(one)}
                    {one.now ? '' : ', not today'}
                  </span>
                </span>
                {maySign ? (
                  <Button size="xs" variant="subtle" aria-label={`Change the days of ${one.name}`} onClick={() => setOpen({ held: one })}>
                    Change…
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        {maySign ? (
          <div>
            <Button size="xs" onClick={() => setOpen({ held: null })}>
              Offer a product…
            </Button>
          </div>
        ) : null}
      </Stack>
      {open === undefined ? null : <ProductAct record={data} held={open.held} onClose={() => setOpen(undefined)} />}
    </Card>
  );
};
