import { useState } from 'react';
import { NativeSelect, TextInput } from '@mantine/core';
import type { OwnerView } from '../../../core/contract/crm.ts';
import type { BoardStage, DealCard } from '../../../core/contract/pipeline.ts';
import { type Cents, exactCents } from '../../../core/domain/money/cents.ts';
import { MoneyInput } from '../../ui/MoneyInput.tsx';
import { ContactPicker, type PickedContact } from '../crm/ContactPicker.tsx';
import { OwnerSelect } from '../crm/OwnerSelect.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import css from '../crm/sheets.module.css';
import { useChange } from '../crm/useChange.ts';

interface Entries {
  readonly title: string;
  readonly purpose: string;
  readonly amount: Cents | null;
  readonly expectedClose: string;
  readonly owner: string | null;
}

const entriesOf = (deal: DealCard | null): Entries => ({
  title: deal?.title ?? '',
  purpose: deal?.purpose ?? '',
  amount: deal === null || deal.amount === null ? null : exactCents(deal.amount),
  expectedClose: deal?.expectedClose ?? '',
  owner: deal?.owner?.owner ?? null,
});

const sent = (entries: Entries) => ({ ...entries, expectedClose: entries.expectedClose === '' ? null : entries.expectedClose });

/** The entries that differ from what the form was opened with. */
const edited = (start: Entries, now: Entries): Record<string, unknown> => {
  const [before, after] = [Object.entries(sent(start)), Object.entries(sent(now))];
  return Object.fromEntries(after.filter(([, value], index) => value !== before[index]?.[1]));
};

export interface DealFormProps {
  /** The deal that is changed; null for a new one. */
  readonly deal: DealCard | null;
  /** Whom a new deal is about; null lets the form ask. */
  readonly contact: PickedContact | null;
  readonly pipeline: string;
  readonly stages: readonly BoardStage[];
  readonly owners: readonly OwnerView[];
  readonly onClose: () => void;
}

/** A deal by hand: whose, what, how much, by when, who looks after it. */
export const DealForm = ({ deal, contact, pipeline, stages, owners, onClose }: DealFormProps) => {
  const [start] = useState(() => entriesOf(deal));
  const [entries, setEntries] = useState(start);
  const [who, setWho] = useState(contact);
  const open = stages.filter((stage) => stage.status === 'open');
  const [stage, setStage] = useState(open[0]?.id ?? '');
  const save = useChange(onClose);
  const write = (part: Partial<Entries>) => setEntries({ ...entries, ...part });
  const set = deal === null ? {} : edited(start, entries);
  const missing =
    deal === null && who === null
      ? 'Choose whom it is about.'
      : entries.title.trim() === ''
        ? 'Give the deal a name.'
        : deal !== null && Object.keys(set).length === 0
          ? 'Nothing is changed.'
          : undefined;
  const submit = (revision: number | null) =>
    deal === null
      ? save.mutate({
          method: 'POST',
          path: '/api/deals',
          body: { contact: who?.id, pipeline, stage, ...sent(entries) },
          words: `A deal for ${who?.name ?? 'the contact'} was opened`,
        })
      : save.mutate({
          method: 'PUT',
          path: `/api/deals/${deal.id}`,
          body: { revision, set },
          words: `The deal “${entries.title}” was changed`,
        });
  return (
    <Sheet
      title={deal === null ? 'New deal' : `Change “${deal.title}”`}
      verb={deal === null ? 'Open the deal' : 'Save'}
      error={save.error}
      pending={save.isPending}
      missing={missing}
      onClose={onClose}
      onSave={() => submit(deal?.revision ?? null)}
      onSaveOver={() => submit(null)}
    >
      {deal === null && contact === null ? <ContactPicker value={who} onChange={setWho} /> : null}
      <TextInput
        label="Deal"
        placeholder="Tax return 2026"
        maxLength={200}
        value={entries.title}
        onChange={(event) => write({ title: event.currentTarget.value })}
      />
      <div className={css.pair}>
        <TextInput
          label="Purpose"
          maxLength={200}
          value={entries.purpose}
          onChange={(event) => write({ purpose: event.currentTarget.value })}
        />
        <MoneyInput label="Amount, ex GST" value={entries.amount} onChange={(amount) => write({ amount })} />
      </div>
      <div className={css.pair}>
        <TextInput
          type="date"
          label="Expected close"
          value={entries.expectedClose}
          onChange={(event) => write({ expectedClose: event.currentTarget.value })}
        />
        <OwnerSelect owners={owners} value={entries.owner} none="Nobody yet" onChange={(owner) => write({ owner })} />
      </div>
      {deal === null ? (
        <NativeSelect
          label="Stage"
          value={stage}
          data={open.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(event) => setStage(event.currentTarget.value)}
        />
      ) : null}
    </Sheet>
  );
};
