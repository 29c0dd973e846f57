import type { JsonValue } from '../../protocol/jcs.ts';

/** What an operation does to a record. `return` takes a removal back; `erase` ends the record for good and leaves its headers. */
export type OperationAct = 'create' | 'change' | 'remove' | 'return' | 'erase';

/** A document of a record: plain JSON, whose top-level members are its fields. */
export type RecordDocument = { readonly [field: string]: JsonValue };

/** One field of a document, before and after; a field that is not there is null. Fields inside an object member are written `flags.deceased`. */
export type FieldChange = { readonly field: string; readonly before: JsonValue; readonly after: JsonValue };

/** What an operation says beyond its header; erasure takes exactly this away. */
export type OperationBody =
  | { readonly act: 'create'; readonly document: RecordDocument }
  | { readonly act: 'change'; readonly changes: readonly FieldChange[] }
  | { readonly act: 'remove' | 'return' | 'erase' };

/** The part of an operation that stays for good. It holds ids, no content. */
export type OperationHeader = {
  readonly v: 1;
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly group: string;
  readonly kind: string;
  readonly record: string;
  /** The contact that the operation is about; null where it is about nobody. */
  readonly subject: string | null;
  readonly act: OperationAct;
  /** SHA-256 of the header before, hex; 64 zeros for the first. */
  readonly prev: string;
  /** SHA-256 of salt and body, hex. */
  readonly body: string;
};
