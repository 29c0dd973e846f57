/** What went wrong, where, what is not lost and what next: the words of every refusal (RFC 9457 problem details). */
export interface ProblemWords {
  readonly title: string;
  readonly detail: string;
  /** File, row, column, field or event, in words. */
  readonly where?: string | undefined;
  readonly next?: string | undefined;
  readonly kept?: string | undefined;
  /** Single entries that do not fit. */
  readonly issues?: readonly { readonly path: string; readonly message: string }[] | undefined;
}
