import { parseInstant } from '../../core/domain/time/instant.ts';
import { parseZone, SYDNEY } from '../../core/domain/time/zone.ts';
import { type DateForm, momentText } from '../ui/dateText.ts';

const own = parseZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
const zone = own.ok ? own.value : SYDNEY;

/** A moment in words, where the client is: "8 Oct 2026" by default. */
export const dateText = (at: string, form: DateForm = 'date'): string => {
  const instant = parseInstant(at);
  return instant.ok ? momentText(instant.value, form, zone) : 'Not recorded';
};
