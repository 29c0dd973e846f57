import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { BatchView } from '../../../core/contract/money.ts';
import { problemOf, requestFile, saveFile } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import css from './payouts.module.css';

const kinds: Readonly<Record<string, string>> = {
  rcti: 'Recipient created tax invoice',
  statement: 'Commission statement',
  'batch-sheet': 'Batch sheet',
  agreement: 'Agreement',
};

/** Papers of a batch. Each is the file that was printed once. */
export const Documents = ({ documents }: { readonly documents: BatchView['documents'] }) => {
  const fetching = useMutation({
    mutationFn: async (id: string) => saveFile(await requestFile('GET', `/api/documents/${id}`)),
  });
  if (documents.length === 0) return <p className="second">Invoices, statements and the batch sheet are printed with the release.</p>;
  return (
    <>
      <ul className={css.documents}>
        {documents.map((document) => (
          <li key={document.id}>
            <span>
              {kinds[document.kind] ?? document.kind}
              <span className={css.file}>{document.name}</span>
            </span>
            <Button
              size="xs"
              aria-label={`Download ${document.name}`}
              loading={fetching.isPending && fetching.variables === document.id}
              leftSection={<IconDownload size={15} stroke={1.7} aria-hidden="true" />}
              onClick={() => fetching.mutate(document.id)}
            >
              PDF
            </Button>
          </li>
        ))}
      </ul>
      {fetching.error === null ? null : <ErrorNote problem={problemOf(fetching.error)} />}
    </>
  );
};
