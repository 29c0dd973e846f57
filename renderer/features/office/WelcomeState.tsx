import { useState } from 'react';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Application } from '../../../core/contract/membership.ts';
import { problemOf } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import css from './OfficePage.module.css';
import { sendWelcome } from './queries.ts';
import { missingOf, WelcomeFields, type WelcomeWish } from './WelcomeFields.tsx';

const Later = ({ one, onClose }: { readonly one: Application; readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const [wish, setWish] = useState<WelcomeWish>({ send: true, address: '' });
  const send = useMutation({
    mutationFn: sendWelcome,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['office-applications'] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} size={520} title={`Welcome ${one.legalName}`}>
      <Stack gap={14}>
        <WelcomeFields practice={one.practice} wish={wish} onWish={setWish} />
        {send.error === null ? null : <ErrorNote problem={problemOf(send.error)} />}
        <Group justify="flex-end">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={!wish.send || missingOf(wish) !== undefined}
            loading={send.isPending}
            onClick={() => send.mutate({ practice: one.practice, address: wish.address.trim() })}
          >
            Send it
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

/** What became of the welcome of a member: sent, not sent and why, or not asked for. */
export const WelcomeState = ({ one }: { readonly one: Application }) => {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const again = useMutation({
    mutationFn: sendWelcome,
    onSettled: () => queries.invalidateQueries({ queryKey: ['office-applications'] }),
  });
  const { mayWelcome, welcome } = one;
  if (!mayWelcome) return null;
  if (welcome === null)
    return (
      <div>
        <Button size="xs" mt={6} aria-label={`Send a welcome… to ${one.legalName}`} onClick={() => setOpen(true)}>
          Send a welcome…
        </Button>
        {open ? <Later one={one} onClose={() => setOpen(false)} /> : null}
      </div>
    );
  if (welcome.state === 'sent')
    return (
      <span className={css.wrap}>
        Welcome sent to {welcome.sentTo}, <DateTime at={welcome.at} form="date" inRow />
      </span>
    );
  if (welcome.state === 'sending') return <span className={css.wrap}>Welcome on its way to {welcome.sentTo}</span>;
  return (
    <Stack gap={6}>
      <span className={css.wrap}>
        Welcome not sent to {welcome.sentTo}. <span className="second">{welcome.problem}</span>
      </span>
      {again.error === null ? null : <ErrorNote problem={problemOf(again.error)} />}
      <Group>
        <Button
          size="xs"
          loading={again.isPending}
          aria-label={`Try again: welcome ${one.legalName}`}
          onClick={() => again.mutate({ practice: one.practice, address: null })}
        >
          Try again
        </Button>
      </Group>
    </Stack>
  );
};
