import { NativeSelect, TextInput } from '@mantine/core';
import type { MergeFieldView, MergePlan } from '../../../core/contract/merges.ts';
import type { FieldChoice, MergeChoices, MergeField } from '../../../core/domain/merge/merge-fields.ts';
import { capital } from './capital.ts';
import css from './duplicates.module.css';

const OPTION = {
  survivor: 'Keep the first',
  merged: 'Take the second',
  both: 'Both',
  own: 'Enter another',
} as const;

const Value = ({ words, quiet }: { readonly words: string; readonly quiet: boolean }) =>
  words === '' ? <span className="second">Nothing</span> : <span data-quiet={quiet}>{words}</span>;

const Choice = ({
  row,
  choice,
  onChoose,
}: {
  readonly row: MergeFieldView;
  readonly choice: FieldChoice | undefined;
  readonly onChoose: (choice: FieldChoice) => void;
}) => {
  if (row.options.length < 2) return <span className="second">The stricter counts</span>;
  return (
    <div className={css.choice}>
      <NativeSelect
        size="xs"
        aria-label={`What remains of ${row.name}`}
        value={row.take}
        data={row.options.map((value) => ({ value, label: OPTION[value] }))}
        onChange={(event) => {
          const take = row.options.find((option) => option === event.currentTarget.value) ?? 'survivor';
          onChoose(take === 'own' ? { take, value: row.result } : { take });
        }}
      />
      {choice?.take === 'own' ? (
        <TextInput
          size="xs"
          aria-label={`New ${row.name}`}
          autoComplete="off"
          value={choice.value}
          onChange={(event) => onChoose({ take: 'own', value: event.currentTarget.value })}
        />
      ) : null}
    </div>
  );
};

/** Every field on which the two differ, side by side, with what remains of it. */
export const FieldChoices = ({
  plan,
  choices,
  onChoose,
}: {
  readonly plan: MergePlan;
  readonly choices: MergeChoices;
  readonly onChoose: (field: MergeField, choice: FieldChoice) => void;
}) => (
  <div className={css.scroll} role="group" tabIndex={0} aria-label="Fields that differ, scrolls sideways">
    <table className={css.fields} aria-label="Fields that differ">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">First, remains</th>
          <th scope="col">Second, is merged</th>
          <th scope="col">Choice</th>
          <th scope="col">Afterwards</th>
        </tr>
      </thead>
      <tbody>
        {plan.fields.map((row) => (
          <tr key={row.field}>
            <th scope="row">{capital(row.name)}</th>
            <td>
              <Value words={row.survivor} quiet={row.take === 'merged' || row.take === 'own'} />
            </td>
            <td>
              <Value words={row.merged} quiet={row.take === 'survivor' || row.take === 'own'} />
            </td>
            <td>
              <Choice row={row} choice={choices[row.field]} onChoose={(choice) => onChoose(row.field, choice)} />
            </td>
            <td>
              <Value words={row.result} quiet={false} />
              {row.drops ? <span className={css.drops}>The second value goes</span> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
