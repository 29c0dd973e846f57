/** Why something about a person is not erased. */
export type KeptReason = 'legal-hold' | 'open-referral' | 'tax-record' | 'proof' | 'suppression' | 'business-record' | 'log';

/** What an erasure does, or would do, with one kind of record. */
export type ErasureLine = {
  readonly code: string;
  readonly title: string;
  readonly erased: number;
  readonly kept: number;
  /** Null where nothing is kept. */
  readonly why: KeptReason | null;
  /** The reason in one sentence; null where nothing is kept. */
  readonly words: string | null;
};

/** Why each kind of record stays, said to the person. */
export const KEPT_WORDS: Readonly<Record<KeptReason, string>> = {
  'legal-hold': 'A legal hold is set: nothing of this person may be erased until it is lifted.',
  'open-referral': 'A referral is open: what finishing it needs stays until it ends, and is then erased.',
  'tax-record': 'Tax law has invoices and statements kept. They name the person by initials at most.',
  proof:
    'Signed proofs stay valid. They hold no name and no contact detail, only salted fingerprints that nobody can read without what was erased.',
  suppression: 'An address that asked for no more messages stays on the list that keeps messages from it.',
  'business-record': 'It belongs to another person or to the practice’s own accounts.',
  log: 'The log of who asked what stays, under a number that leads to nobody any more.',
};

/** The lines of which something stays. */
export const keptLines = (lines: readonly ErasureLine[]): readonly ErasureLine[] => lines.filter((line) => line.kept > 0);

export const erasedRows = (lines: readonly ErasureLine[]): number => lines.reduce((sum, line) => sum + line.erased, 0);
