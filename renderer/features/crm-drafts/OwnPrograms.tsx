import { useState } from 'react';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { crmKeyMade, crmKeys } from '../../../core/contract/crm-drafts.ts';
import { problemCode, problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { crmKeysQuery, makeCrmKey, revokeCrmKey } from './queries.ts';
import css from './crmDrafts.module.css';

type Key = z.infer<typeof crmKeys>['keys'][number];

const Shown = ({ made }: { readonly made: z.infer<typeof crmKeyMade> }) => (
  <Note tone="ok" live="polite">
    This is shown once and kept nowhere. Copy it into your program now.
    <span className={css.secret}>
      <code>{made.key}</code> <CopyButton text={made.key} what="key" />
    </span>
    {made.webhookSecret === null ? null : (
      <>
        Secret that signs what your webhook is told:
        <span className={css.secret}>
          <code>{made.webhookSecret}</code> <CopyButton text={made.webhookSecret} what="webhook secret" />
        </span>
      </>
    )}
  </Note>
);

const KeyRow = ({ entry }: { readonly entry: Key }) => {
  const queries = useQueryClient();
  const revoke = useMutation({ mutationFn: revokeCrmKey, onSettled: () => queries.invalidateQueries({ queryKey: crmKeysQuery.queryKey }) });
  return (
    <li className={css.row}>
      <span className={css.words}>
        <span>{entry.name}</span>
        <span className="second">
          Made by {entry.madeBy} on <DateTime at={entry.madeAt} form="date" />
          {entry.webhook === null ? '' : `, tells ${entry.webhook}`}
        </span>
        {revoke.error === null ? null : <ErrorNote problem={problemOf(revoke.error)} />}
      </span>
      {entry.revokedAt === null ? (
        <Button
          variant="default"
          loading={revoke.isPending}
          onClick={() => revoke.mutate(entry.id)}
          aria-label={`Revoke the key of ${entry.name}`}
        >
          Revoke
        </Button>
      ) : (
        <span className="second">
          Revoked <DateTime at={entry.revokedAt} form="date" />
        </span>
      )}
    </li>
  );
};

/** Keys by which the practice's own programs prepare referrals; only for whom settings are. */
export const OwnPrograms = () => {
  const queries = useQueryClient();
  const { data, error } = useQuery(crmKeysQuery);
  const [name, setName] = useState('');
  const [webhook, setWebhook] = useState('');
  const make = useMutation({
    mutationFn: makeCrmKey,
    onSuccess: () => {
      setName('');
      setWebhook('');
      return queries.invalidateQueries({ queryKey: crmKeysQuery.queryKey });
    },
  });
  if (error !== null && problemCode(problemOf(error)) === 'not-permitted') return null;
  return (
    <Card title="Your own programs">
      <Stack gap={16}>
        <Text className={css.text}>
          A CRM or web form of your practice can prepare referrals. Each arrives here as a private draft under Today; nothing of it is in
          the shared record until somebody signs.
        </Text>
        {error === null ? null : <ErrorNote problem={problemOf(error)} />}
        {data === undefined || data.keys.length === 0 ? null : (
          <ul className={css.rows}>
            {data.keys.map((entry) => (
              <KeyRow key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
        {make.data === undefined ? null : <Shown made={make.data} />}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate({ name, webhook });
          }}
        >
          <Stack gap={12} className={css.form}>
            {data?.address === null || data === undefined ? null : (
              <Text>
                Your program sends drafts to <code className={css.line}>{data.address}</code>
              </Text>
            )}
            <TextInput label="Name of the program" value={name} onChange={(event) => setName(event.currentTarget.value)} required />
            <TextInput
              label="Webhook, if it has one"
              description="The server tells this address that a draft arrived, and nothing of the client"
              placeholder="https://"
              value={webhook}
              onChange={(event) => setWebhook(event.currentTarget.value)}
            />
            <div>
              <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
                Make a key
              </Button>
            </div>
            {make.error === null ? null : <ErrorNote problem={problemOf(make.error)} />}
          </Stack>
        </form>
      </Stack>
    </Card>
  );
};
