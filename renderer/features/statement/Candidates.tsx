import { useState } from 'react';
import { Button, Radio, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { statementResult } from '../../../core/contract/money.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { Reasons } from './Reasons.tsx';
import { chooseLine } from './queries.ts';
import css from './StatementPage.module.css';

type Ambiguous = z.infer<typeof statementResult>['ambiguous'][number];

/** One released batch that several bank lines could have settled, or one that agrees in all but its reference. Nothing is chosen beforehand. */
export const Candidates = ({ asked }: { readonly asked: Ambiguous }) => {
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const choose = useMutation({ mutationFn: chooseLine, onSuccess: () => queries.invalidateQueries() });
  return (
    <Card
      tone="waiting"
      title={
        <Link to="/payouts/$id" params={{ id: asked.batch }}>
          {asked.label}
        </Link>
      }
      aside={asked.candidates.length === 1 ? 'One bank line could be meant' : `${asked.candidates.length} bank lines could be meant`}
    >
      {choose.data === undefined ? (
        <Stack gap={12}>
          <Radio.Group label="Which bank line paid it?" value={key} onChange={setKey}>
            {asked.candidates.map((candidate) => (
              <div key={candidate.key} className={css.candidate}>
                <Radio value={candidate.key} label={candidate.words} />
                <Reasons reasons={candidate.reasons} />
              </div>
            ))}
          </Radio.Group>
          {choose.error === null ? null : <ErrorNote problem={problemOf(choose.error)} />}
          <div>
            <Button disabled={key === ''} loading={choose.isPending} onClick={() => choose.mutate({ batch: asked.batch, key })}>
              This line paid it
            </Button>{' '}
            <span className="second">The desk signs your choice. Leave it, and nothing is settled.</span>
          </div>
        </Stack>
      ) : (
        <Note tone="ok" live="polite">
          {choose.data.label}: {choose.data.stateWords}.
        </Note>
      )}
    </Card>
  );
};
