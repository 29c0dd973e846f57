import { NativeSelect } from '@mantine/core';
import type { OwnerView } from '../../../core/contract/crm.ts';

export interface OwnerSelectProps {
  readonly label?: string;
  readonly owners: readonly OwnerView[];
  readonly value: string | null;
  /** What no owner is called: "Nobody yet", "Whoever's turn it is". Left out where one must be named. */
  readonly none?: string;
  readonly description?: string;
  readonly onChange: (owner: string | null) => void;
}

/** Chooses who looks after something: a person, or a seat whose work follows whoever has it. */
export const OwnerSelect = ({ label = 'Owner', owners, value, none, description, onChange }: OwnerSelectProps) => {
  const known = value === null || owners.some((one) => one.owner === value);
  return (
    <NativeSelect
      label={label}
      description={description}
      value={value ?? ''}
      data={[
        ...(none === undefined ? [] : [{ value: '', label: none }]),
        ...owners.map((one) => ({ value: one.owner, label: one.words })),
        ...(known ? [] : [{ value: value ?? '', label: 'An owner who is no longer here' }]),
      ]}
      onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  );
};
