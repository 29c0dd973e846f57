import { useState } from 'react';
import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AssetRow } from '../../../core/contract/assets.ts';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Status } from '../../ui/Status.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import { useChange } from '../crm/useChange.ts';
import { SavingLine } from '../files/SavingLine.tsx';
import { useSavedFile } from '../files/useSavedFile.ts';
import { whereWords } from '../files/whereWords.ts';
import { AssetForm } from './AssetForm.tsx';
import { ASSET_KIND_NAMES, assetLook } from './campaignLook.ts';
import css from './campaigns.module.css';

const Gates = ({ asset, approves }: { readonly asset: AssetRow; readonly approves: boolean }) => {
  const change = useChange();
  return (
    <fieldset className={css.gates}>
      <legend>Gates</legend>
      {asset.gates.map((gate) => (
        <Checkbox
          key={gate.code}
          label={gate.words}
          checked={gate.passed !== null}
          disabled={!approves || change.isPending || asset.state === 'withdrawn'}
          description={
            gate.passed === null ? (
              'Open'
            ) : (
              <>
                Passed by {gate.passed.by}, <DateTime at={gate.passed.at} form="recent" inRow />
              </>
            )
          }
          onChange={(event) => {
            const passed = event.currentTarget.checked;
            change.mutate({
              method: 'POST',
              path: `/api/assets/${asset.id}/acts`,
              body: { act: 'tick', gate: gate.code, passed },
              words: passed ? `Passed: ${gate.words}` : `Opened again: ${gate.words}`,
            });
          }}
        />
      ))}
      {approves ? null : <p className="second">A principal passes the gates.</p>}
      {change.error === null ? null : <ErrorNote problem={problemOf(change.error)} />}
    </fieldset>
  );
};

const Withdraw = ({ asset, onClose }: { readonly asset: AssetRow; readonly onClose: () => void }) => {
  const change = useChange(onClose);
  return (
    <Sheet
      title={`Withdraw ${asset.name}?`}
      verb="Withdraw it"
      error={change.error}
      pending={change.isPending}
      onClose={onClose}
      onSave={() =>
        change.mutate({
          method: 'POST',
          path: `/api/assets/${asset.id}/acts`,
          body: { act: 'withdraw' },
          words: `${asset.name} was withdrawn`,
        })
      }
    >
      <p>A withdrawn asset is not published again and no campaign can send it. It stays in the register with who passed its gates.</p>
    </Sheet>
  );
};

/** One asset: where it stands, who passed which gate when, what keeps it from being published, and the acts. */
export const AssetPanel = ({ asset, onClose }: { readonly asset: AssetRow; readonly onClose: () => void }) => {
  const { data: status } = useQuery(statusQuery);
  const [sheet, setSheet] = useState<'change' | 'withdraw' | null>(null);
  const publish = useChange();
  const saved = useSavedFile('files');
  const roles = status?.person?.roles ?? [];
  const works = permits(roles, 'send-campaigns');
  const look = assetLook(asset);
  const ended = asset.state === 'withdrawn';
  return (
    <div className={css.panel}>
      <div className={css.panelHead}>
        <h2>{asset.name}</h2>
        <Button size="xs" variant="subtle" onClick={onClose}>
          Close
        </Button>
      </div>
      <Status kind={look.kind}>{look.words}</Status>
      <KeyValues
        items={[
          { label: 'Kind', value: ASSET_KIND_NAMES[asset.kind] },
          { label: 'Channel', value: asset.channel === '' ? null : asset.channel, missing: 'Not entered' },
          { label: 'Owner', value: asset.owner },
          {
            label: 'File',
            missing: 'None',
            value:
              asset.file === null ? null : (
                <Button
                  size="compact-sm"
                  loading={saved.pending !== undefined}
                  disabled={asset.file.where === 'coming'}
                  title={whereWords[asset.file.where]}
                  onClick={() => asset.file !== null && saved.save(asset.file)}
                >
                  Save {asset.file.name}
                </Button>
              ),
          },
          {
            label: 'Published',
            value: asset.publishedAt === null ? null : <DateTime at={asset.publishedAt} form="recent" />,
            missing: 'Not yet',
          },
        ]}
      />
      <SavingLine saved={saved} />
      {asset.text === '' ? null : <p className={css.letter}>{asset.text}</p>}
      <Gates asset={asset} approves={permits(roles, 'approve-assets')} />
      {asset.obstacles.length === 0 || ended ? null : (
        <div>
          <p className={css.fieldName}>Before it can be published</p>
          <ul className={css.bullets}>
            {asset.obstacles.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </div>
      )}
      {publish.error === null ? null : <ErrorNote problem={problemOf(publish.error)} />}
      {ended ? (
        <p className="second">It was withdrawn. Register a new asset to use its wording again.</p>
      ) : (
        <div className={css.acts}>
          <Button disabled={!works} onClick={() => setSheet('change')}>
            Change…
          </Button>
          <Button disabled={!works} onClick={() => setSheet('withdraw')}>
            Withdraw…
          </Button>
          {asset.state === 'published' ? null : (
            <Button
              variant="filled"
              disabled={!works || asset.obstacles.length > 0}
              loading={publish.isPending}
              onClick={() =>
                publish.mutate({
                  method: 'POST',
                  path: `/api/assets/${asset.id}/acts`,
                  body: { act: 'publish' },
                  words: `${asset.name} was published`,
                })
              }
            >
              Publish
            </Button>
          )}
        </div>
      )}
      {sheet === 'change' ? <AssetForm asset={asset} onClose={() => setSheet(null)} /> : null}
      {sheet === 'withdraw' ? <Withdraw asset={asset} onClose={() => setSheet(null)} /> : null}
    </div>
  );
};
