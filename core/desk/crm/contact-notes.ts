import type { z } from 'zod';
import type { activityEdit, activityInput, noteEdit, noteInput, noteRow } from '../../contract/contact-work.ts';
import type { Changed } from '../../contract/crm.ts';
import type { Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { recordsOf } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { createAbout, editRecord, removeRecord, sentFields } from './changes.ts';
import { nowOf } from './clocks.ts';
import type { Owners } from './owners.ts';
import { activityDefinition } from './records/activity-record.ts';
import { noteDefinition } from './records/note-record.ts';

/** Writes a note about a contact. Errors: `contact-unknown`, those of `commitRecords`. */
export const addNote = (desk: DeskContext, person: SignedInPerson, input: z.output<typeof noteInput>): Result<Changed, Refusal> =>
  createAbout(desk, person, { definition: noteDefinition, contact: input.contact, words: 'Wrote a note' }, { ...input, at: nowOf(desk) });

/** Changes a note. Errors: those of `commitRecords`, `changed-in-between` with both values among them. */
export const editNote = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  edit: z.output<typeof noteEdit>,
): Result<Changed, Refusal> => editRecord(desk, person, noteDefinition, id, { ...edit, set: sentFields(edit.set) });

/** Takes a note away. */
export const removeNote = (desk: DeskContext, person: SignedInPerson, id: string): Result<Changed, Refusal> =>
  removeRecord(desk, person, noteDefinition, id);

const NOTES = 50;

/** The newest notes about a contact, pinned ones first. */
export const notesOf = (desk: DeskContext, owners: Owners, contact: string): readonly z.infer<typeof noteRow>[] =>
  recordsOf(desk.db, noteDefinition, { subject: contact, limit: NOTES })
    .map(({ id, revision, document, createdBy }) => ({
      id,
      revision,
      text: document.text,
      pinned: document.pinned,
      deal: document.deal,
      at: document.at,
      by: owners.nameOf(createdBy) ?? 'Not recorded',
    }))
    .toSorted((a, b) => Number(b.pinned) - Number(a.pinned) || (a.at < b.at ? 1 : -1));

/** Records a call, a meeting or an e-mail. Errors: `contact-unknown`, those of `commitRecords`. */
export const addActivity = (desk: DeskContext, person: SignedInPerson, input: z.output<typeof activityInput>): Result<Changed, Refusal> =>
  createAbout(desk, person, { definition: activityDefinition, contact: input.contact, words: `Recorded a ${input.type}` }, { ...input });

/** Changes an activity. Errors: those of `commitRecords`. */
export const editActivity = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  edit: z.output<typeof activityEdit>,
): Result<Changed, Refusal> => editRecord(desk, person, activityDefinition, id, { ...edit, set: sentFields(edit.set) });

/** Takes an activity away. */
export const removeActivity = (desk: DeskContext, person: SignedInPerson, id: string): Result<Changed, Refusal> =>
  removeRecord(desk, person, activityDefinition, id);
