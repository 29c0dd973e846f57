import { ok, type Seat } from '../../core/desk/exchange/network.fixture.ts';

/** Adds a person to the contact book of a desk and answers their id. */
export const newContact = async (
  seat: Seat,
  givenName: string,
  points: { readonly emails?: readonly string[]; readonly phones?: readonly string[] } = {},
): Promise<string> => {
  const nothing = { organisation: '', emails: [], phones: [], abn: '', suburb: '', state: '', postcode: '', street: '', note: '' };
  const person = { kind: 'person', givenName, familyName: 'Chen', assuranceClient: false, doNotContact: false };
  return String((await ok(seat, 'POST', '/contacts', { ...nothing, ...person, ...points }))['id']);
};
