import { useState } from 'react';
import { TextInput, type TextInputProps } from '@mantine/core';
import { formatCents, formatCentsPlain, parseCents, type AmountTextError } from '../../core/domain/money/amount-text.ts';
import { exactCents, type Cents } from '../../core/domain/money/cents.ts';
import { FieldError } from './FieldNote.tsx';

export interface MoneyInputProps extends Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange' | 'error'> {
  /** Integer cents; null while nothing valid is typed. */
  readonly value: Cents | null;
  readonly onChange: (value: Cents | null) => void;
  /** A refusal of the form, shown when the amount itself reads well. */
  readonly error?: string | undefined;
}

/** What to look at when an amount does not read. */
export const amountHint = (error: AmountTextError): string => {
  switch (error.code) {
    case 'amount-empty':
      return 'An amount is missing';
    case 'amount-not-a-number':
      return `Character ${error.at + 1} is not part of an amount`;
    case 'amount-fraction-of-a-cent':
      return `${error.decimals} digits after the point; cents have two`;
    case 'amount-thousands-misplaced':
      return 'The comma is not at the thousands';
    case 'amount-negative':
      return 'Amounts are not negative here';
    case 'amount-over-limit':
      return `The most is ${formatCents(exactCents(error.limit))}`;
  }
};

/** A field for an amount in dollars that gives integer cents. Text stays as typed until the field is left. */
export const MoneyInput = ({ value, onChange, error, onBlur, ...rest }: MoneyInputProps) => {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (value === null ? '' : formatCentsPlain(value));
  const read = parseCents(text);
  const [left, setLeft] = useState(false);
  const own = left && !read.ok && read.error.code !== 'amount-empty' ? amountHint(read.error) : undefined;
  const shown = own ?? error;
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      leftSection={<span aria-hidden="true">$</span>}
      value={text}
      error={shown === undefined ? undefined : <FieldError>{shown}</FieldError>}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const parsed = parseCents(next);
        setTyped(next);
        setLeft(false);
        onChange(parsed.ok ? parsed.value : null);
      }}
      onBlur={(event) => {
        setLeft(true);
        if (read.ok) setTyped(null);
        onBlur?.(event);
      }}
    />
  );
};
