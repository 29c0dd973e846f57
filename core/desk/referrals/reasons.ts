/** Reason codes of version 1, with the words people read. */
export const REASONS: readonly { readonly code: string; readonly words: string; readonly for: string }[] = [
  { code: 'already-working', words: 'we already work with this client', for: 'decline' },
  { code: 'no-capacity', words: 'no capacity at present', for: 'decline' },
  { code: 'conflict', words: 'conflict of interest', for: 'decline' },
  { code: 'outside-scope', words: 'outside what we do', for: 'decline' },
  { code: 'not-eligible', words: 'the client is not eligible', for: 'unqualify' },
  { code: 'not-going-ahead', words: 'the client is not going ahead', for: 'unqualify' },
  { code: 'no-answer', words: 'the client does not answer', for: 'unqualify' },
  { code: 'client-asked', words: 'the client asked for it', for: 'withdraw' },
  { code: 'made-in-error', words: 'it was made in error', for: 'withdraw' },
  { code: 'wrong-amount', words: 'the amount is wrong', for: 'disagree' },
  { code: 'wrong-date', words: 'the date is wrong', for: 'disagree' },
  { code: 'wrong-client', words: 'another client is meant', for: 'disagree' },
  { code: 'not-as-agreed', words: 'it is not as agreed', for: 'disagree' },
  { code: 'typing-error', words: 'a typing error', for: 'correct' },
  { code: 'revised-statement', words: 'the lender revised the statement', for: 'correct' },
  { code: 'left-practice', words: 'left the practice', for: 'person' },
  { code: 'forgotten-pin', words: 'forgotten PIN', for: 'person' },
  { code: 'lost-device', words: 'the device was lost', for: 'person' },
  { code: 'changed', words: 'the batch was changed', for: 'batch' },
  { code: 'not-to-be-paid', words: 'it is not to be paid', for: 'batch' },
];

/** Words of a reason code; the code itself when a newer version made it. */
export const reasonWords = (code: string): string => REASONS.find((reason) => reason.code === code)?.words ?? code.replaceAll('-', ' ');
