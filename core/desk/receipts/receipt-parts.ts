import type { ReceiptContact } from '../../domain/consent/receipt/receipt.ts';
import { parseAbn, type Abn } from '../../domain/identity/abn.ts';
import { type Fact, known, notRecorded } from '../../domain/text/fact.ts';
import { type Instant, parseInstant } from '../../domain/time/instant.ts';
import { parseZone, SYDNEY, type ZoneId } from '../../domain/time/zone.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { regimeOfPurpose, regimeOn } from '../legal/law.ts';
import { privacyContactSetting } from '../privacy/privacy-settings.ts';
import { dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import { mailSettings } from '../settings/settings.ts';
import { settingOf } from '../settings/store.ts';

/** The ABN of a registered practice. */
export const abnOf = (desk: DeskContext, practice: string): Abn => {
  const abn = parseAbn(registerOf(desk).practices.get(practice)?.abn ?? '');
  if (!abn.ok) throw new Error('a registered practice has an ABN');
  return abn.value;
};

/** A signed time. */
export const instantOf = (text: string): Instant => {
  const instant = parseInstant(text);
  if (!instant.ok) throw new Error('a signed time is an instant');
  return instant.value;
};

export const zoneOf = (desk: Pick<DeskContext, 'zone'>): ZoneId => {
  const zone = parseZone(desk.zone);
  return zone.ok ? zone.value : SYDNEY;
};

const entered = (text: string): Fact<string> => (text === '' ? notRecorded : known(text));

/** Whom the person turns to: the privacy contact of the settings, else anybody of the practice and the address its mail comes from. */
export const officeContact = (desk: DeskContext): ReceiptContact => {
  const { officer, phone, email, address } = settingOf(desk, privacyContactSetting);
  const mail = mailSettings(desk);
  return {
    person: known(officer === '' ? 'any adviser of the practice' : officer),
    phone: entered(phone),
    email: email === '' && mail !== null ? known(mail.from) : entered(email),
    address: entered(address),
  };
};

/** What the person was told of money, as the first of several sentences. */
export const benefitOnReceipt = (words: string): Fact<string> =>
  known(`${words.replace(/[.!?]?\s*$/u, '.')} You pay nothing for this. You were told before you agreed`);

/** Recipients as a receipt names them: short name, legal name, ABN. */
export const recipientsOnReceipt = (desk: DeskContext, practices: readonly string[]) =>
  practices.map((practice) => ({
    name: practiceName(desk, practice).replace(/ (Pty Ltd|Limited|Ltd)$/u, ''),
    legalName: practiceName(desk, practice),
    abn: abnOf(desk, practice),
    calling: 'the receiving practice',
  }));

/** Where to complain about a recipient, by the law that the purpose follows. */
export const complaintsFor = (desk: DeskContext, purpose: string, at: string): Fact<string> =>
  known(regimeOn(regimeOfPurpose(desk, purpose), dateIn(desk.zone, at)).texts.complaints);
