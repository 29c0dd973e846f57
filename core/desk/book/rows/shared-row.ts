import type { z } from 'zod';
import type { JsonObject } from '../../../protocol/jcs.ts';
import type { DeskContext } from '../../context.ts';

/** What a row says to the other desks, and whom it is about: a contact, or nobody. */
export type RowContent = { readonly row: JsonObject; readonly subject: string | null };

/**
 * A kind of row that the desks of a practice share without a history of its own (protocol §16.4). A row says one thing and never says another: two desks
 * bring theirs together as a set, whichever comes first, so no field needs a policy.
 */
export type SharedRow = {
  readonly of: string;
  /** Statement that lists every row here as `ref`: the same text at every desk that holds it. */
  readonly refs: string;
  /** What is said of a row; null where it is not held, or was erased. */
  readonly read: (desk: DeskContext, ref: string) => RowContent | null;
  /** Takes a row of another desk in and answers its `ref`; null where it is of a form that this version does not know. A second time changes nothing. */
  readonly take: (desk: DeskContext, row: unknown) => string | null;
};

/** Binds the two directions of a row to one schema. `refOf` gives what `refs` lists. */
export const sharedRow = <Schema extends z.ZodType<JsonObject>>(definition: {
  readonly of: string;
  readonly refs: string;
  readonly schema: Schema;
  readonly refOf: (row: z.output<Schema>) => string;
  /** Its row is checked against the schema before it leaves. */
  readonly read: (desk: DeskContext, ref: string) => { readonly row: unknown; readonly subject: string | null } | null;
  readonly keep: (desk: DeskContext, row: z.output<Schema>) => void;
}): SharedRow => ({
  of: definition.of,
  refs: definition.refs,
  read: (desk, ref) => {
    const held = definition.read(desk, ref);
    return held === null ? null : { row: definition.schema.parse(held.row), subject: held.subject };
  },
  take: (desk, row) => {
    const read = definition.schema.safeParse(row);
    if (!read.success) return null;
    definition.keep(desk, read.data);
    return definition.refOf(read.data);
  },
});
