import type { MappedField } from './mapping.ts';

/** Programs whose exports are recognised by the names of their columns. */
export const SOURCES = [
  'xero',
  'google',
  'google-legacy',
  'outlook',
  'outlook-from-google',
  'myob',
  'practice',
  'vcard',
  'generic',
] as const;
export type ContactSourceProgram = (typeof SOURCES)[number];

/** `group` and `label` may use `$1` for the first captured text of the pattern. */
export type HeaderRule = {
  readonly pattern: RegExp;
  readonly field: MappedField;
  readonly group?: string;
  readonly label?: string;
};

/** A column name without case, punctuation and the star of a required column: `*ContactName` → `contactname`, `A.B.N.` → `a b n`. */
export const headerKey = (header: string): string =>
  header
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const rule = (pattern: RegExp, field: MappedField, group?: string, label?: string): HeaderRule => ({
  pattern,
  field,
  ...(group === undefined ? {} : { group }),
  ...(label === undefined ? {} : { label }),
});

const XERO: readonly HeaderRule[] = [
  rule(/^contactname$/, 'fullName'),
  rule(/^accountnumber$/, 'externalId'),
  rule(/^emailaddress$/, 'email'),
  rule(/^firstname$/, 'givenName'),
  rule(/^lastname$/, 'familyName'),
  rule(/^poattentionto$/, 'addressAttention', 'postal', 'Postal'),
  rule(/^poaddressline[1-4]$/, 'addressLine', 'postal', 'Postal'),
  rule(/^pocity$/, 'addressLocality', 'postal', 'Postal'),
  rule(/^poregion$/, 'addressRegion', 'postal', 'Postal'),
  rule(/^popostalcode$/, 'addressPostcode', 'postal', 'Postal'),
  rule(/^pocountry$/, 'addressCountry', 'postal', 'Postal'),
  rule(/^saattentionto$/, 'addressAttention', 'street', 'Street'),
  rule(/^saaddressline[1-4]$/, 'addressLine', 'street', 'Street'),
  rule(/^sacity$/, 'addressLocality', 'street', 'Street'),
  rule(/^saregion$/, 'addressRegion', 'street', 'Street'),
  rule(/^sapostalcode$/, 'addressPostcode', 'street', 'Street'),
  rule(/^sacountry$/, 'addressCountry', 'street', 'Street'),
  rule(/^phonenumber$/, 'phone', undefined, 'Phone'),
  rule(/^mobilenumber$/, 'phone', undefined, 'Mobile'),
  rule(/^ddinumber$/, 'phone', undefined, 'Direct'),
  rule(/^faxnumber$/, 'phone', undefined, 'Fax'),
  rule(/^taxnumbername$/, 'taxNumberKind'),
  rule(/^taxnumber$/, 'abn'),
  rule(/^companynumber$/, 'acn'),
  rule(/^legalname$/, 'legalName'),
  rule(/^website$/, 'website'),
  rule(/^person([1-5])firstname$/, 'personGivenName', 'person $1'),
  rule(/^person([1-5])lastname$/, 'personFamilyName', 'person $1'),
  rule(/^person([1-5])email$/, 'personEmail', 'person $1'),
  // Accounts to pay into come from the payee's own signed record, never from an import.
  rule(/^bankaccount/, 'ignore'),
  rule(
    /^(skypename|accountsreceivable|accountspayable|discount|duedate|salesaccount|purchasesaccount|trackingname|salestracking|purchasestracking|brandingtheme|defaulttax|person[1-5]includeinemails)/,
    'ignore',
  ),
];

const PERSON_PARTS: readonly HeaderRule[] = [
  rule(/^(first|given) names?$/, 'givenName'),
  rule(/^(middle|additional) names?$/, 'middleName'),
  rule(/^(last|family) name$|^surname$/, 'familyName'),
  rule(/^name prefix$/, 'namePrefix'),
  rule(/^(name )?suffix$/, 'nameSuffix'),
  rule(/^nickname$/, 'nickname'),
];

