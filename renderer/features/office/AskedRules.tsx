import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { askedRule } from '../../../core/contract/membership.ts';
import { Card } from '../../ui/Card.tsx';
import { PlainWords } from '../../ui/PlainWords.tsx';
import { Status } from '../../ui/Status.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { askedRulesQuery } from './queries.ts';

type Asked = z.infer<typeof askedRule>;

/** Rules that the parties of signed agreements ask the office for, each to be proposed as it stands. */
export const AskedRules = () => {
  const { data = [] } = useQuery(askedRulesQuery);
  const [proposing, setProposing] = useState<Asked>();
  if (data.length === 0) return null;
  return (
    <Card title="Rules that agreements ask for" count={data.length}>
      <Stack gap={14}>
        {data.map((one) => (
          <Stack key={one.content} gap={6}>
            <strong>
              {one.agreement}: {one.referrer} refers to {one.receiver}
            </strong>
            <PlainWords size="small">{one.words}</PlainWords>
            <Status kind={one.both ? 'done' : 'waiting'}>{one.both ? 'Signed by both' : 'Signed by one so far'}</Status>
            <div>
              <Button
                size="xs"
                disabled={!one.both}
                aria-label={`Propose this rule of ${one.referrer} and ${one.receiver}`}
                onClick={() => setProposing(one)}
              >
                Propose this rule…
              </Button>
            </div>
          </Stack>
        ))}
      </Stack>
      {proposing === undefined ? null : (
        <ActSheet
          act={{ act: 'rule-propose', rule: proposing.rule }}
          title="Propose the rule of an agreement"
          verb="Propose"
          onClose={() => setProposing(undefined)}
          onSigned={() => undefined}
        />
      )}
    </Card>
  );
};
