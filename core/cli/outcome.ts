/** What a command ends with: 0 done, 1 refused or verification failed, 2 usage, 3 the data folder or file cannot be opened. */
export type ExitCode = 0 | 1 | 2 | 3;

/** The answer of a command, once as lines for a person and once as JSON for a program. */
export type Outcome = { readonly exit: ExitCode; readonly lines: readonly string[]; readonly json: unknown };

export const done = (lines: readonly string[], json: unknown): Outcome => ({ exit: 0, lines, json });
export const refused = (lines: readonly string[], json: unknown): Outcome => ({ exit: 1, lines, json });

/** Thrown by argument parsing; the entry prints it with the command's usage and ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Thrown where a data folder, file or desk cannot be opened at all; the entry ends with 3. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
  readonly next: string;

  constructor(message: string, next: string) {
    super(message);
    this.next = next;
  }
}
