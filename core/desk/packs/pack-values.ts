import type { Abn } from '../../domain/identity/abn.ts';
import { parseAbn } from '../../domain/identity/abn.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import { parseZone, SYDNEY, type ZoneId } from '../../domain/time/zone.ts';
import type { PackContents } from '../../protocol/pack/report.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { type ClientData, clientDataSchema } from '../referrals/client-details.ts';
import { dateIn } from '../referrals/calendar.ts';

/** An instant of a verified event. */
export const instant = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new Error('a verified time is an instant');
  return parsed.value;
};

/** Day of an instant where the practice reads dates. */
export const localDate = (desk: Pick<DeskContext, 'zone'>, at: string): LocalDate => dateIn(desk.zone, at);

export const zoneOf = (desk: Pick<DeskContext, 'zone'>): ZoneId => {
  const zone = parseZone(desk.zone);
  return zone.ok ? zone.value : SYDNEY;
};

/** ABN of a registered practice; the register takes only ABNs that pass the checksum. */
export const abnOf = (desk: DeskContext, practice: string): Abn => {
  const parsed = parseAbn(registerOf(desk).practices.get(practice)?.abn ?? '');
  if (!parsed.ok) throw new Error('a registered practice has an ABN');
  return parsed.value;
};

/** The client as the pack discloses them; undefined when withheld or not held. */
export const clientOpening = (contents: PackContents): ClientData | undefined => {
  const opening = contents.openings.find((entry) => entry.for === 'client');
  const parsed = clientDataSchema.safeParse(opening?.data);
  return parsed.success ? parsed.data : undefined;
};
