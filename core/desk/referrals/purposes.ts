/** What a client is referred for, as codes of version 1: the words about the person's own matter travel only in the sealed attachment. */
export const PURPOSES: readonly { readonly code: string; readonly name: string; readonly product: string; readonly vertical: string }[] = [
  { code: 'home-loan', name: 'Home loan', product: 'home-loan', vertical: 'mortgage-broker' },
  { code: 'investment-loan', name: 'Investment loan', product: 'investment-loan', vertical: 'mortgage-broker' },
  { code: 'refinance', name: 'Refinancing a loan', product: 'refinance', vertical: 'mortgage-broker' },
  { code: 'asset-finance', name: 'Asset finance', product: 'asset-finance', vertical: 'asset-finance-broker' },
  { code: 'commercial-loan', name: 'Commercial loan', product: 'commercial-loan', vertical: 'commercial-finance-broker' },
  { code: 'tax-return', name: 'Tax return', product: 'tax-return', vertical: 'accountant' },
  { code: 'business-accounting', name: 'Accounting for a business', product: 'business-accounting', vertical: 'accountant' },
  { code: 'bookkeeping', name: 'Bookkeeping', product: 'bookkeeping', vertical: 'bookkeeper' },
  { code: 'financial-plan', name: 'Financial advice', product: 'financial-plan', vertical: 'financial-adviser' },
  { code: 'superannuation', name: 'Superannuation advice', product: 'superannuation', vertical: 'financial-adviser' },
  { code: 'conveyancing', name: 'Conveyancing', product: 'conveyancing', vertical: 'conveyancer' },
  { code: 'wills-and-estates', name: 'Wills and estates', product: 'wills-and-estates', vertical: 'estate-planner' },
  { code: 'business-law', name: 'Business law', product: 'business-law', vertical: 'lawyer' },
  { code: 'general-insurance', name: 'Insurance', product: 'general-insurance', vertical: 'general-insurance-broker' },
];

/** Name of a purpose; the code in words when a newer version made it. */
export const purposeName = (code: string): string => PURPOSES.find((purpose) => purpose.code === code)?.name ?? code.replaceAll('-', ' ');
