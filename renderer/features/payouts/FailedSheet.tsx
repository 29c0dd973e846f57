import { useState } from 'react';
import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { batchView, type BatchView } from '../../../core/contract/money.ts';
import { problemOf, request } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Money } from '../../ui/Money.tsx';
import { Note } from '../../ui/Note.tsx';
import { useToday } from '../../app/clock.ts';
import { batchQuery } from './queries.ts';
import { DateInput } from '../../ui/DateInput.tsx';

const reasons = [
  ['account-closed', 'The account is closed'],
  ['no-such-account', 'There is no such account'],
  ['returned-by-bank', 'The bank sent it back for another reason'],
  ['not-sent', 'The file was not sent'],
  ['not-in-statement', 'It is not in the bank’s statement'],
] as const;

/** Records that a payment of a released batch did not arrive; its commission is payable again. */
export const FailedSheet = ({ view, onClose }: { readonly view: BatchView; readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const today = useToday();
  const [line, setLine] = useState('');
  const [reason, setReason] = useState('');
  const [on, setOn] = useState('');
  const record = useMutation({
    mutationFn: () =>
      request('POST', `/api/payouts/${view.batch}/failed`, batchView, {
        body: { line: Number(line), reason, on },
      }),
    onSuccess: async (next) => {
      queries.setQueryData(batchQuery(view.batch).queryKey, next);
      await queries.invalidateQueries();
      onClose();
    },
  });
  const complete = line !== '' && reason !== '' && on !== '' && on <= today;
  return (
    <Modal opened onClose={onClose} size={560} title={<strong>Record that a payment failed</strong>}>
      <Stack gap={14}>
        <Note tone="warn">The desk signs this and it is not taken back. The commission is then payable again, by a new batch.</Note>
        <Radio.Group label="Which payment?" value={line} onChange={setLine}>
          {view.lines
            .filter((one) => one.state !== 'failed')
            .map((one) => (
              <Radio
                key={one.line}
                value={String(one.line)}
                mt={6}
                label={
                  <>
                    {one.payee} {one.label ?? 'platform fee'}, <Money cents={one.toPay} />
                  </>
                }
              />
            ))}
        </Radio.Group>
        <Radio.Group label="What happened?" value={reason} onChange={setReason}>
          {reasons.map(([code, words]) => (
            <Radio key={code} value={code} mt={6} label={words} />
          ))}
        </Radio.Group>
        <DateInput label="On" max={today} w={190} value={on} onChange={setOn} />
        {record.error === null ? null : <ErrorNote problem={problemOf(record.error)} />}
        <Group justify="flex-end" gap={9}>
          <Button onClick={onClose}>Leave it</Button>
          <Button variant="filled" disabled={!complete} loading={record.isPending} onClick={() => record.mutate()}>
            Record the failure
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
