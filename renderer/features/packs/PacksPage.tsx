import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconArrowsDiff, IconTableExport } from '@tabler/icons-react';
import { writeCsv } from '../../../core/domain/export/csv.ts';
import { saveFile } from '../../client.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { JobLine } from '../../ui/JobLine.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RESULT_COLUMNS, resultRow } from '../../verify-page/results.ts';
import { ComparePacks } from './ComparePacks.tsx';
import { ExportedPacks } from './ExportedPacks.tsx';
import { PackCard } from './PackCard.tsx';
import { PackDrop } from './PackDrop.tsx';
import { readDropped, type Found } from './readDropped.ts';
import { ResultsTable } from './ResultsTable.tsx';
import { type OpenPack, type OpenTrust, usePacks } from './usePacks.ts';
import css from './packs.module.css';

const exportResults = (packs: readonly OpenPack[]): void =>
  saveFile(
    new File([Uint8Array.from(writeCsv(RESULT_COLUMNS, packs.map(resultRow), { mark: true }))], 'pack-results.csv', { type: 'text/csv' }),
  );

const Trust = ({ trust }: { readonly trust: OpenTrust | undefined }) => {
  if (trust === undefined)
    return (
      <p className="second small">
        No trust file: a pack can then only be self-consistent, since nobody has said which network to believe.
      </p>
    );
  if (trust.read === undefined)
    return (
      <Note tone="warn" live="polite">
        {trust.name} begins like a trust file and does not read as one. No pack is recognised with it.
      </Note>
    );
  return (
    <p className={css.trust} role="status">
      <span>
        Trust file <strong>{trust.name}</strong>: {trust.read.network}
        {trust.read.test ? ', a test network' : ''}. Compare its SHA-256 with what you were given on paper or by telephone:
      </span>{' '}
      <Hash hex={trust.fingerprint} digits="all" what="SHA-256 of the trust file" />
    </p>
  );
};

/** One or two packs in full beside each other; more as a table with the chosen one below. */
const Opened = ({ packs, onClose }: { readonly packs: readonly OpenPack[]; readonly onClose: (id: number) => void }) => {
  const [chosen, setChosen] = useState<number>();
  const many = packs.length > 2;
  const shown = many ? packs.filter((pack) => pack.id === chosen) : packs;
  return (
    <>
      {many ? <ResultsTable packs={packs} shown={chosen} onShow={(id) => setChosen(id === chosen ? undefined : id)} /> : null}
      {shown.length === 0 ? null : (
        <div className={shown.length === 2 ? css.two : css.one}>
          {shown.map((pack) => (
            <PackCard key={pack.id} pack={pack} onClose={() => onClose(pack.id)} />
          ))}
        </div>
      )}
    </>
  );
};

/** Opens evidence packs without a profile, a sign-in or a network. */
export const PacksPage = () => {
  const { packs, trust, strange, waiting, hand, close } = usePacks();
  const [comparing, setComparing] = useState(false);
  const [first, second] = packs;
  const take = (found: readonly Found[]) => void readDropped(found).then(hand);
  return (
    <Page
      head={
        <PageHead
          title="Open evidence packs"
          line="Three separate answers for each pack: is it unchanged, do we know the signers, is anything missing"
          open
          actions={
            packs.length === 0 ? undefined : (
              <>
                {packs.length > 1 ? <Button onClick={() => close('all')}>Close all</Button> : null}
                {packs.length === 2 ? (
                  <Button leftSection={<IconArrowsDiff size={16} stroke={1.7} aria-hidden="true" />} onClick={() => setComparing(true)}>
                    Compare the two
                  </Button>
                ) : null}
                <Button leftSection={<IconTableExport size={16} stroke={1.7} aria-hidden="true" />} onClick={() => exportResults(packs)}>
                  Export results
                </Button>
              </>
            )
          }
        />
      }
      open
    >
      <div className={css.stack}>
        <PackDrop
          words={
            packs.length === 0
              ? 'Drop packs here, as ZIP files or folders, and the network’s trust file if you have one.'
              : 'Drop more packs here, one or many. A folder of packs opens as a table.'
          }
          onFound={take}
        />
        <Trust trust={trust} />
        {waiting === undefined ? null : <JobLine done={waiting.done} of={waiting.of} words={`Checking ${waiting.name}`} />}
        {strange.length === 0 ? null : (
          <Note tone="warn" live="polite">
            Neither a pack nor a trust file, and left alone: {strange.slice(0, 10).join(', ')}
            {strange.length > 10 ? ` and ${(strange.length - 10).toLocaleString('en-AU')} more` : ''}.
          </Note>
        )}
        {packs.length === 0 && waiting === undefined ? (
          <EmptyState drawing="file" title="No pack is open">
            A pack that you drop on this page is read on this computer and sent nowhere.
          </EmptyState>
        ) : (
          <Opened packs={packs} onClose={close} />
        )}
        <ExportedPacks onFound={take} />
      </div>
      {comparing && first !== undefined && second !== undefined ? (
        <ComparePacks first={second} second={first} onClose={() => setComparing(false)} />
      ) : null}
    </Page>
  );
};
