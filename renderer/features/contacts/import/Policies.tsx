import { Select } from '@mantine/core';
import type { ImportPreview } from '../../../../core/contract/imports.ts';
import { Card } from '../../../ui/Card.tsx';
import css from './import.module.css';

type Policy = ImportPreview['policies'][number];
type Rule = Policy['policy'];

const words: Readonly<Record<Rule, string>> = {
  fill: 'Fill where empty',
  add: 'Add to what is there',
  take: 'Take the file’s',
  keep: 'Keep ours',
};

/** What an update does with each field in which the file and the book differ. */
export const Policies = ({
  policies,
  busy,
  onRule,
}: {
  readonly policies: ImportPreview['policies'];
  readonly busy: boolean;
  readonly onRule: (rule: { readonly field: Policy['field']; readonly policy: Rule }) => void;
}) => (
  <Card title="When a contact is updated" aside="Field by field">
    <ul className={css.mapping}>
      {policies.map((one) => (
        <li key={one.field}>
          <Select
            label={one.name}
            data={one.choices.map((rule) => ({ value: rule, label: words[rule] }))}
            value={one.policy}
            disabled={busy}
            allowDeselect={false}
            onChange={(rule) => {
              const chosen = one.choices.find((choice) => choice === rule);
              if (chosen !== undefined) onRule({ field: one.field, policy: chosen });
            }}
          />
        </li>
      ))}
    </ul>
    <p className={css.sample}>“Do not contact” is never lifted by a file.</p>
  </Card>
);
