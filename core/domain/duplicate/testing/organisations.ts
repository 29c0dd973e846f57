import type { ContactFields } from '../../contact/contact.ts';
import { abnOfCompany } from '../../identity/abn.ts';
import { slip } from './drawing.ts';
import { addressOf, BLANK, contactOf, type Maker } from './maker.ts';
import { FAMILY, MARKS, TRADES } from './sample-names.ts';

/** Organisations, their trusts, funds and people. */
export const addOrganisations = (make: Maker): void => {
  const { draw, acn, add, client, landline, place, human } = make;
  const blank: ContactFields = { ...BLANK, kind: 'organisation', entity: 'unknown' };
  const named = (name: string, fields: Partial<ContactFields> = {}): ContactFields => ({
    ...blank,
    displayName: name,
    organisationName: name,
    ...fields,
  });
  const phoneOf = (phone: string): ContactFields['phones'] => [{ raw: phone, e164: phone, extension: null, label: null }];
  const mailOf = (address: string): ContactFields['emails'] => [{ address, label: null }];
  const [mark, trade] = make.unusedName();
  const number = acn();
  const abn = abnOfCompany(number);
  const [phone, home] = [landline(), place()];
  const site = `office@${mark}${trade}${String(draw.below(9999))}.com.au`.toLowerCase().replaceAll(/[' ]/gu, '');
  const shared = { phones: phoneOf(phone), emails: mailOf(site), addresses: [addressOf(home)] };
  const kind = draw.below(9);
  const who = client();
  if (kind === 0) {
    add('company, two trading names', who, named(`${mark}${trade} Pty Ltd`, { abn, ...shared }));
    add('company, two trading names', who, named(`${draw.pick(MARKS)} ${draw.pick(TRADES)}`, { abn }));
  } else if (kind === 1) {
    add('company, ABN and ACN', who, named(`${mark}${trade} Pty Ltd`, { abn }));
    add('company, ABN and ACN', who, named(`${mark}${trade} P/L`, { acn: number, phones: phoneOf(landline()) }));
  } else if (kind === 2) {
    add('company, written in two ways', who, named(`${mark}${trade} Pty Ltd`, { phones: phoneOf(phone), addresses: [addressOf(home)] }));
    add('company, written in two ways', who, named(`The ${mark}${trade} Pty. Limited`, { addresses: [addressOf(home)] }));
  } else if (kind === 3) {
    add('business with a slip in its name', who, named(`${mark}${trade}`, { phones: phoneOf(phone) }));
    add('business with a slip in its name', who, named(`${mark}${slip(trade, draw)}`, { phones: phoneOf(phone) }));
  } else if (kind === 4) {
    const family = draw.pick(FAMILY);
    add('trust under two names', who, named(`${family} Family Trust`, { entity: 'trust', abn, addresses: [addressOf(home)] }));
    add(
      'trust under two names',
      who,
      named(`The Trustee for the ${family} Family Trust`, {
        entity: 'trust',
        ...(draw.chance(60) ? { abn } : { addresses: [addressOf(home)] }),
      }),
    );
  } else if (kind === 5) {
    add(
      'trust and trustee company',
      who,
      named(`${mark}Pty Ltd`, { entity: 'company', ...shared, ...(draw.chance(50) ? { abn } : { acn: number }) }),
    );
    add(
      'trust and trustee company',
      client(),
      named(`${mark}Family Trust`, { entity: 'trust', ...shared, ...(draw.chance(50) ? { abn: abnOfCompany(acn()) } : {}) }),
    );
    add('trust and trustee company', client(), named(`${mark}Super Fund`, { entity: 'superFund', ...shared }));
  } else if (kind === 6) {
    for (const each of [trade, draw.pick(TRADES.filter((other) => other !== trade)), 'Holdings Number 2'])
      add('companies of one group', client(), named(`${mark}${each} Pty Ltd`, shared));
  } else if (kind === 7) {
    const owner = human({ phone, email: site, place: home });
    add('director and company', who, contactOf(owner));
    add('director and company', client(), named(`${owner.family} ${trade} Pty Ltd`, { abn, ...shared }));
  } else {
    const [one, other] = [human({ place: home }), human({ place: home })];
    const pair = `${one.given} & ${other.given} ${one.family}`;
    add('couple in one record', who, { ...contactOf(one), entity: 'couple', displayName: pair, name: null });
    add('couple in one record', client(), contactOf({ ...one, phone: make.mobile() }));
  }
};
