import { useState } from 'react';
import { TextInput, type TextInputProps } from '@mantine/core';
import { formatAbn, parseAbn, type Abn, type AbnError } from '../../core/domain/identity/abn.ts';
import { FieldError, FieldOk } from './FieldNote.tsx';

export interface AbnInputProps extends Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange' | 'error'> {
  /** null while no valid ABN is typed. */
  readonly value: Abn | null;
  readonly onChange: (value: Abn | null) => void;
  /** A refusal of the form, shown when the number itself reads well. */
  readonly error?: string | undefined;
}

/** What to look at when an ABN does not read. */
export const abnHint = (error: AbnError): string => {
  switch (error.code) {
    case 'abn-not-digits':
      return 'An ABN has digits only';
    case 'abn-length':
      return `${error.digits} digits typed; an ABN has 11`;
    case 'abn-checksum':
      return 'The check digits do not fit: one digit is wrong, or two are swapped';
    case 'abn-not-issued':
      return 'The check digits fit, but no such number is issued';
  }
};

/** A field for an ABN. The check digits are verified here; whether it exists and is active only the register can say. */
export const AbnInput = ({ value, onChange, error, onBlur, ...rest }: AbnInputProps) => {
  const [typed, setTyped] = useState<string | null>(null);
  const [left, setLeft] = useState(false);
  const text = typed ?? (value === null ? '' : formatAbn(value));
  const read = parseAbn(text);
  const own = left && text !== '' && !read.ok ? abnHint(read.error) : undefined;
  const shown = own ?? error;
  return (
    <TextInput
      {...rest}
      inputMode="numeric"
      autoComplete="off"
      spellCheck={false}
      value={text}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      error={shown === undefined ? undefined : <FieldError>{shown}</FieldError>}
      description={shown === undefined && read.ok ? <FieldOk>Check digits fit</FieldOk> : rest.description}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const parsed = parseAbn(next);
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