const GOOGLE: readonly HeaderRule[] = [
  ...PERSON_PARTS,
  rule(/^name$/, 'displayName'),
  rule(/^organization( 1)? name$/, 'organisationName'),
  rule(/^organization( 1)? title$/, 'jobTitle'),
  rule(/^organization( 1)? department$/, 'department'),
  rule(/^birthday$/, 'dateOfBirth'),
  rule(/^notes$/, 'notes'),
  rule(/^(labels|group membership)$/, 'tags'),
  rule(/^e mail (\d+) value$/, 'email', 'e-mail $1'),
  rule(/^e mail (\d+) (?:label|type)$/, 'emailLabel', 'e-mail $1'),
  rule(/^phone (\d+) value$/, 'phone', 'phone $1'),
  rule(/^phone (\d+) (?:label|type)$/, 'phoneLabel', 'phone $1'),
  rule(/^address (\d+) (?:label|type)$/, 'addressLabel', 'address $1'),
  rule(/^address (\d+) formatted$/, 'addressFormatted', 'address $1'),
  rule(/^address (\d+) street$/, 'addressLine', 'address $1'),
  rule(/^address (\d+) extended address$/, 'addressLine', 'address $1'),
  rule(/^address (\d+) po box$/, 'addressPoBox', 'address $1'),
  rule(/^address (\d+) city$/, 'addressLocality', 'address $1'),
  rule(/^address (\d+) region$/, 'addressRegion', 'address $1'),
  rule(/^address (\d+) postal code$/, 'addressPostcode', 'address $1'),
  rule(/^address (\d+) country$/, 'addressCountry', 'address $1'),
  rule(/^website \d+ value$/, 'website'),
  rule(/^occupation$/, 'jobTitle'),
  rule(
    /^(phonetic .*|.*yomi.*|file as|photo|website \d+ (label|type)|initials|short name|maiden name|gender|location|billing information|directory server|mileage|hobby|sensitivity|priority|subject|language|organization 1 .*|relation .*|event .*|custom field .*|im .*|jot .*|external id .*|calendar link .*)$/,
    'ignore',
  ),
];

const OUTLOOK: readonly HeaderRule[] = [
  ...PERSON_PARTS,
  rule(/^title$/, 'namePrefix'),
  rule(/^company$/, 'organisationName'),
  rule(/^(job title|profession)$/, 'jobTitle'),
  rule(/^department$/, 'department'),
  rule(/^e mail( [23])? address$/, 'email'),
  rule(/^(home|business|mobile|car|other|primary|company main|assistant s) phone( 2)?$/, 'phone', undefined, '$1'),
  rule(/^(business|home|other) fax$/, 'phone', undefined, '$1 fax'),
  rule(/^(business|home|other) address$/, 'addressFormatted', '$1', '$1'),
  rule(/^(business|home|other) street( [23])?$/, 'addressLine', '$1', '$1'),
  rule(/^(business|home|other) address po box$/, 'addressPoBox', '$1', '$1'),
  rule(/^(business|home|other) city$/, 'addressLocality', '$1', '$1'),
  rule(/^(business|home|other) state$/, 'addressRegion', '$1', '$1'),
  rule(/^(business|home|other) postal code$/, 'addressPostcode', '$1', '$1'),
  rule(/^(business|home|other) country( region)?$/, 'addressCountry', '$1', '$1'),
  rule(/^(personal )?web page$/, 'website'),
  rule(/^birthday$/, 'dateOfBirth'),
  rule(/^notes$/, 'notes'),
  rule(/^categories$/, 'tags'),
  rule(/^referred by$/, 'detail'),
  rule(
    /^(.*yomi|pager|callback|radio phone|telex|tty tdd phone|isdn|imaddress|office location|manager s name|assistant s name|spouse|children|schools|hobby|location|anniversary|initials|gender|language|internet free busy|organizational id number|account|user [1-4]|keywords|mileage|billing information|directory server|sensitivity|priority|private|government id number)$/,
    'ignore',
  ),
];

