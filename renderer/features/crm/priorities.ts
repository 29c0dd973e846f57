/** Priorities as a select shows them. */
export const priorities = [
  { value: 'low', label: 'Low' },
  { value: 'normal', label: 'Normal' },
  { value: 'high', label: 'High' },
  { value: 'urgent', label: 'Urgent' },
] as const;

/** Name of a priority. */
export const priorityName = (value: string): string => priorities.find((one) => one.value === value)?.label ?? value;
