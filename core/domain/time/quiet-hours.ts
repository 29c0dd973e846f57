/** Hours of the day between which nobody is reminded by a text message: from 9 in the evening until 8 in the morning. */
const QUIET = { from: 21, until: 8 } as const;

/** Whether a client is left in peace at an hour of the day, 0 to 23. */
export const isQuiet = (hour: number): boolean => hour >= QUIET.from || hour < QUIET.until;
