import { PasswordInput, SimpleGrid, Stack } from '@mantine/core';
import { FieldError } from '../../ui/FieldNote.tsx';
import { Note } from '../../ui/Note.tsx';
import type { RootDraft } from './setupDraft.ts';

export interface RootsStepProps {
  readonly drafts: readonly RootDraft[];
  readonly dataFolder: string;
  readonly onChange: (drafts: readonly RootDraft[]) => void;
}

const reveal = { 'aria-label': 'Show or hide what is typed', tabIndex: 0 };

/** Of a network office: a passphrase for each of the three roots, chosen and typed by who will hold it. */
export const RootsStep = ({ drafts, dataFolder, onChange }: RootsStepProps) => {
  const set = (at: number, change: Partial<RootDraft>) =>
    onChange(drafts.map((draft, position) => (position === at ? { ...draft, ...change } : draft)));
  return (
    <Stack gap={16}>
      {drafts.map((draft, position) => {
        const name = `Root ${String(position + 1)}`;
        const differs = draft.again.length >= draft.passphrase.length && draft.again !== draft.passphrase;
        return (
          <SimpleGrid key={name} cols={{ base: 1, xs: 2 }} spacing={16}>
            <PasswordInput
              label={`Passphrase of ${name}`}
              description="At least 10 characters, typed by who will hold it."
              autoComplete="new-password"
              maxLength={256}
              visibilityToggleButtonProps={reveal}
              value={draft.passphrase}
              onChange={(event) => set(position, { passphrase: event.currentTarget.value })}
            />
            <PasswordInput
              label={`Passphrase of ${name}, again`}
              description="Forgotten, this root is lost."
              autoComplete="new-password"
              maxLength={256}
              visibilityToggleButtonProps={reveal}
              value={draft.again}
              error={differs ? <FieldError>Not the same</FieldError> : undefined}
              onChange={(event) => set(position, { again: event.currentTarget.value })}
            />
          </SimpleGrid>
        );
      })}
      <Note tone="warn">
        The next step writes each root once, to a file of its own in the folder root-keys in {dataFolder}. Move each to a stick of its own,
        give it to another person and delete it here; the desk keeps no other copy and warns while one is left.
      </Note>
    </Stack>
  );
};
