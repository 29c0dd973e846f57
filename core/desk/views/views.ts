import type { z } from 'zod';
import type { SavedView, savedViews, viewChange, ViewInput } from '../../contract/views.ts';
import type { ViewDocument } from '../../domain/view/view-document.ts';
import type { RecordDocument } from '../../domain/record/operation.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { notPermitted } from '../permitted.ts';
import { commitRecords, type Step } from '../records/commit.ts';
import type { StoredRecord } from '../records/definition.ts';
import { readRecord, recordsOf } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { SHIPPED_VIEWS } from './shipped-views.ts';
import { viewDefinition } from './view-record.ts';

type Stored = StoredRecord<ViewDocument>;

const shown = (reader: Pick<SignedInPerson, 'person'>, { id, revision, document }: Stored): SavedView => ({
  id,
  name: document.name,
  state: document.state,
  shared: document.shared,
  pinned: document.pinned,
  standard: document.standard,
  revision,
  owner: { person: document.owner, name: document.ownerName, you: document.owner === reader.person },
});

const seen = (reader: Pick<SignedInPerson, 'person'>) => (view: Stored) => view.document.shared || view.document.owner === reader.person;

/** The views a person can choose: those of the program, then shared ones and their own, by name. */
export const viewsFor = (desk: DeskContext, reader: Pick<SignedInPerson, 'person'>): z.infer<typeof savedViews> => ({
  views: [
    ...SHIPPED_VIEWS,
    ...recordsOf(desk.db, viewDefinition)
      .filter(seen(reader))
      .map((view) => shown(reader, view))
      .toSorted((one, other) => one.name.localeCompare(other.name, 'en-AU', { sensitivity: 'base' })),
  ],
});

const viewUnknown: Refusal = {
  status: 404,
  code: 'view-unknown',
  title: 'This view is not kept here',
  detail: 'It was removed, it is somebody else’s own, or the program ships it as it is.',
  kept: 'Nothing was changed.',
  next: 'Choose a view from the list, or save this one under a new name.',
};

const notYours = (owner: string): Refusal => ({
  status: 403,
  code: 'view-not-yours',
  title: 'This view belongs to somebody else',
  detail: `${owner} shares it; only they change it.`,
  kept: 'Nothing was changed.',
  next: 'Save it under a new name as your own.',
});

/** Sharing puts a view before everybody, so it asks for the permission to work with contacts. */
const mayShare = (desk: DeskContext, person: SignedInPerson, shared: boolean): Refusal | null =>
  shared ? notPermitted(desk, person.person, 'edit-contacts') : null;

/** The list opens with one view only: the others of this person stop being it. */
const noLongerStandard = (desk: DeskContext, person: SignedInPerson, except: string): readonly Step[] =>
  recordsOf(desk.db, viewDefinition)
    .filter((view) => view.id !== except && view.document.standard && view.document.owner === person.person)
    .map((view) => ({ act: 'change', kind: 'view', id: view.id, set: { standard: false }, revision: null }));

/** Saves a view. Errors: `not-permitted` (sharing), those of `commitRecords`. */
export const saveView = (
  desk: DeskContext,
  person: SignedInPerson,
  input: ViewInput,
): Result<{ readonly id: string; readonly undo: string }, Refusal> => {
  const refused = mayShare(desk, person, input.shared);
  if (refused !== null) return err(refused);
  const id = uuidV7(desk.entropy, desk.clock.now());
  const document = { list: 'contacts', ...input, owner: person.person, ownerName: person.name } as const;
  const done = commitRecords(desk, person, { words: `Saved the view ${input.name}` }, [
    { act: 'create', kind: 'view', id, document },
    ...(input.standard ? noLongerStandard(desk, person, id) : []),
  ]);
  return done.ok ? ok({ id, undo: done.value.undo }) : done;
};

const ownView = (desk: DeskContext, person: SignedInPerson, id: string): Result<Stored, Refusal> => {
  const held = readRecord(desk.db, viewDefinition, id);
  if (held === undefined || held.removedAt !== null || !seen(person)(held)) return err(viewUnknown);
  return held.document.owner === person.person ? ok(held) : err(notYours(held.document.ownerName));
};

/** Changes a view of one's own. Errors: `view-unknown`, `view-not-yours`, `not-permitted` (sharing), those of `commitRecords`. */
export const changeView = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  { revision, ...set }: z.infer<typeof viewChange>,
): Result<{ readonly id: string; readonly undo: string }, Refusal> => {
  const held = ownView(desk, person, id);
  if (!held.ok) return held;
  const refused = mayShare(desk, person, set.shared ?? false);
  if (refused !== null) return err(refused);
  const given: RecordDocument = Object.fromEntries(
    Object.entries(set).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
  );
  const done = commitRecords(desk, person, { words: `Changed the view ${held.value.document.name}` }, [
    { act: 'change', kind: 'view', id, set: given, revision },
    ...(set.standard === true ? noLongerStandard(desk, person, id) : []),
  ]);
  return done.ok ? ok({ id, undo: done.value.undo }) : done;
};

/** Removes a view of one's own. Errors: `view-unknown`, `view-not-yours`, those of `commitRecords`. */
export const removeView = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
): Result<{ readonly id: string; readonly undo: string }, Refusal> => {
  const held = ownView(desk, person, id);
  if (!held.ok) return held;
  const done = commitRecords(desk, person, { words: `Removed the view ${held.value.document.name}` }, [
    { act: 'remove', kind: 'view', id },
  ]);
  return done.ok ? ok({ id, undo: done.value.undo }) : done;
};
