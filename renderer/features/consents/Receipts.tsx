import { useState } from 'react';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { ReceiptDue } from '../../../core/contract/consent.ts';
import { request } from '../../client.ts';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import { ReceiptSheet } from './ReceiptSheet.tsx';
import { OCCASIONS } from './receiptWords.ts';
import css from './consents.module.css';

const CHANNELS = [
  { value: 'print', label: 'Printed and handed over or posted' },
  { value: 'email', label: 'E-mail' },
  { value: 'sms', label: 'Text message' },
] as const;
type Channel = (typeof CHANNELS)[number]['value'];

const Delivered = ({ due, onClose }: { readonly due: ReceiptDue; readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const [channel, setChannel] = useState<Channel>('print');
  const [address, setAddress] = useState('');
  const save = useMutation({
    mutationFn: () =>
      request('POST', '/api/consents/receipts', z.object({ id: z.string() }), {
        body: {
          consent: due.consent,
          event: due.event,
          occasion: due.occasion,
          channel,
          address: address.trim() === '' ? null : address.trim(),
          document: null,
          outcome: 'delivered',
          detail: '',
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Sheet
      title={`Receipt of ${due.name} was delivered`}
      verb="Note the delivery"
      error={save.error}
      pending={save.isPending}
      missing={channel !== 'print' && address.trim() === '' ? 'Say where it was sent.' : undefined}
      onClose={onClose}
      onSave={() => save.mutate()}
    >
      <NativeSelect
        label="How"
        data={CHANNELS.map((one) => ({ ...one }))}
        value={channel}
        onChange={(event) => setChannel(CHANNELS.find((one) => one.value === event.currentTarget.value)?.value ?? 'print')}
      />
      <TextInput label="Where it was sent" maxLength={200} value={address} onChange={(event) => setAddress(event.currentTarget.value)} />
    </Sheet>
  );
};

/** Receipts that a person still has to get outside the window, and notices that a consent still runs. */
export const Receipts = ({ due }: { readonly due: readonly ReceiptDue[] }) => {
  const [open, setOpen] = useState<ReceiptDue | null>(null);
  const [reading, setReading] = useState<ReceiptDue | null>(null);
  const columns: readonly Column<ReceiptDue>[] = [
    { id: 'name', head: 'Client', cell: (one) => one.name },
    { id: 'occasion', head: 'Why', cell: (one) => OCCASIONS[one.occasion] },
    { id: 'code', head: 'Code', cell: (one) => one.code },
    {
      id: 'due',
      head: 'Due',
      cell: (one) => (
        <Status kind={one.late ? 'late' : 'waiting'}>
          <DateTime at={one.due} form="date" />
        </Status>
      ),
    },
    { id: 'failed', head: 'Failed tries', align: 'end', cell: (one) => one.failed.toLocaleString('en-AU') },
    {
      id: 'act',
      head: 'Acts',
      quietHead: true,
      cell: (one) => (
        <span className={css.acts}>
          <Button size="xs" variant="filled" aria-label={`Open the receipt of ${one.name}`} onClick={() => setReading(one)}>
            Open
          </Button>
          <Button size="xs" aria-label={`Note the delivery to ${one.name}`} onClick={() => setOpen(one)}>
            Note the delivery
          </Button>
        </span>
      ),
    },
  ];
  return (
    <div className={css.tab}>
      {due.length === 0 ? (
        <EmptyState drawing="file" title="Every receipt was delivered">
          A client gets a receipt outside this window when consent is given, changed or withdrawn, and a notice every 90 days.
        </EmptyState>
      ) : (
        <PlainTable label="Receipts that are due" columns={columns} rows={due} rowKey={(one) => `${one.event} ${one.occasion}`} />
      )}
      {reading === null ? null : <ReceiptSheet owed={reading} name={reading.name} onClose={() => setReading(null)} />}
      {open === null ? null : <Delivered due={open} onClose={() => setOpen(null)} />}
    </div>
  );
};
