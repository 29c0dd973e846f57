import { z } from 'zod';
import { contactDocumentSchema } from '../../../domain/contact/document.ts';
import { fieldCatalogue, type FieldCatalogue, type FilterField } from '../../../domain/contact/filter/fields.ts';
import type { DeskContext } from '../../context.ts';
import { ownFieldsOf, typedOwn } from '../own-fields.ts';

/** The fields that a practice defined for itself, as a list filters and shows them. */
export const ownFields = (desk: DeskContext): readonly FilterField[] =>
  ownFieldsOf(desk).map(({ code, name, type, choices }) => ({
    name: `own-${code}`,
    title: name,
    type,
    group: 'Own fields',
    ...(type === 'choice' ? { options: choices.map((choice) => ({ code: choice, name: choice })) } : {}),
  }));

/** Everything that contacts of this desk can be filtered by. */
export const deskFields = (desk: DeskContext): FieldCatalogue => fieldCatalogue(ownFields(desk));

const stored = z.object({ no: z.int(), custom: z.string() });
const customSchema = contactDocumentSchema.unwrap().shape.custom;

/** Values of the practice's own fields as they are typed, by row number and code. */
export const ownValues = (desk: DeskContext, numbers: readonly number[]): ReadonlyMap<number, Readonly<Record<string, string>>> => {
  if (ownFieldsOf(desk).length === 0) return new Map();
  const rows = desk.db
    .statement<[string], unknown>("select no, custom from contact where no in (select value from json_each(?)) and custom <> '{}'")
    .all(JSON.stringify(numbers))
    .map((row) => stored.parse(row));
  return new Map(rows.map(({ no, custom }) => [no, typedOwn(customSchema.parse(JSON.parse(custom)))]));
};
