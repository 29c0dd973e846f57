import { useState } from 'react';
import { Button, Group, PasswordInput, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { recoveryView } from '../../../core/contract/status.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf, request, requestFile, saveFile } from '../../client.ts';
import { dropSession } from '../../session.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';
import { recoveryQuery } from '../backups/queries.ts';

type View = z.infer<typeof recoveryView>;
type Batch = View['batches'][number];

const okAnswer = z.looseObject({ ok: z.literal(true) });

const Missing = ({ view }: { readonly view: View }) => {
  const heads = view.acknowledged?.heads ?? [];
  const last = (n: number): string => (n < 0 ? 'Nothing' : `Position ${n.toLocaleString('en-AU')}`);
  return (
    <Card
      title="1. What is missing"
      aside={<Status kind={view.caughtUp ? 'done' : 'late'}>{view.caughtUp ? 'Everything is here again' : 'Not complete'}</Status>}
    >
      <Stack gap={12}>
        <KeyValues
          items={[
            {
              label: 'Acknowledged by this desk',
              value: view.acknowledged === null ? null : `${view.acknowledged.size.toLocaleString('en-AU')} entries`,
            },
            { label: 'Held now', value: `${view.size.toLocaleString('en-AU')} entries` },
          ]}
        />
        {heads.length === 0 ? null : (
          <PlainTable
            label="Streams of this desk"
            compact
            rows={heads}
            rowKey={(row) => row.key}
            columns={[
              { id: 'key', head: 'Key', cell: (row) => <Hash hex={row.key} digits={12} what="key id" /> },
              { id: 'n', head: 'Acknowledged', cell: (row) => last(row.n) },
              { id: 'held', head: 'Held', cell: (row) => last(row.held) },
              {
                id: 'state',
                head: 'State',
                cell: (row) => (
                  <Status kind={row.held >= row.n ? 'done' : 'late'}>
                    {row.held >= row.n ? 'Complete' : `${(row.n - row.held).toLocaleString('en-AU')} missing`}
                  </Status>
                ),
              },
            ]}
          />
        )}
        {view.caughtUp ? null : (
          <p>Ask every counterpart for a file with everything put in again, and take each in under Exchange: they hold what you sent.</p>
        )}
        <div>
          <ButtonLink to="/exchange" size="xs">
            Open Exchange
          </ButtonLink>
        </div>
      </Stack>
    </Card>
  );
};

const freshState = (view: View): { readonly kind: StatusKind; readonly words: string } =>
  view.freshKeys
    ? { kind: 'done', words: 'Stated in the register' }
    : view.freshKeysFrom === null
      ? { kind: 'not-yet', words: 'Not stated' }
      : { kind: 'waiting', words: 'Stated, and waiting' };

const FreshKeys = ({ view, person }: { readonly view: View; readonly person: string }) => {
  const queries = useQueryClient();
  const [pin, setPin] = useState('');
  const [recoveryKey, setRecoveryKey] = useState('');
  const make = useMutation({
    mutationFn: () =>
      requestFile('POST', '/api/recovery/fresh-keys', {
        body: { person, pin, recoveryKey: recoveryKey.trim() === '' ? null : recoveryKey.trim() },
      }),
    onSuccess: async (file) => {
      saveFile(file);
      setPin('');
      await queries.invalidateQueries();
    },
  });
  return (
    <Card
      title="2. Fresh keys, where something stays missing"
      aside={<Status kind={freshState(view).kind}>{freshState(view).words}</Status>}
    >
      <Stack gap={12}>
        <p>
          A key that has signed something this ledger lacks must never sign again. Make fresh keys, and have their request stated by a
          principal of your practice or the network office.
        </p>
        {view.freshKeysFrom === null ? null : (
          <p>
            The network office has stated them. They count from <DateTime at={view.freshKeysFrom} /> on: until then your practice could
            still object, so that nobody takes it over unseen.
          </p>
        )}
        <Group align="flex-end">
          <PasswordInput
            label="New PIN"
            w={220}
            maxLength={128}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what is typed', tabIndex: 0 }}
            value={pin}
            onChange={(event) => setPin(event.currentTarget.value)}
          />
          <TextInput
            label="Recovery key, where nobody can sign in"
            w={320}
            maxLength={64}
            autoComplete="off"
            value={recoveryKey}
            onChange={(event) => setRecoveryKey(event.currentTarget.value)}
          />
          <Button disabled={pin.length < 6} loading={make.isPending} onClick={() => make.mutate()}>
            Make fresh keys and save the request
          </Button>
        </Group>
        {make.error === null ? null : <ErrorNote problem={problemOf(make.error)} />}
      </Stack>
    </Card>
  );
};

const BatchCheck = ({ batch }: { readonly batch: Batch }) => {
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState<'as-recorded' | 'differs' | ''>(batch.outcome ?? '');
  const [note, setNote] = useState(batch.note);
  const keep = useMutation({
    mutationFn: () => request('POST', '/api/recovery/batches', okAnswer, { body: { batch: batch.batch, outcome, note } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['recovery'] }),
  });
  return (
    <li style={{ padding: '10px 0' }}>
      <Radio.Group
        label={
          <>
            {batch.label}, prepared <DateTime at={batch.at} form="day" />
          </>
        }
        value={outcome}
        onChange={(value) => setOutcome(value === 'differs' ? 'differs' : 'as-recorded')}
      >
        <Radio value="as-recorded" label="The bank statement agrees with what is recorded here" mt={6} />
        <Radio value="differs" label="It differs" mt={6} />
      </Radio.Group>
      <Group align="flex-end" mt={8}>
        <TextInput
          label="What the statement shows"
          w={520}
          maw="100%"
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button
          size="sm"
          disabled={outcome === '' || (outcome === 'differs' && note.trim() === '')}
          loading={keep.isPending}
          onClick={() => keep.mutate()}
        >
          Keep
        </Button>
        {batch.outcome === null ? (
          <Status kind="late">Not compared yet</Status>
        ) : (
          <Status kind="done">{batch.outcome === 'differs' ? 'Compared: differs' : 'Compared: agrees'}</Status>
        )}
      </Group>
      {keep.error === null ? null : <ErrorNote problem={problemOf(keep.error)} />}
    </li>
  );
};

const Open = ({ view, person }: { readonly view: View; readonly person: string }) => {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => request('POST', '/api/recovery/end', okAnswer, { body: {} }),
    onSuccess: async () => {
      dropSession();
      await queries.invalidateQueries();
    },
  });
  const unchecked = view.batches.filter((batch) => batch.outcome === null).length;
  return (
    <Stack gap={16}>
      <ErrorNote
        problem={{
          title: 'This desk signs nothing for now',
          // Said when the desk was opened; what came back since is in the first step.
          detail: view.caughtUp ? 'What was missing is here again.' : view.why,
          kept: 'Everything can be read and exported, and files of others can be taken in.',
          next: 'Go through the steps below.',
        }}
      />
      <Missing view={view} />
      {view.caughtUp ? null : <FreshKeys view={view} person={person} />}
      <Card
        title="3. Payouts since"
        count={view.batches.length}
        aside={<Status kind={unchecked === 0 ? 'done' : 'late'}>{unchecked === 0 ? 'All compared' : `${unchecked} not compared`}</Status>}
      >
        {view.batches.length === 0 ? (
          <p className="second">No batch is open: nothing could be paid twice.</p>
        ) : (
          <>
            <p>Money may have moved for these. Compare each with the bank statement, so that nothing is paid twice.</p>
            <ul>
              {view.batches.map((batch) => (
                <BatchCheck key={batch.batch} batch={batch} />
              ))}
            </ul>
          </>
        )}
      </Card>
      {end.error === null ? null : <ErrorNote problem={problemOf(end.error)} />}
      <Group>
        <Button variant="filled" size="md" disabled={!view.canEnd} loading={end.isPending} onClick={() => end.mutate()}>
          End the recovery
        </Button>
        <span className="second" role="status">
          {view.canEnd
            ? 'Everybody signs in again afterwards.'
            : 'Opens when nothing is missing, or fresh keys are stated, and every batch is compared.'}
        </span>
      </Group>
    </Stack>
  );
};

/** The way back of a desk that is behind what it has acknowledged. */
export const RecoveryPage = () => {
  const { data, error, refetch } = useQuery(recoveryQuery);
  const { data: status } = useQuery(statusQuery);
  const head = <PageHead title="Recovery" line="A restored, copied or cut-off ledger is made whole before it signs again" />;
  if (data === undefined)
    return (
      <Page head={head}>
        {error === null ? (
          <SkeletonRows label="the recovery" rows={6} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  return (
    <Page head={head}>
      {data.active ? (
        <Open view={data} person={status?.person?.person ?? ''} />
      ) : (
        <EmptyState drawing="list" title="This desk is not in recovery">
          Its ledger holds everything that it has acknowledged.
        </EmptyState>
      )}
    </Page>
  );
};
