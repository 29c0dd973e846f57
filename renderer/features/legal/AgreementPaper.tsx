import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { problemOf, requestFile, saveFile } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';

/** Saves the agreement as PDF: its words, and who signed when. `label` names it for those who hear the button. */
export const AgreementPaper = ({ practice, kind, label }: { readonly practice: string; readonly kind: string; readonly label: string }) => {
  const save = useMutation({
    mutationFn: async () => saveFile(await requestFile('GET', `/api/legal/${practice}/${kind}`)),
  });
  return (
    <Stack gap={6} align="flex-end">
      <Button size="xs" aria-label={`Save as PDF: ${label}`} loading={save.isPending} onClick={() => save.mutate()}>
        Save as PDF
      </Button>
      {save.error === null ? null : <ErrorNote problem={problemOf(save.error)} />}
    </Stack>
  );
};
