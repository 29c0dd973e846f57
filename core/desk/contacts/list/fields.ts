import { fieldCatalogue, type FieldCatalogue, type FilterField } from '../../../domain/contact/filter/fields.ts';
import type { DeskContext } from '../../context.ts';

/** The fields that a practice defined for itself, as a list filters and shows them. */
export const ownFields = (_desk: DeskContext): readonly FilterField[] => [];

/** Everything that contacts of this desk can be filtered by. */
export const deskFields = (desk: DeskContext): FieldCatalogue => fieldCatalogue(ownFields(desk));

/** Values of the practice's own fields in words, by row number and code. */
export const ownValues = (_desk: DeskContext, _numbers: readonly number[]): ReadonlyMap<number, Readonly<Record<string, string>>> =>
  new Map();
