import { useState } from 'react';
import { Button, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { IconSignature } from '@tabler/icons-react';
import { RingMark } from '../../ui/RingMark.tsx';
import { Data } from './Data.tsx';
import { Figures } from './Figures.tsx';
import { Forms } from './Forms.tsx';
import { Handshakes, RailPart } from './Handshakes.tsx';
import { States } from './States.tsx';
import css from './parts.module.css';

const schemes = ['light', 'dark', 'auto'] as const;

/** Every part in one page, for looking at them and for the accessibility test. Not in the production build. */
export const PartsPage = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [sheet, setSheet] = useState(false);
  return (
    <main className={css.page}>
      <title>Parts · Flip 360 Desk</title>
      <header className={css.top}>
        <h1>
          <RingMark size={34} />
          <b>
            Flip 360 <span>Desk, parts</span>
          </b>
        </h1>
        <Button
          variant="filled"
          size="md"
          leftSection={<IconSignature size={17} stroke={1.7} aria-hidden="true" />}
          onClick={() => setSheet(true)}
        >
          Sign Intake
        </Button>
        <SegmentedControl
          aria-label="Colours"
          value={colorScheme}
          data={schemes.map((scheme) => ({ value: scheme, label: scheme }))}
          onChange={(value) => {
            const chosen = schemes.find((scheme) => scheme === value);
            if (chosen !== undefined) setColorScheme(chosen);
          }}
        />
      </header>
      <RailPart />
      <div className={css.columns}>
        <States />
        <Handshakes sheet={sheet} onSheet={setSheet} />
        <Forms />
        <Figures />
      </div>
      <Data />
    </main>
  );
};
