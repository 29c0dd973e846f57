import { Button } from '@mantine/core';
import { Avatar } from '../../ui/Avatar.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainWords } from '../../ui/PlainWords.tsx';
import { Status } from '../../ui/Status.tsx';
import { hash, signedAt } from './sample.ts';
import { Section } from './Section.tsx';
import css from './parts.module.css';

const colours = [
  'chrome',
  'surface',
  'subtle',
  'line',
  'line-strong',
  'field',
  'text',
  'text-2',
  'accent',
  'accent-text',
  'accent-tint',
  'ok',
  'warn',
  'bad',
] as const;

/** Colours, states, chips, notes, words, moments. */
export const States = () => (
  <div>
    <Section title="Colour">
      <ul className={css.swatches}>
        {colours.map((name) => (
          <li key={name}>
            <span className={css.swatch} style={{ background: `var(--${name})` }} />
            {name}
          </li>
        ))}
      </ul>
    </Section>
    <Section title="Status: text, icon and colour, always together">
      <div className={css.row}>
        <Status kind="done" rest="ABC Finance, 12 Oct 2027">
          Given
        </Status>
        <Status kind="waiting">Asked</Status>
        <Status kind="late">Expires Mon 19 Oct</Status>
        <Status kind="withdrawn">Withdrawn</Status>
        <Status kind="broken">Broken</Status>
        <Status kind="not-yet">Not asked</Status>
        <Status kind="cooling-off">Cooling-off</Status>
        <Status kind="excluded">Excluded</Status>
        <Status kind="private">This desk only</Status>
        <Status kind="paused">Signing is paused</Status>
      </div>
      <div className={css.row}>
        <Chip kind="done">In force</Chip>
        <Chip kind="waiting">Approved 1 of 2</Chip>
        <Chip kind="late">Expires Mon 19 Oct</Chip>
        <Chip kind="broken">Not intact</Chip>
        <Chip kind="not-yet">Estimate</Chip>
      </div>
    </Section>
    <Section title="Notes">
      <Note tone="warn">Any edit or exclusion now resets both approvals.</Note>
      <Note tone="bad">This file is for account 4417, the batch pays from 9020. Choose the other one.</Note>
      <Note tone="mute" act={<Button size="xs">Show</Button>}>
        A published version is never edited. A change is a new version.
      </Note>
      <ErrorNote
        problem={{
          title: 'This ABN does not add up',
          detail: 'Two digits may be swapped at the end.',
          where: 'clients.csv, row 12, column ABN',
          kept: 'The other 1,283 rows are kept as they are.',
          next: 'Correct the cell here, or leave the ABN out.',
        }}
      />
    </Section>
    <Section title="Words that bind">
      <PlainWords label="As the referrer will read it">
        From 1 November 2026, a practice that refers a home loan earns <b>25 %</b> of the broker’s income.
      </PlainWords>
      <PlainWords tone="bad" lead="Do not rely on this pack.">
        Its signature was made over other content, so we cannot tell you what was signed.
      </PlainWords>
    </Section>
    <Section title="Moments, hashes, people">
      <div className={css.row}>
        <DateTime at={signedAt} />
        <DateTime at={signedAt} form="recent" />
        <DateTime at={null} />
        <CalendarDay day={null} />
        <Hash hex={hash} />
        <Avatar name="Priya Nair" />
        <Avatar name="Smith & Partners" shape="square" />
        <Kbd>Ctrl K</Kbd>
      </div>
      <Hash hex={hash} digits="all" what="SHA-256" />
    </Section>
  </div>
);
