import { useState } from 'react';
import { Button, Checkbox, Menu, Modal, TextInput } from '@mantine/core';
import { IconDots, IconPinned, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { type SavedView, type ViewInput, viewSaved } from '../../../../core/contract/views.ts';
import { filterText } from '../../../../core/domain/contact/filter/filter-text.ts';
import { offerUndo } from '../../../app/undo.ts';
import { problemOf, request } from '../../../client.ts';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { Views } from '../../../ui/Views.tsx';
import { countQuery, viewsQuery } from './listQueries.ts';
import type { ViewInUse } from './useView.ts';
import css from './list.module.css';
import form from '../contacts.module.css';

const counted = (count: number | undefined): string | undefined => count?.toLocaleString('en-AU');

const SaveSheet = ({
  inUse,
  held,
  onClose,
}: {
  readonly inUse: ViewInUse;
  readonly held: SavedView | undefined;
  readonly onClose: () => void;
}) => {
  const queries = useQueryClient();
  const [name, setName] = useState(held?.name ?? '');
  const [shared, setShared] = useState(held?.shared ?? false);
  const [pinned, setPinned] = useState(held?.pinned ?? true);
  const [standard, setStandard] = useState(held?.standard ?? false);
  const save = useMutation({
    mutationFn: () => {
      const body: ViewInput = { name, shared, pinned, standard, state: inUse.state };
      return held === undefined
        ? request('POST', '/api/views', viewSaved, { body })
        : request('PUT', `/api/views/${held.id}`, viewSaved, { body: { ...body, revision: held.revision } });
    },
    onSuccess: async ({ id, undo }) => {
      await queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
      offerUndo('The view was saved', undo);
      inUse.choose(id);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} size={460} title={held === undefined ? 'Save this view' : `Change the view “${held.name}”`}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput label="Name" value={name} maxLength={60} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
        <Checkbox
          label="Shared with everybody at this desk"
          description="Others see it and can use it; only you change it."
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <Checkbox label="Pinned above the list" checked={pinned} onChange={(event) => setPinned(event.currentTarget.checked)} />
        <Checkbox label="The list opens with it" checked={standard} onChange={(event) => setStandard(event.currentTarget.checked)} />
        {save.error === null ? null : <ErrorNote problem={problemOf(save.error)} />}
        <div className={form.buttons}>
          <Button size="md" onClick={onClose}>
            Cancel
          </Button>
          <Button size="md" variant="filled" type="submit" disabled={name.trim() === ''} loading={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
};

/** Saved views above a list, with how many each holds; the one in use can be saved, changed and removed. */
export const ViewTabs = ({ inUse }: { readonly inUse: ViewInUse }) => {
  const queries = useQueryClient();
  const [saving, setSaving] = useState<'new' | 'own' | null>(null);
  const { views, view, changed } = inUse;
  const shown = views.filter((one) => one.pinned || one.id === view?.id);
  const others = views.filter((one) => !one.pinned && one.id !== view?.id);
  const counts = useQueries({
    queries: shown.map((one) => countQuery({ q: one.state.words, f: filterText(one.state.filter) })),
  });
  const own = view?.owner?.you === true;
  const remove = useMutation({
    mutationFn: (id: string) => request('DELETE', `/api/views/${id}`, viewSaved, {}),
    onSuccess: async ({ undo }) => {
      await queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
      offerUndo('The view was removed', undo);
      inUse.choose('all');
    },
  });
  return (
    <>
      <Views
        views={shown.map((one, at) => ({
          id: one.id,
          name: one.name,
          count: counted(counts[at]?.data?.matching),
          ...(one.standard && one.owner !== null ? { icon: <IconPinned size={15} stroke={1.6} aria-hidden="true" /> } : {}),
        }))}
        current={view?.id ?? ''}
        onChoose={inUse.choose}
      >
        <button type="button" className={css.saveView} onClick={() => setSaving('new')}>
          <IconPlus size={15} stroke={1.7} aria-hidden="true" />
          Save view
        </button>
        {own || others.length > 0 ? (
          <Menu position="bottom-start" width={240}>
            <Menu.Target>
              <button type="button" className={css.saveView} aria-label="More about views">
                <IconDots size={16} stroke={1.7} aria-hidden="true" />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              {own ? (
                <>
                  <Menu.Label>{view.name}</Menu.Label>
                  <Menu.Item onClick={() => setSaving('own')}>{changed ? 'Save what it shows now…' : 'Name, sharing, pin…'}</Menu.Item>
                  <Menu.Item onClick={() => remove.mutate(view.id)}>Remove the view</Menu.Item>
                </>
              ) : null}
              {others.length > 0 ? <Menu.Label>Other views</Menu.Label> : null}
              {others.map((one) => (
                <Menu.Item key={one.id} onClick={() => inUse.choose(one.id)}>
                  {one.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </Views>
      {remove.error === null ? null : <ErrorNote problem={problemOf(remove.error)} />}
      {saving === null ? null : <SaveSheet inUse={inUse} held={saving === 'own' ? view : undefined} onClose={() => setSaving(null)} />}
    </>
  );
};
