import { useState } from 'react';
import { Textarea, TextInput } from '@mantine/core';
import type { OwnerView } from '../../../core/contract/crm.ts';
import type { BoardStage, DealCard } from '../../../core/contract/pipeline.ts';
import type { DealField } from '../../../core/domain/crm/pipeline/pipeline.ts';
import { type Cents, exactCents } from '../../../core/domain/money/cents.ts';
import { MoneyInput } from '../../ui/MoneyInput.tsx';
import { OwnerSelect } from '../crm/OwnerSelect.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import type { useChange } from '../crm/useChange.ts';
import { entryNames, missingFor } from './dealWords.ts';

interface Entries {
  readonly amount: Cents | null;
  readonly settledAmount: Cents | null;
  readonly expectedClose: string;
  readonly lostReason: string;
  readonly owner: string | null;
  readonly purpose: string;
}

const isEmpty = (value: Entries[DealField]): boolean => value === null || (typeof value === 'string' && value.trim() === '');

const sent = (entries: Entries, asked: readonly DealField[]): Record<string, unknown> =>
  Object.fromEntries(asked.map((field) => [field, entries[field]]));

export interface DropSheetProps {
  readonly deal: DealCard;
  readonly stage: BoardStage;
  readonly owners: readonly OwnerView[];
  readonly move: ReturnType<typeof useChange>;
  readonly onClose: () => void;
}

/** What a stage asks for before a card stands in it. Cancel leaves the card where it was. */
export const DropSheet = ({ deal, stage, owners, move, onClose }: DropSheetProps) => {
  const [asked] = useState(() => missingFor(stage, deal));
  const [entries, setEntries] = useState<Entries>({
    amount: null,
    settledAmount: deal.amount === null ? null : exactCents(deal.amount),
    expectedClose: '',
    lostReason: '',
    owner: null,
    purpose: '',
  });
  const write = (part: Partial<Entries>) => setEntries({ ...entries, ...part });
  const empty = asked.filter((field) => isEmpty(entries[field]));
  const field = (name: DealField) => {
    switch (name) {
      case 'amount':
        return <MoneyInput key={name} label="Amount, ex GST" value={entries.amount} onChange={(amount) => write({ amount })} />;
      case 'settledAmount':
        return (
          <MoneyInput
            key={name}
            label="Settled amount, ex GST"
            description="What it came to. The expected amount stands here until you change it."
            value={entries.settledAmount}
            onChange={(settledAmount) => write({ settledAmount })}
          />
        );
      case 'expectedClose':
        return (
          <TextInput
            key={name}
            type="date"
            label="Expected close"
            value={entries.expectedClose}
            onChange={(event) => write({ expectedClose: event.currentTarget.value })}
          />
        );
      case 'lostReason':
        return (
          <Textarea
            key={name}
            label="Why was it lost?"
            maxLength={300}
            autosize
            minRows={2}
            value={entries.lostReason}
            onChange={(event) => write({ lostReason: event.currentTarget.value })}
          />
        );
      case 'owner':
        return (
          <OwnerSelect key={name} owners={owners} value={entries.owner} none="Choose an owner" onChange={(owner) => write({ owner })} />
        );
      case 'purpose':
        return (
          <TextInput
            key={name}
            label="Purpose"
            maxLength={200}
            value={entries.purpose}
            onChange={(event) => write({ purpose: event.currentTarget.value })}
          />
        );
    }
  };
  const save = (revision: number) =>
    move.mutate({
      method: 'POST',
      path: `/api/deals/${deal.id}/move`,
      body: { revision, stage: stage.id, set: sent(entries, asked) },
      words: `${deal.contact.name} was moved to ${stage.name}`,
    });
  return (
    <Sheet
      title={`Move ${deal.contact.name} to ${stage.name}`}
      verb="Move"
      error={move.error}
      pending={move.isPending}
      missing={empty.length === 0 ? undefined : `Enter the ${entryNames(empty)}.`}
      onClose={onClose}
      onSave={() => save(deal.revision)}
    >
      <p className="second">
        “{stage.name}” asks for the {entryNames(asked)}. Cancel leaves the card where it is.
      </p>
      {asked.map(field)}
    </Sheet>
  );
};
