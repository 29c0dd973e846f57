import { NativeSelect, TextInput } from '@mantine/core';
import type { IdentityCheck } from '../../../core/contract/rights.ts';
import { IDENTITY_NAMES, keyOf, optionsOf } from './words.ts';

/** What is entered so far about who asks. */
export interface IdentityEntries {
  readonly how: IdentityCheck['how'] | undefined;
  readonly detail: string;
}

export const NOBODY_YET: IdentityEntries = { how: undefined, detail: '' };

/** The check as the desk takes it; null while nobody said how. */
export const identityOf = ({ how, detail }: IdentityEntries): IdentityCheck | null =>
  how === undefined ? null : { how, detail: detail.trim() };

export interface IdentityFieldsProps {
  readonly value: IdentityEntries;
  readonly onChange: (value: IdentityEntries) => void;
  /** The choice that leaves it open: "Choose how", "Not yet". */
  readonly none?: string;
}

/** How the practice made sure who asks: nobody is handed, and nothing is erased for, somebody who only says a name. */
export const IdentityFields = ({ value, onChange, none = 'Choose how' }: IdentityFieldsProps) => (
  <>
    <NativeSelect
      label="How you know who asks"
      value={value.how ?? ''}
      data={[{ value: '', label: none }, ...optionsOf(IDENTITY_NAMES)]}
      onChange={(event) => onChange({ ...value, how: keyOf(IDENTITY_NAMES, event.currentTarget.value) })}
    />
    <TextInput
      label="Detail"
      description="Which document, which number; no copy of it"
      maxLength={200}
      value={value.detail}
      onChange={(event) => onChange({ ...value, detail: event.currentTarget.value })}
    />
  </>
);
