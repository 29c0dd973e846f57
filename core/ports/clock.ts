/** The only way to the time of day. Times are ISO 8601 UTC with milliseconds. */
export type Clock = { readonly now: () => string };
