import { Button } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { packRow } from '../../../core/contract/desk.ts';
import { problemOf, requestFile, runJob, saveFile } from '../../client.ts';
import { Note } from '../../ui/Note.tsx';

/** Makes the evidence pack of one referral and hands over the ZIP. */
export const useExportPack = (referral: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const pack = await runJob('/api/packs', packRow, { body: { referral, withholdClient: false } });
      saveFile(await requestFile('GET', `/api/packs/${pack.id}/zip`));
      await queries.invalidateQueries({ queryKey: ['packs'] });
      return pack;
    },
  });
};

type Exporting = ReturnType<typeof useExportPack>;

/** The button of the page's head. Until all five are signed the pack says that it is an interim one. */
export const ExportPackButton = ({ exporting, complete }: { readonly exporting: Exporting; readonly complete: boolean }) => (
  <Button
    size="md"
    loading={exporting.isPending}
    leftSection={<IconPackageExport size={16} stroke={1.7} aria-hidden="true" />}
    onClick={() => exporting.mutate()}
  >
    {complete ? 'Export pack' : 'Export interim pack'}
  </Button>
);

/** What came of the last export. */
export const ExportPackNote = ({ exporting }: { readonly exporting: Exporting }) => {
  if (exporting.error !== null) {
    const problem = problemOf(exporting.error);
    return (
      <Note tone="bad" live="assertive">
        <strong>{problem.title}</strong> {problem.detail} {problem.next}
      </Note>
    );
  }
  return exporting.data === undefined ? null : (
    <Note tone="ok" live="polite">
      {exporting.data.label} is made, {exporting.data.bytes.toLocaleString('en-AU')} bytes, and handed to your downloads.
    </Note>
  );
};
