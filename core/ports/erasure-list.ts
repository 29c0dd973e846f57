/**
 * Whose records were erased: ids only, kept outside the database and every backup of it, so that a database which comes back from a backup is
 * erased again before anybody reads it.
 */
export type ErasureList = {
  readonly read: () => readonly string[];
  /** Adds ids; durable when it returns. An id that is there already changes nothing. */
  readonly add: (ids: readonly string[]) => void;
};
