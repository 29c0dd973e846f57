import type { Role } from '../../protocol/event/catalogue.ts';

/** One person of the sample story. */
export type Part = { readonly name: string; readonly roles: readonly Role[] };

/** One practice of the sample story: its first person sets the desk up, the others join. */
export type House = {
  readonly folder: 'office' | 'smith' | 'abc' | 'smith2';
  readonly kind: 'member' | 'office';
  readonly legalName: string;
  readonly abn: string;
  readonly verticals: readonly string[];
  readonly first: Part;
  readonly others: readonly Part[];
  readonly account: { readonly bsb: string; readonly account: string; readonly title: string };
};

/** PIN of every person of the sample. It protects nothing: the sample is public. */
export const SAMPLE_PIN = 'sample-pin';

export const OFFICE: House = {
  folder: 'office',
  kind: 'office',
  legalName: 'Flip 360 Network Office (sample)',
  abn: '73 900 773 186',
  verticals: ['accountant'],
  first: { name: 'Margaret Doyle', roles: ['principal', 'registrar'] },
  others: [
    { name: 'Ravi Menon', roles: ['approver'] },
    { name: 'Jo Tran', roles: ['approver'] },
  ],
  account: { bsb: '062-000', account: '10445590', title: 'Network Office sample' },
};

export const SMITH: House = {
  folder: 'smith',
  kind: 'member',
  legalName: 'Smith & Partners Accounting',
  abn: '47 555 222 000',
  verticals: ['accountant'],
  first: { name: 'Priya Nair', roles: ['principal'] },
  others: [{ name: 'Tom Walsh', roles: ['adviser'] }],
  account: { bsb: '082-001', account: '206134471', title: 'Smith & Partners' },
};

export const ABC: House = {
  folder: 'abc',
  kind: 'member',
  legalName: 'ABC Finance Broking Pty Ltd',
  abn: '39 900 412 071',
  verticals: ['mortgage-broker'],
  first: { name: 'Helen Marsh', roles: ['principal'] },
  others: [
    { name: 'Daniel Rossi', roles: ['approver'] },
    { name: 'Grace Okafor', roles: ['operations'] },
  ],
  account: { bsb: '032-000', account: '123456', title: 'ABC Finance Broking' },
};

/** Amounts of the story in cents, ex GST. */
export const FIGURES = {
  estimate: 1_200_000,
  /** What ABC Finance types first: two digits changed places. */
  wrongIncome: 1_283_250,
  income: 1_238_250,
  commission: 123_825,
  gst: 12_383,
} as const;

/** The client of a story as its contact file names them, and what the adviser writes about the purpose. */
export type Client = { readonly name: string; readonly email: string; readonly purposeWords: string };

/** The client of the story, as in resources/demo/contacts-sample.csv. */
export const CLIENT: Client = {
  name: 'Sarah Chen',
  email: 'sarah.chen@example.com',
  purposeWords: 'Home loan for a first home in Parramatta',
};

/** First day of the story when none is asked for: 9:00 in Sydney on Monday, 3 August 2026. */
export const FIRST_MORNING = '2026-08-02T23:00:00.000Z';
