import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Act } from '../../../core/contract/acts.ts';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { gatesQuery } from '../campaigns/queries.ts';
import { ActSheet } from '../signing/ActSheet.tsx';

const RATIFY: Act = { act: 'ratify-setting', setting: 'compliance-gates' };

/** The gates of marketing assets as this desk has them, who of the office stands behind them, and the act of doing so. */
export const GatesCard = ({ name, office }: { readonly name: string; readonly office: boolean }) => {
  const { data } = useQuery(gatesQuery);
  const [signing, setSigning] = useState(false);
  if (data === undefined) return null;
  const { sets, standing } = data;
  const signed = standing.by.includes(name);
  return (
    <Card
      title="Compliance gates of marketing assets"
      aside={
        <Chip kind={standing.ratified ? 'done' : 'waiting'}>
          {standing.ratified ? 'Ratified' : `Not ratified: ${String(standing.by.length)} of ${String(standing.needed)}`}
        </Chip>
      }
    >
      <Stack gap={10}>
        {sets.map((set) => (
          <p key={set.kind ?? 'every'}>
            {set.kind === null ? '' : `For ${set.kind}: `}
            {set.gates.join(' · ')}
          </p>
        ))}
        <p className="second">
          Signed by {standing.by.length === 0 ? 'nobody yet' : standing.by.join(', ')}. Each practice’s gates count once three people of the
          office have signed the same words; other words need their own signatures.
        </p>
        {office && !standing.ratified ? (
          <div>
            <Button size="xs" disabled={signed} onClick={() => setSigning(true)}>
              Ratify…
            </Button>{' '}
            {signed ? <span className="second">You have signed them.</span> : null}
          </div>
        ) : null}
      </Stack>
      {signing ? (
        <ActSheet
          act={RATIFY}
          title="Ratify the compliance gates"
          verb="Ratify"
          onClose={() => setSigning(false)}
          onSigned={() => undefined}
        />
      ) : null}
    </Card>
  );
};
