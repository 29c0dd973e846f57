import { useState } from 'react';
import { TextInput } from '@mantine/core';
import { FieldError, FieldOk } from './FieldNote.tsx';
import { compareGroup, placeInGroup } from './typedGroup.ts';
import css from './ConfirmTyping.module.css';

export interface ConfirmTypingProps {
  readonly groups: readonly string[];
  /** Which groups are asked for, 0-based. */
  readonly asked: readonly number[];
  /** Called on every change: true once all asked groups are right. */
  readonly onChange: (right: boolean) => void;
}

/** Has groups of the recovery key typed back, so that the copy is known to be right. */
export const ConfirmTyping = ({ groups, asked, onChange }: ConfirmTypingProps) => {
  const [typed, setTyped] = useState<ReadonlyMap<number, string>>(new Map());
  const verdict = (index: number, text: string) => compareGroup(text, groups[index] ?? '');
  const write = (index: number, text: string) => {
    const next = new Map(typed).set(index, text);
    setTyped(next);
    onChange(asked.every((one) => verdict(one, next.get(one) ?? '').state === 'right'));
  };
  return (
    <div className={css.fields}>
      {asked.map((index) => {
        const text = typed.get(index) ?? '';
        const said = verdict(index, text);
        return (
          <TextInput
            key={index}
            className={css.field}
            label={`Group ${index + 1}`}
            value={text}
            autoComplete="off"
            spellCheck={false}
            autoCapitalize="characters"
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            error={
              said.state === 'differs' ? (
                <FieldError>Not the same. {placeInGroup(said.at, groups[index]?.length ?? 0)}</FieldError>
              ) : undefined
            }
            description={said.state === 'right' ? <FieldOk>Correct</FieldOk> : undefined}
            onChange={(event) => write(index, event.currentTarget.value)}
          />
        );
      })}
    </div>
  );
};