const MYOB: readonly HeaderRule[] = [
  rule(/^co last name$/, 'organisationOrFamilyName'),
  rule(/^first name$/, 'givenName'),
  rule(/^card id$/, 'externalId'),
  rule(/^card status$/, 'status'),
  rule(/^addr (\d) line \d$/, 'addressLine', 'address $1'),
  rule(/^addr (\d) city$/, 'addressLocality', 'address $1'),
  rule(/^addr (\d) state$/, 'addressRegion', 'address $1'),
  rule(/^addr (\d) post ?code$/, 'addressPostcode', 'address $1'),
  rule(/^addr (\d) country$/, 'addressCountry', 'address $1'),
  rule(/^addr \d phone \d$/, 'phone'),
  rule(/^addr \d fax$/, 'phone', undefined, 'Fax'),
  rule(/^addr \d email$/, 'email'),
  rule(/^addr \d www$/, 'website'),
  rule(/^addr (\d) contact name$/, 'personName', 'person $1'),
  rule(/^addr (\d) salutation$/, 'ignore'),
  rule(/^(a b n|abn)$/, 'abn'),
  rule(/^notes$/, 'notes'),
];

/** Names as practice, broker and bookkeeping programs write them; the general table for a file of unknown origin. */
const GENERIC: readonly HeaderRule[] = [
  ...PERSON_PARTS,
  rule(/^(client|contact|customer|full|display|account)? ?name$|^(client|contact|customer|fullname)$/, 'fullName'),
  rule(/^preferred( first)? name$|^known as$/, 'nickname'),
  rule(/^(title|prefix|honorific)$/, 'namePrefix'),
  rule(/^(entity|client|contact|customer) type$|^entity$|^type$/, 'entity'),
  rule(/^(client|contact|customer|account|card)? ?(code|id|number|no|ref|reference)$/, 'externalId'),
  rule(/^(company|business|organi[sz]ation|employer|trading|practice|firm)( name)?$/, 'organisationName'),
  rule(/^legal( entity)? name$|^entity name$/, 'legalName'),
  rule(/^(job title|position|occupation|role)$/, 'jobTitle'),
  rule(/^department$/, 'department'),
  rule(/^(.* )?abn$|^a b n$|^australian business number$|^tax number$|^abn .*$/, 'abn'),
  rule(/^(.* )?acn$|^a c n$|^australian company number$|^company number$/, 'acn'),
  rule(/^(date of birth|dob|d o b|birth ?date|birthday)$/, 'dateOfBirth'),
  rule(/^(.+ )?e ?mails?( address(es)?)?( \d)?$/, 'email'),
  rule(/^(mobile|cell)( phone| number| no)?( \d)?$/, 'phone', undefined, 'Mobile'),
  rule(
    /^(?:(home|work|business|office|direct|after hours|other) )?(?:tele)?phone(?: number| no)?(?: \d)?$|^tel$|^landline$/,
    'phone',
    undefined,
    '$1',
  ),
  rule(/^(home|work|business|office)$/, 'phone', undefined, '$1'),
  rule(/^(.+ )?(fax)( number| no)?$/, 'phone', undefined, 'Fax'),
  rule(/^(postal|mailing|street|residential|home|business|registered) (?:address|street)(?: (?:line )?\d)?$/, 'addressLine', '$1', '$1'),
  rule(/^(?:(postal|mailing|street|residential|home|business|registered) )?(?:suburb|city|town|locality)$/, 'addressLocality', '$1', '$1'),
  rule(
    /^(?:(postal|mailing|street|residential|home|business|registered) )?(?:state|region|province|state territory)$/,
    'addressRegion',
    '$1',
    '$1',
  ),
  rule(
    /^(?:(postal|mailing|street|residential|home|business|registered) )?(?:post ?code|postal code|zip|zip code)$/,
    'addressPostcode',
    '$1',
    '$1',
  ),
  rule(/^(?:(postal|mailing|street|residential|home|business|registered) )?country$/, 'addressCountry', '$1', '$1'),
  rule(/^(address|street)( (line )?\d)?$/, 'addressLine'),
  rule(/^(website|web ?page|web|url)$/, 'website'),
  rule(/^(notes?|comments?|remarks?|description)$/, 'notes'),
  rule(/^(tags?|labels?|categor(y|ies)|groups?)$/, 'tags'),
  rule(/^(client |contact )?status$/, 'status'),
  rule(/^do not contact$|^dnc$|^opt(ed)? out$/, 'doNotContact'),
  rule(/^(audit|assurance)( client)?$/, 'assuranceClient'),
  rule(/^deceased$/, 'deceased'),
  rule(
    /^(salutation|partner|manager|adviser|advisor|broker|accountant|client since|referral source|referred by|referrer|source|lead source)$/,
    'detail',
  ),
  rule(/^(bsb|account number|bank.*|account name)$/, 'ignore'),
];

