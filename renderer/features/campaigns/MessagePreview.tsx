import { useState } from 'react';
import { SegmentedControl } from '@mantine/core';
import type { CampaignView } from '../../../core/contract/campaigns.ts';
import { Card } from '../../ui/Card.tsx';
import css from './campaigns.module.css';

/** The first messages as they will be read, with who sends them and how to stop them. */
export const MessagePreview = ({ campaign }: { readonly campaign: CampaignView }) => {
  const { examples } = campaign.audience;
  const [chosen, setChosen] = useState(0);
  const shown = examples[chosen] ?? examples[0];
  return (
    <Card
      title={shown === undefined ? 'The text' : 'As it will be read'}
      aside={
        examples.length < 2 ? undefined : (
          <SegmentedControl
            size="xs"
            aria-label="Whose message"
            value={String(chosen)}
            data={examples.map((one, at) => ({ value: String(at), label: one.name }))}
            onChange={(value) => setChosen(Number(value))}
          />
        )
      }
    >
      {shown === undefined ? (
        <>
          <p className="second">
            {campaign.state === 'draft'
              ? 'Nobody would get it now, so the text is shown as it was written.'
              : 'As it was written. Each message named its reader, its sender and how to stop it.'}
          </p>
          <p className={css.subject}>{campaign.subject}</p>
          <p className={css.letter}>{campaign.text}</p>
        </>
      ) : (
        <>
          <p className="second">To {shown.to}</p>
          <p className={css.subject}>{shown.subject}</p>
          <p className={css.letter}>{shown.text}</p>
          <p className={css.under}>Each message gets a code of its own in place of XXXX-XXXX.</p>
        </>
      )}
    </Card>
  );
};
