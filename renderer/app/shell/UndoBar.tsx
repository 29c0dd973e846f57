import { useEffect } from 'react';
import { ActionIcon, Button } from '@mantine/core';
import { IconArrowBackUp, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { undone } from '../../../core/contract/records.ts';
import { problemOf, request } from '../../client.ts';
import { useUndoOffer, type UndoOffer } from '../undo.ts';
import css from './UndoBar.module.css';

const OFFERED_MS = 10_000;

const Offer = ({ offer, onEnd }: { readonly offer: UndoOffer; readonly onEnd: () => void }) => {
  const queries = useQueryClient();
  const undo = useMutation({
    mutationFn: () => request('POST', `/api/undo/${offer.group}`, undone),
    onSuccess: () => queries.invalidateQueries(),
  });
  const { isIdle, data, error } = undo;
  const waiting = isIdle || (data !== undefined && data.kept.length === 0);
  useEffect(() => {
    if (!waiting) return;
    const ends = setTimeout(onEnd, OFFERED_MS);
    return () => clearTimeout(ends);
  }, [waiting, onEnd]);
  return (
    <>
      <p role="status">
        {error === null
          ? data === undefined
            ? `Saved. ${offer.words}.`
            : data.kept.length === 0
              ? 'Taken back.'
              : `Taken back, except: ${data.kept.map((one) => `${one.label} (${one.why})`).join('; ')}.`
          : `${problemOf(error).title}. ${problemOf(error).kept ?? ''}`}
      </p>
      {data === undefined && error === null ? (
        <Button
          size="xs"
          variant="default"
          loading={undo.isPending}
          leftSection={<IconArrowBackUp size={15} stroke={1.7} aria-hidden="true" />}
          onClick={() => undo.mutate()}
        >
          Undo
        </Button>
      ) : null}
      <ActionIcon variant="subtle" aria-label="Close" onClick={onEnd}>
        <IconX size={16} stroke={1.7} aria-hidden="true" />
      </ActionIcon>
    </>
  );
};

/** "Saved · Undo" at the foot of the page, for ten seconds after a change that can be taken back. The history keeps the offer longer. */
export const UndoBar = () => {
  const { offer, set } = useUndoOffer();
  return offer === null ? null : (
    <section className={css.bar} data-undo="true" aria-label="Last change">
      <Offer key={offer.group} offer={offer} onEnd={() => set(null)} />
    </section>
  );
};
