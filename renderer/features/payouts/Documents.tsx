import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Payouts } from '../../../core/contract/money.ts';
import { SavingLine } from '../files/SavingLine.tsx';
import { useSavedFile } from '../files/useSavedFile.ts';
import { whereWords } from '../files/whereWords.ts';
import css from './payouts.module.css';

const kinds: Readonly<Record<string, string>> = {
  rcti: 'Recipient created tax invoice',
  statement: 'Commission statement',
  'batch-sheet': 'Batch sheet',
  agreement: 'Agreement',
};

/** Papers of a batch. Each is the file that was printed once. */
export const Documents = ({ documents }: { readonly documents: readonly Omit<Payouts['papers'][number], 'at'>[] }) => {
  const saved = useSavedFile('documents');
  if (documents.length === 0) return <p className="second">Invoices, statements and the batch sheet are printed with the release.</p>;
  return (
    <>
      <ul className={css.documents}>
        {documents.map((document) => (
          <li key={document.id}>
            <span>
              {kinds[document.kind] ?? document.kind}
              <span className={css.file}>{document.name}</span>
              {document.where === 'here' ? null : <span className={css.file}>{whereWords[document.where]}</span>}
            </span>
            <Button
              size="xs"
              aria-label={`Download ${document.name}`}
              loading={saved.pending === document.id}
              disabled={document.where === 'coming'}
              leftSection={<IconDownload size={15} stroke={1.7} aria-hidden="true" />}
              onClick={() => saved.save(document)}
            >
              PDF
            </Button>
          </li>
        ))}
      </ul>
      <SavingLine saved={saved} />
    </>
  );
};
