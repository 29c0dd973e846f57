import { useState } from 'react';
import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { practiceRow, ruleRow } from '../../../core/contract/desk.ts';
import type { verticalList } from '../../../core/contract/status.ts';
import { uuidV7Of } from '../../../core/domain/identity/uuid-v7.ts';
import type { LocalDate } from '../../../core/domain/time/local-date.ts';
import { useNow, useToday } from '../../app/clock.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { verticalsQuery } from '../practices/verticalNames.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import css from './OfficePage.module.css';
import { type RuleDraft, verticalRule } from './ruleDraft.ts';
import { defaultRule, ruleOfVertical } from './rulesToday.ts';
import { RuleForm } from './RuleForm.tsx';
import { type VerticalDraft, verticalAct } from './verticalDraft.ts';

type Vertical = z.infer<typeof verticalList>[number];
type Rule = z.infer<typeof ruleRow>;
type Practice = z.infer<typeof practiceRow>;

interface ColumnParts {
  readonly practices: readonly Practice[];
  readonly rules: readonly Rule[];
  readonly day: LocalDate;
  readonly onChange: ((code: string) => void) | undefined;
  readonly onRule: (row: Vertical) => void;
}

const columnsOf = ({ practices, rules, day, onChange, onRule }: ColumnParts): readonly Column<Vertical>[] => [
  {
    id: 'name',
    head: 'Vertical',
    cell: (row) => (
      <>
        {row.name}
        {row.defined ? <span className="second"> defined here</span> : null}
      </>
    ),
  },
  {
    id: 'regulator',
    head: 'Regulator',
    cell: (row) => (row.regulator === null ? <span className="second">None</span> : <span className={css.wrap}>{row.regulator}</span>),
  },
  {
    id: 'products',
    head: 'Products',
    cell: (row) => <span className={css.wrap}>{row.products.map((product) => product.name).join(', ')}</span>,
  },
  {
    id: 'members',
    head: 'Members today',
    align: 'end',
    cell: (row) => practices.filter((one) => one.kind === 'member' && one.verticals.includes(row.code)).length.toLocaleString('en-AU'),
  },
  {
    id: 'rule',
    head: 'Rule of its own',
    cell: (row) => {
      const rule = ruleOfVertical(rules, day, row.code);
      if (rule !== undefined) return <span className={css.wrap}>{`${rule.name}, version ${rule.version}`}</span>;
      return onChange === undefined ? (
        <span className="second">None</span>
      ) : (
        <Button size="xs" aria-label={`Write its rule: ${row.name}`} onClick={() => onRule(row)}>
          Write its rule
        </Button>
      );
    },
  },
  ...(onChange === undefined
    ? []
    : [
        {
          id: 'act',
          head: 'Act',
          quietHead: true,
          align: 'end' as const,
          cell: (row: Vertical) =>
            row.defined ? (
              <Button size="xs" aria-label={`Change the vertical ${row.name}`} onClick={() => onChange(row.code)}>
                Change…
              </Button>
            ) : null,
        },
      ]),
];

const draftOf = (held: Vertical | null): VerticalDraft => ({
  name: held?.name ?? '',
  regulator: held?.regulator ?? '',
  products: held?.products.map((product) => product.name).join('\n') ?? '',
});

const VerticalForm = ({
  held,
  taken,
  onClose,
  onDefined,
}: {
  readonly held: Vertical | null;
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onDefined: (vertical: { readonly code: string; readonly name: string }) => void;
}) => {
  const [draft, setDraft] = useState(draftOf(held));
  const [signing, setSigning] = useState(false);
  const set = (change: Partial<VerticalDraft>) => setDraft((before) => ({ ...before, ...change }));
  const read = verticalAct(draft, held, taken);
  return (
    <Card level={3} title={held === null ? 'A further vertical' : `Change ${held.name}`}>
      <Stack gap={14}>
        <div className={css.sentence}>
          <TextInput
            label="Name of the vertical"
            description="As its practices are called: Migration agents"
            maxLength={200}
            w={300}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Regulator (optional)"
            description="Who registers or licenses them"
            maxLength={200}
            w={340}
            value={draft.regulator}
            onChange={(event) => set({ regulator: event.currentTarget.value })}
          />
        </div>
        <Textarea
          label="Products"
          description="What a client is referred for, one on each line"
          autosize
          minRows={3}
          maxRows={12}
          value={draft.products}
          onChange={(event) => set({ products: event.currentTarget.value })}
        />
        {'act' in read ? (
          <p className="second">
            Code {read.act.vertical}; products {read.act.products.map((product) => product.code).join(', ')}. Codes stay when names change.
          </p>
        ) : (
          <p className="second">{read.missing}</p>
        )}
        <Group>
          <Button variant="filled" disabled={!('act' in read)} onClick={() => setSigning(true)}>
            {held === null ? 'Define the vertical…' : 'Change the vertical…'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </Group>
      </Stack>
      {signing && 'act' in read ? (
        <ActSheet
          act={read.act}
          title={held === null ? 'Define a vertical' : 'Change a vertical'}
          verb="Sign"
          onClose={() => setSigning(false)}
          onSigned={() => {
            onClose();
            if (held === null) onDefined({ code: read.act.vertical, name: read.act.name });
          }}
        />
      ) : null}
    </Card>
  );
};

/** What practices of the network do: what comes with the program, and what the office adds without one. */
export const Verticals = ({
  practices,
  rules,
  office,
}: {
  readonly practices: readonly Practice[];
  readonly rules: readonly Rule[];
  readonly office: boolean;
}) => {
  const { data, error } = useQuery(verticalsQuery);
  const [editing, setEditing] = useState<string>();
  const now = useNow();
  const today = useToday();
  const [draft, setDraft] = useState<RuleDraft>();
  const held = data?.find((one) => one.code === editing) ?? null;
  const writeRule = (vertical: { readonly code: string; readonly name: string }) => {
    // oxlint-disable-next-line flip360/no-ambient -- Names a new rule at the press of a button; nothing is derived from it.
    const rule = uuidV7Of(now, crypto.getRandomValues(new Uint8Array(16)));
    setDraft(verticalRule(rule, vertical, defaultRule(rules, today)));
  };
  return (
    <Card
      title="Verticals"
      {...(data === undefined ? {} : { count: data.length })}
      aside={
        office && editing === undefined ? (
          <Button size="xs" leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />} onClick={() => setEditing('')}>
            Define a vertical
          </Button>
        ) : undefined
      }
    >
      <Stack gap={12}>
        <p className="second">
          A member takes a vertical up from a day on: open it in the register. Each product is also a purpose for which a client can be
          referred, once a rule for it is published: one of its own, one of a narrower level, or the default of the network.
        </p>
        {error === null ? null : <ErrorNote problem={problemOf(error)} />}
        {editing === undefined ? null : (
          <VerticalForm
            key={editing}
            held={held}
            taken={data?.map((one) => one.code) ?? []}
            onClose={() => setEditing(undefined)}
            onDefined={writeRule}
          />
        )}
        {draft === undefined ? null : <RuleForm key={draft.rule} first={draft} onClose={() => setDraft(undefined)} />}
        {data === undefined ? null : (
          <PlainTable
            label="Verticals of the network"
            columns={columnsOf({ practices, rules, day: today, onChange: office ? setEditing : undefined, onRule: writeRule })}
            rows={data}
            rowKey={(row) => row.code}
            compact
          />
        )}
      </Stack>
    </Card>
  );
};