/** Columns of the table that `vcardTable` makes of cards. */
const VCARD: readonly HeaderRule[] = [
  rule(/^fn$/, 'displayName'),
  rule(/^n family$/, 'familyName'),
  rule(/^n given$/, 'givenName'),
  rule(/^n additional$/, 'middleName'),
  rule(/^n prefix$/, 'namePrefix'),
  rule(/^n suffix$/, 'nameSuffix'),
  rule(/^nickname$/, 'nickname'),
  rule(/^org name$/, 'organisationName'),
  rule(/^org unit$/, 'department'),
  rule(/^kind$/, 'entity'),
  rule(/^title$/, 'jobTitle'),
  rule(/^bday$/, 'dateOfBirth'),
  rule(/^abn$/, 'abn'),
  rule(/^note$/, 'notes'),
  rule(/^categories$/, 'tags'),
  rule(/^uid$/, 'externalId'),
  rule(/^url \d+$/, 'website'),
  rule(/^email (\d+)$/, 'email', 'email $1'),
  rule(/^email (\d+) label$/, 'emailLabel', 'email $1'),
  rule(/^tel (\d+)$/, 'phone', 'tel $1'),
  rule(/^tel (\d+) label$/, 'phoneLabel', 'tel $1'),
  rule(/^adr (\d+) label$/, 'addressLabel', 'adr $1'),
  rule(/^adr (\d+) po box$/, 'addressPoBox', 'adr $1'),
  rule(/^adr (\d+) (?:extended|street)$/, 'addressLine', 'adr $1'),
  rule(/^adr (\d+) locality$/, 'addressLocality', 'adr $1'),
  rule(/^adr (\d+) region$/, 'addressRegion', 'adr $1'),
  rule(/^adr (\d+) postcode$/, 'addressPostcode', 'adr $1'),
  rule(/^adr (\d+) country$/, 'addressCountry', 'adr $1'),
];

/** The rules of each program; the first that fits a column name holds. */
export const HEADER_RULES: Readonly<Record<ContactSourceProgram, readonly HeaderRule[]>> = {
  xero: XERO,
  google: GOOGLE,
  'google-legacy': GOOGLE,
  outlook: OUTLOOK,
  'outlook-from-google': OUTLOOK,
  myob: MYOB,
  practice: GENERIC,
  vcard: VCARD,
  generic: GENERIC,
};

/** Names that together mark a program: all of `all`, and at least one of `any`. Checked in this order. */
export const SIGNATURES: readonly {
  readonly source: ContactSourceProgram;
  readonly all: readonly string[];
  readonly any: readonly string[];
}[] = [
  {
    source: 'xero',
    all: ['contactname'],
    any: ['emailaddress', 'poaddressline1', 'taxnumber', 'accountnumber'],
  },
  {
    source: 'google-legacy',
    all: ['given name', 'family name'],
    any: ['group membership', 'e mail 1 type', 'phone 1 type', 'e mail 1 value', 'name'],
  },
  {
    source: 'google',
    all: ['first name', 'last name'],
    any: ['e mail 1 value', 'phone 1 value', 'labels', 'organization name', 'phonetic first name'],
  },
  {
    source: 'outlook-from-google',
    all: ['first name', 'last name', 'e mail address'],
    any: ['referred by', 'internet free busy', 'business street 2', 'business country'],
  },
  {
    source: 'outlook',
    all: ['first name', 'last name', 'e mail address'],
    any: ['given yomi', 'surname yomi', 'company yomi', 'business country region', 'imaddress', 'mobile phone'],
  },
  {
    source: 'myob',
    all: ['co last name'],
    any: ['card id', 'first name', 'a b n', 'card status', 'addr 1 line 1'],
  },
  {
    source: 'practice',
    all: [],
    any: ['client code', 'client name', 'client id', 'client type', 'entity type'],
  },
];
