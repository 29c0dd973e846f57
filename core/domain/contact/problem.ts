/** Why a cell, a row or a file was not taken as it stands. Closed: a new code needs a new sentence and a test. */
export type ProblemCode =
  | 'abn-not-valid'
  | 'acn-in-abn-column'
  | 'acn-not-valid'
  | 'abn-acn-mismatch'
  | 'tfn-removed'
  | 'email-not-valid'
  | 'phone-not-valid'
  | 'phone-no-area-code'
  | 'phone-zero-restored'
  | 'postcode-zero-restored'
  | 'postcode-not-valid'
  | 'date-not-valid'
  | 'two-digit-year'
  | 'entity-unknown'
  | 'kind-guessed'
  | 'couple-record'
  | 'name-split'
  | 'name-missing'
  | 'flag-read-from-text'
  | 'formula-text'
  | 'double-encoded'
  | 'lost-character'
  | 'nothing-to-identify'
  | 'too-many-cells'
  | 'too-few-cells'
  | 'cell-too-large'
  | 'card-not-closed';

/** `blocks`: the row is not imported until it is put right. `warns`: it is imported as `kept` says. */
export type Severity = 'blocks' | 'warns';

/** One finding about a cell. `row` counts data rows from 1, `line` physical lines; `column` is empty where the whole row is meant. */
export type CellProblem = {
  readonly row: number;
  readonly line: number;
  readonly column: string;
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  /** What stays in the contact, in words. */
  readonly kept: string;
};

/** Whether a problem of this code keeps its row out. */
export const severityOf = (code: ProblemCode): Severity => {
  switch (code) {
    case 'nothing-to-identify':
    case 'too-many-cells':
    case 'cell-too-large':
    case 'card-not-closed':
      return 'blocks';
    case 'abn-not-valid':
    case 'acn-in-abn-column':
    case 'acn-not-valid':
    case 'abn-acn-mismatch':
    case 'tfn-removed':
    case 'email-not-valid':
    case 'phone-not-valid':
    case 'phone-no-area-code':
    case 'phone-zero-restored':
    case 'postcode-zero-restored':
    case 'postcode-not-valid':
    case 'date-not-valid':
    case 'two-digit-year':
    case 'entity-unknown':
    case 'kind-guessed':
    case 'couple-record':
    case 'name-split':
    case 'name-missing':
    case 'flag-read-from-text':
    case 'formula-text':
    case 'double-encoded':
    case 'lost-character':
    case 'too-few-cells':
      return 'warns';
  }
};
