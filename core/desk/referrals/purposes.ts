/** What a client is referred for, as codes of version 1: the words about the person's own matter travel only in the sealed attachment. */
export const PURPOSES: readonly { readonly code: string; readonly name: string; readonly product: string; readonly vertical: string }[] = [
  { code: 'home-loan', name: 'Home loan', product: 'home-loan', vertical: 'mortgage-broking' },
  { code: 'investment-loan', name: 'Investment loan', product: 'investment-loan', vertical: 'mortgage-broking' },
  { code: 'refinance', name: 'Refinancing a loan', product: 'refinance', vertical: 'mortgage-broking' },
  { code: 'asset-finance', name: 'Asset finance', product: 'asset-finance', vertical: 'mortgage-broking' },
  { code: 'commercial-loan', name: 'Commercial loan', product: 'commercial-loan', vertical: 'mortgage-broking' },
  { code: 'tax-return', name: 'Tax return', product: 'tax-return', vertical: 'accounting' },
  { code: 'business-accounting', name: 'Accounting for a business', product: 'business-accounting', vertical: 'accounting' },
  { code: 'bookkeeping', name: 'Bookkeeping', product: 'bookkeeping', vertical: 'bookkeeping' },
  { code: 'financial-plan', name: 'Financial advice', product: 'financial-plan', vertical: 'financial-planning' },
  { code: 'superannuation', name: 'Superannuation advice', product: 'superannuation', vertical: 'financial-planning' },
  { code: 'conveyancing', name: 'Conveyancing', product: 'conveyancing', vertical: 'legal' },
  { code: 'wills-and-estates', name: 'Wills and estates', product: 'wills-and-estates', vertical: 'legal' },
  { code: 'business-law', name: 'Business law', product: 'business-law', vertical: 'legal' },
  { code: 'general-insurance', name: 'Insurance', product: 'general-insurance', vertical: 'insurance-broking' },
];

/** Name of a purpose; the code in words when a newer version made it. */
export const purposeName = (code: string): string => PURPOSES.find((purpose) => purpose.code === code)?.name ?? code.replaceAll('-', ' ');
