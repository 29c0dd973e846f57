import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DesksView } from '../../../core/contract/shared-book.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { chooseConflict } from './desksQueries.ts';

/** Values of money, status or sign-off that two desks changed apart from each other: both are shown, and somebody chooses. */
export const Conflicts = ({ conflicts, may }: { readonly conflicts: DesksView['conflicts']; readonly may: boolean }) => {
  const queries = useQueryClient();
  const choose = useMutation({ mutationFn: chooseConflict, onSuccess: () => queries.invalidateQueries() });
  if (conflicts.length === 0) return null;
  return (
    <Card title="Changed at two desks" count={conflicts.length} tone="waiting">
      <Stack gap={18}>
        {conflicts.map((one) => (
          <div role="group" key={one.operation} aria-label={`${one.label}: choose`}>
            <strong>{one.label}</strong> <span className="second">{one.kind}</span>
            <KeyValues
              items={[
                ...one.fields.map((field) => ({
                  label: field.name,
                  value: (
                    <>
                      stands: “{field.stands}” · other desk: “{field.wanted}”
                    </>
                  ),
                })),
                {
                  label: 'What stands is by',
                  value: (
                    <>
                      {one.standsBy} {one.standsAt === null ? null : <DateTime at={one.standsAt} />}
                    </>
                  ),
                },
                {
                  label: 'The other is by',
                  value: (
                    <>
                      {one.by} <DateTime at={one.at} />
                    </>
                  ),
                },
              ]}
            />
            {may ? (
              <Group gap={10} mt={8}>
                <Button
                  size="xs"
                  loading={choose.isPending}
                  onClick={() => choose.mutate({ operation: one.operation, choice: 'stands' })}
                  aria-label={`Keep what stands: ${one.label}`}
                >
                  Keep what stands
                </Button>
                <Button
                  size="xs"
                  loading={choose.isPending}
                  onClick={() => choose.mutate({ operation: one.operation, choice: 'wanted' })}
                  aria-label={`Take the other value: ${one.label}`}
                >
                  Take the other
                </Button>
              </Group>
            ) : null}
          </div>
        ))}
        {choose.error === null ? null : <ErrorNote problem={problemOf(choose.error)} />}
      </Stack>
    </Card>
  );
};
