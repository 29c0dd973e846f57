import { useState } from 'react';
import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { unaskedFile } from '../../../../core/contract/imports.ts';
import { problemOf, request } from '../../../client.ts';
import { useToday } from '../../../app/clock.ts';
import { DateInput } from '../../../ui/DateInput.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import css from './import.module.css';

/** Sets a file aside that nobody asked for: out of the book until somebody decides. */
export const HoldUnasked = ({ id }: { readonly id: string }) => {
  const today = useToday();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [came, setCame] = useState('');
  const [receivedOn, setReceivedOn] = useState<string>(today);
  const hold = useMutation({
    mutationFn: () => request('POST', `/api/imports/${id}/hold`, unaskedFile, { body: { came: came.trim(), receivedOn } }),
    onSuccess: async () => {
      await navigate({ to: '/contacts/import', search: {} });
      await queries.invalidateQueries({ queryKey: ['imports'] });
    },
  });
  return (
    <>
      <Button size="md" onClick={() => setOpened(true)}>
        We did not ask for this…
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} size={480} title="Hold a file that nobody asked for">
        <form
          className={css.commit}
          onSubmit={(event) => {
            event.preventDefault();
            hold.mutate();
          }}
        >
          <p>
            The file is held outside the book: no list, search, campaign or referral meets its people. Whoever looks after privacy decides
            whether it is kept or purged.
          </p>
          <Textarea
            label="Who sent it, and how it came"
            value={came}
            maxLength={300}
            autosize
            minRows={2}
            data-autofocus
            onChange={(event) => setCame(event.currentTarget.value)}
          />
          <DateInput label="Received on" max={today} value={receivedOn} w={190} onChange={setReceivedOn} />
          {hold.error === null ? null : <ErrorNote problem={problemOf(hold.error)} />}
          <Button type="submit" size="md" variant="filled" disabled={came.trim() === '' || receivedOn === ''} loading={hold.isPending}>
            Hold it
          </Button>
        </form>
      </Modal>
    </>
  );
};
