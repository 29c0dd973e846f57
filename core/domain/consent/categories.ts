import type { ContactAddress, ContactFields } from '../contact/contact.ts';

/** What may be passed on about a person, by category; a consent names categories, a disclosure the same. */
export const CATEGORIES = ['name', 'contact-details', 'purpose', 'address', 'organisation', 'date-of-birth'] as const;
export type Category = (typeof CATEGORIES)[number];

const WORDS: Readonly<Record<Category, string>> = {
  name: 'name',
  'contact-details': 'contact details',
  purpose: 'a short purpose',
  address: 'address',
  organisation: 'organisation and ABN',
  'date-of-birth': 'date of birth',
};

/** True for a category of this version. */
export const isCategory = (code: string): code is Category => CATEGORIES.some((known) => known === code);

/** A category in words; the code in words where a newer version made it. */
export const categoryWords = (code: string): string => (isCategory(code) ? WORDS[code] : code.replaceAll('-', ' '));

/** Categories as a list in a sentence: "name, contact details and a short purpose". */
export const categoryList = (codes: readonly string[]): string => {
  const words = codes.map(categoryWords);
  return words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
};

/** One detail as it would leave: what it is called and what it says. */
export type Detail = { readonly category: Category; readonly label: string; readonly value: string };

const addressText = (address: ContactAddress): string =>
  address.formatted ??
  [...address.lines, [address.locality, address.region, address.postcode].filter((part) => part !== null).join(' '), address.country]
    .filter((part) => part !== null && part !== '')
    .join(', ');

const two = (value: number): string => String(value).padStart(2, '0');

/** The literal details of a contact under some categories, in the order of the categories: what a consent lets pass, and nothing else. */
export const detailsOf = (fields: ContactFields, categories: readonly string[], purpose: string): readonly Detail[] => {
  const of: Readonly<Record<Category, () => readonly (readonly [label: string, value: string | null])[]>> = {
    name: () => [
      ['Name', fields.displayName],
      ['Given name', fields.name?.given ?? null],
    ],
    'contact-details': () => [
      ...fields.emails.map((email) => ['E-mail', email.address] as const),
      ...fields.phones.map((phone) => ['Telephone', phone.e164 ?? phone.raw] as const),
    ],
    purpose: () => [['Purpose', purpose === '' ? null : purpose]],
    address: () => fields.addresses.map((address) => ['Address', addressText(address)] as const),
    organisation: () => [
      ['Organisation', fields.organisationName],
      ['ABN', fields.abn],
    ],
    'date-of-birth': () => {
      const birth = fields.dateOfBirth;
      return birth === null || birth.year === null || birth.month === null || birth.day === null
        ? []
        : [['Date of birth', `${String(birth.year)}-${two(birth.month)}-${two(birth.day)}`]];
    },
  };
  return CATEGORIES.filter((category) => categories.includes(category)).flatMap((category) =>
    of[category]().flatMap(([label, value]) => (value === null || value === '' ? [] : [{ category, label, value }])),
  );
};
