/** The instant so many seconds later, ISO 8601 UTC with milliseconds. */
export const plusSeconds = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1000).toISOString();
