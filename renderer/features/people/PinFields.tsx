import { PasswordInput, SimpleGrid } from '@mantine/core';
import { FieldError } from '../../ui/FieldNote.tsx';

export interface Pins {
  readonly pin: string;
  readonly again: string;
}

export const noPins: Pins = { pin: '', again: '' };

/** Why the two entries do not make a PIN; undefined when they do. */
export const pinMissing = ({ pin, again }: Pins): string | undefined =>
  pin.length < 6 ? 'The PIN needs at least 6 characters.' : pin === again ? undefined : 'The two PINs differ.';

const toggle = { 'aria-label': 'Show or hide what is typed', tabIndex: 0 };

/** A new PIN, typed twice by the person whose it is. */
export const PinFields = ({ value, onChange }: { readonly value: Pins; readonly onChange: (value: Pins) => void }) => (
  <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={12}>
    <PasswordInput
      label="New PIN"
      description="At least 6 characters"
      autoComplete="new-password"
      maxLength={128}
      visibilityToggleButtonProps={toggle}
      value={value.pin}
      onChange={(event) => onChange({ ...value, pin: event.currentTarget.value })}
    />
    <PasswordInput
      label="New PIN again"
      description="Typed by the person whose it is"
      autoComplete="new-password"
      maxLength={128}
      visibilityToggleButtonProps={toggle}
      value={value.again}
      error={value.again.length >= value.pin.length && value.again !== value.pin ? <FieldError>Not the same</FieldError> : undefined}
      onChange={(event) => onChange({ ...value, again: event.currentTarget.value })}
    />
  </SimpleGrid>
);
