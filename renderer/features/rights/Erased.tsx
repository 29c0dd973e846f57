import { Stack } from '@mantine/core';
import type { ErasureDoneView } from '../../../core/contract/rights.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { Card } from '../../ui/Card.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { focusOnArrival } from '../../ui/focusOnArrival.ts';
import { erasureColumns, touched } from './erasureColumns.tsx';
import css from './rights.module.css';

const letterOf = (done: ErasureDoneView): string => {
  const kept = done.lines.filter((line) => line.kept > 0);
  return [
    'We have erased what we held about you.',
    ...(kept.length === 0 ? ['Nothing was kept.'] : ['We had to keep:', ...kept.map((line) => `- ${line.title}. ${line.words ?? ''}`)]),
    ...(done.complete ? [] : ['The rest is erased when the open referral has ended.']),
    ...(done.backups === 0 ? [] : ['Copies in our encrypted backups go as these are replaced; they are not put back.']),
  ].join('\n');
};

/** What an erasure did, with the words for the person. */
export const Erased = ({ done }: { readonly done: ErasureDoneView }) => {
  const lines = touched(done.lines);
  const letter = letterOf(done);
  return (
    <Stack gap={16} ref={focusOnArrival} tabIndex={-1} className={css.arrived}>
      <Note tone={done.complete ? 'ok' : 'warn'} live="polite">
        {done.complete
          ? 'The person was erased. What is left leads to nobody.'
          : 'Erased in part: the rest goes by itself when the open referral has ended.'}
      </Note>
      <Card title="What was erased, and what was kept" flush>
        <PlainTable
          label="What was erased"
          columns={erasureColumns(lines, { goes: 'Erased', stays: 'Kept' })}
          rows={lines}
          rowKey={(line) => line.code}
        />
      </Card>
      <Card title="Words for the person" aside={<CopyButton text={letter} what="the words for the person" />}>
        <p className={css.tell}>{letter}</p>
      </Card>
      <div>
        <ButtonLink to="/contacts" variant="filled">
          Back to the contacts
        </ButtonLink>
      </div>
    </Stack>
  );
};
