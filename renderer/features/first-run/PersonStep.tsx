import { PasswordInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { FieldError } from '../../ui/FieldNote.tsx';
import { Note } from '../../ui/Note.tsx';
import type { PersonDraft } from './setupDraft.ts';

export interface PersonStepProps {
  readonly draft: PersonDraft;
  /** Where the computer has no key store, keys are kept in a file under a passphrase. */
  readonly passphrase: boolean;
  readonly onChange: (draft: PersonDraft) => void;
}

const differs = (one: string, other: string): boolean => other.length >= one.length && one !== other;

const reveal = { 'aria-label': 'Show or hide what is typed', tabIndex: 0 };

/** The first person: name, PIN, and the passphrase of the key file where there is one. */
export const PersonStep = ({ draft, passphrase, onChange }: PersonStepProps) => {
  const set = (change: Partial<PersonDraft>) => onChange({ ...draft, ...change });
  return (
    <Stack gap={16}>
      <TextInput
        label="Your name"
        description="As it will stand under what you sign"
        maxLength={200}
        autoComplete="name"
        w={{ base: '100%', xs: 352 }}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={16}>
        <PasswordInput
          label="PIN"
          description="At least 6 characters. It opens your key at this desk."
          autoComplete="new-password"
          maxLength={128}
          visibilityToggleButtonProps={reveal}
          value={draft.pin}
          onChange={(event) => set({ pin: event.currentTarget.value })}
        />
        <PasswordInput
          label="PIN again"
          description="So that a slip does not lock you out."
          autoComplete="new-password"
          maxLength={128}
          visibilityToggleButtonProps={reveal}
          value={draft.again}
          error={differs(draft.pin, draft.again) ? <FieldError>Not the same</FieldError> : undefined}
          onChange={(event) => set({ again: event.currentTarget.value })}
        />
      </SimpleGrid>
      {passphrase ? (
        <>
          <Note tone="warn">
            This computer has no key store that the desk can use. Its keys are kept in a file instead, sealed by a passphrase that is asked
            for at every start.
          </Note>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={16}>
            <PasswordInput
              label="Passphrase of the key file"
              description="At least 10 characters; four or five words are good."
              autoComplete="new-password"
              maxLength={256}
              visibilityToggleButtonProps={reveal}
              value={draft.passphrase}
              onChange={(event) => set({ passphrase: event.currentTarget.value })}
            />
            <PasswordInput
              label="Passphrase again"
              description="Everybody at this desk needs it after a start."
              autoComplete="new-password"
              maxLength={256}
              visibilityToggleButtonProps={reveal}
              value={draft.passphraseAgain}
              error={differs(draft.passphrase, draft.passphraseAgain) ? <FieldError>Not the same</FieldError> : undefined}
              onChange={(event) => set({ passphraseAgain: event.currentTarget.value })}
            />
          </SimpleGrid>
        </>
      ) : null}
      <p className="second">
        The next step makes your key and the keys of this desk. You become the principal of the practice here; further people join once the
        network office has answered.
      </p>
    </Stack>
  );
};
