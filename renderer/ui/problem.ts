/** Where in a person's own material something is wrong; only the parts that are known. */
export interface ProblemPlace {
  readonly file?: string | undefined;
  /** 1-based, as a spreadsheet shows it. */
  readonly row?: number | undefined;
  readonly column?: string | undefined;
  readonly field?: string | undefined;
  /** Event hash, hex. */
  readonly event?: string | undefined;
}

/** What went wrong, where, what is not lost and what next: the words of every refusal (RFC 9457 problem details). */
export interface ProblemWords {
  readonly title: string;
  readonly detail: string;
  readonly where?: ProblemPlace | undefined;
  readonly next?: string | undefined;
  readonly kept?: string | undefined;
}

/** "clients.csv, row 12, column ABN"; nothing when no part is known. */
export const placeText = (place: ProblemPlace | undefined): string | undefined => {
  if (place === undefined) return undefined;
  const parts = [
    place.file,
    place.row === undefined ? undefined : `row ${place.row}`,
    place.column === undefined ? undefined : `column ${place.column}`,
    place.field,
    place.event === undefined ? undefined : `event ${place.event.slice(0, 16).match(/.{1,4}/gu)?.join(' ') ?? ''}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(', ');
};
