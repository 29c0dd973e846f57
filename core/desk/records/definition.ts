import type { z } from 'zod';
import type { Database } from '../../adapters/sqlite/database.ts';
import type { undone } from '../../contract/records.ts';
import type { Permission } from '../../domain/permission/permission.ts';
import type { RecordDocument } from '../../domain/record/operation.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import type { Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { Refusal } from '../refusal.ts';

/** A record as the fold of its operations left it. */
export type StoredRecord<T> = {
  readonly kind: string;
  readonly id: string;
  /** The contact it is about; null where it is about nobody. */
  readonly subject: string | null;
  /** Raised by each operation; 1 after its creation. */
  readonly revision: number;
  readonly document: T;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  /** When it was removed; null while it is in use. A removed record can return until retention ends it. */
  readonly removedAt: string | null;
};

/** What taking a group of changes back did. */
export type Undone = z.infer<typeof undone>;

/** Where a record stands on the timeline of its subject. */
export type TimelinePlace = { readonly at: string; readonly pinned: boolean };

/** What full-text search finds a record by: its title, further words, and numbers as digits. */
export type SearchWords = { readonly title: string; readonly words: string; readonly digits: string };

/**
 * A kind of private record. Its document is plain JSON whose members are fields; everything else about it follows from these functions.
 * Methods, so that a list can hold definitions of different documents.
 */
export type RecordDefinition<T extends RecordDocument = RecordDocument> = {
  readonly kind: string;
  /** Name of the kind in words, in the singular and without article: "note". */
  readonly name: string;
  readonly schema: z.ZodType<T, unknown>;
  /** Members whose own members count as fields: two people may change two of them. */
  readonly nested: readonly string[];
  /**
   * Fields about money, status or sign-off, and what is written with them. Where two desks changed one of them apart from each other a person
   * chooses; in every other field the last change in the order of the book counts.
   */
  readonly guarded?: readonly string[];
  /** Permission to create and change; `remove` to remove and to bring back. */
  readonly change: Permission;
  readonly remove: Permission;
  /** Words for fields in history and conflicts; a field without one shows as it is written. */
  readonly fieldNames: Readonly<Record<string, string>>;
  /** Fields whose content is not quoted in words: long text. */
  readonly unquoted?: readonly string[];
  /** A value as people read it, where the value alone does not say it: who owns it, which stage that is. */
  fieldWords?(desk: DeskContext, field: string, value: JsonValue): string | null;
  /** The contact it is about. */
  subjectOf(id: string, document: T): string | null;
  /** One line that names the record. */
  labelOf(document: T): string;
  /** The same for the timeline, where the line needs names that the practice chose. */
  lineOf?(desk: DeskContext, document: T): string;
  /** What the timeline says beside the label: the whole text, or how long a call was. Empty where the label says it all. */
  detailOf?(document: T): string;
  /** Its place on the timeline; null where it has none. */
  timelineOf?(document: T): TimelinePlace | null;
  searchOf?(document: T): SearchWords | null;
  /** Index tables of its own, written by the fold and nothing else: `clear` before each change and removal, `write` after each. */
  readonly index?: {
    write(db: Database, stored: StoredRecord<T>): void;
    clear(db: Database, stored: StoredRecord<T>): void;
  };
  /**
   * Acts that reach beyond private records: a group that added such a record is taken back by this alone, one that removed it cannot be taken
   * back.
   */
  takeBack?(desk: DeskContext, person: SignedInPerson, id: string, group: string): Result<Undone, Refusal>;
  /** A fold other than the table `record`, for records in use; removed ones wait in `record`. */
  readonly storage?: RecordStorage<T>;
};

/** How records of a kind are kept while they are in use. */
export type RecordStorage<T extends RecordDocument> = {
  read(db: Database, id: string): StoredRecord<T> | undefined;
  insert(db: Database, stored: StoredRecord<T>, byName: string): void;
  replace(db: Database, stored: StoredRecord<T>): void;
  remove(db: Database, id: string): void;
};

/** Every kind a desk knows, by its name. */
export type RecordKinds = ReadonlyMap<string, RecordDefinition>;

/** The definition of a kind. Throws for one that is not known: a bug, since kinds come from code. */
export const kindOf = (kinds: RecordKinds, kind: string): RecordDefinition => {
  const definition = kinds.get(kind);
  if (definition === undefined) throw new Error(`no record kind ${kind}`);
  return definition;
};
