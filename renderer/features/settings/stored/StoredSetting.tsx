import { useState, type ReactNode } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { SettingView } from '../../../../core/contract/settings.ts';
import { problemOf } from '../../../client.ts';
import { Card } from '../../../ui/Card.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { Note } from '../../../ui/Note.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { revertStored, saveStored, storedSettingQuery } from './queries.ts';
import css from './stored.module.css';

export interface StoredFormProps<T> {
  readonly value: T;
  readonly onChange: (value: T) => void;
}

const issueWords = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue === undefined ? '' : `${issue.message}${issue.path.length === 0 ? '' : ` (${issue.path.map(String).join(', ')})`}`;
};

const History = ({
  view,
  onRevert,
  pending,
}: {
  readonly view: SettingView;
  readonly onRevert: (version: number) => void;
  readonly pending: boolean;
}) => (
  <Card title="Versions" count={view.history.length} level={3}>
    {view.history.length === 0 ? (
      <p className="second">Never changed: it is as the program ships it.</p>
    ) : (
      <ol className={css.history}>
        {view.history.map((one) => (
          <li key={one.version}>
            <strong>Version {one.version}</strong>
            <DateTime at={one.at} form="recent" inRow />
            <span className="second">
              {one.by}
              {one.note === '' ? '' : `: ${one.note}`}
            </span>
            {one.current || !view.mayChange ? (
              <span className="second">{one.current ? 'Counts now' : ''}</span>
            ) : (
              <Button size="compact-sm" loading={pending} onClick={() => onRevert(one.version)}>
                Back to this
              </Button>
            )}
          </li>
        ))}
        {view.mayChange ? (
          <li>
            <span>As the program ships it</span>
            <Button size="compact-sm" loading={pending} onClick={() => onRevert(0)}>
              Back to this
            </Button>
          </li>
        ) : null}
      </ol>
    )}
  </Card>
);

interface EditorProps<T> {
  readonly name: string;
  readonly view: SettingView;
  readonly schema: z.ZodType<T, unknown>;
  readonly start: T;
  readonly form: (props: StoredFormProps<T>) => ReactNode;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const Editor = <T,>({ name, view, schema, start, form }: EditorProps<T>) => {
  const queries = useQueryClient();
  const [value, setValue] = useState(start);
  const [note, setNote] = useState('');
  /** The version that what stands in the form began with. */
  const [base, setBase] = useState({ version: view.version, start });
  const take = () => {
    setBase({ version: view.version, start });
    setValue(start);
    setNote('');
  };
  const isNewer = base.version !== view.version;
  if (isNewer && (same(value, base.start) || same(value, start))) take();
  const done = async (next: SettingView) => {
    queries.setQueryData(storedSettingQuery(name).queryKey, next);
    await queries.invalidateQueries();
  };
  const save = useMutation({ mutationFn: () => saveStored(name, value, note), onSuccess: done });
  const revert = useMutation({ mutationFn: (version: number) => revertStored(name, version), onSuccess: done });
  const changed = !same(value, start);
  const read = schema.safeParse(value);
  const error = save.error ?? revert.error;
  return (
    <div className={css.stack}>
      {view.mayChange ? null : <Note tone="mute">Your role does not change this; you may look.</Note>}
      {isNewer && changed ? (
        <Note tone="warn" live="polite">
          Version {view.version} was saved meanwhile, on this or another desk. What you changed is kept here; saving it makes it the next
          version.{' '}
          <Button size="compact-sm" onClick={take}>
            Take the saved one
          </Button>
        </Note>
      ) : null}
      {form({ value, onChange: setValue })}
      {error === null ? null : <ErrorNote problem={problemOf(error)} />}
      {view.mayChange ? (
        <div className={css.foot}>
          <TextInput
            className={css.grow}
            label="Why it changes"
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <span className="second" role="status">
            {read.success ? (changed ? 'Counts at once, as a new version.' : 'Nothing is changed.') : issueWords(read.error)}
          </span>
          <Button variant="filled" disabled={!changed || !read.success} loading={save.isPending} onClick={() => save.mutate()}>
            Save
          </Button>
        </div>
      ) : null}
      <History view={view} pending={revert.isPending} onRevert={(version) => revert.mutate(version)} />
    </div>
  );
};

export interface StoredSettingProps<T> {
  readonly name: string;
  readonly schema: z.ZodType<T, unknown>;
  readonly form: (props: StoredFormProps<T>) => ReactNode;
}

/** A setting of the versioned store: what depends on it, its form, why it changes, every version with one step back to each. */
export const StoredSetting = <T,>({ name, schema, form }: StoredSettingProps<T>) => {
  const { data, error } = useQuery(storedSettingQuery(name));
  if (data === undefined) return error === null ? <SkeletonRows label="the setting" rows={5} /> : <ErrorNote problem={problemOf(error)} />;
  const read = schema.safeParse(data.value);
  if (!read.success) return <Note tone="bad">This window cannot read the setting. Load it again with Ctrl R.</Note>;
  return <Editor name={name} view={data} schema={schema} start={read.data} form={form} />;
};
