import { z } from 'zod';
import { organisationNameOf } from '../duplicate/organisation-name.ts';

/** What the Australian Business Register says about one ABN (australia.md §2). Dates are calendar days; null where it says none. */
export const registeredBusinessSchema = z.object({
  abn: z.string(),
  status: z.enum(['active', 'cancelled']),
  statusFrom: z.string().nullable(),
  name: z.string(),
  businessNames: z.array(z.string()),
  entityType: z.string(),
  acn: z.string().nullable(),
  /** `to` is known only from the XML service: the JSON service says "not registered" for a registration that has ended. */
  gst: z.object({ registered: z.boolean(), from: z.string().nullable(), to: z.string().nullable() }),
  state: z.string().nullable(),
  postcode: z.string().nullable(),
});
export type RegisteredBusiness = z.infer<typeof registeredBusinessSchema>;

/** What came of looking up one ABN. Only `found` and `not-found` are facts about the ABN; the others say why nothing is known. */
export const abnAnswerSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('found'), business: registeredBusinessSchema }),
  z.object({ outcome: z.literal('not-found') }),
  z.object({ outcome: z.literal('guid-refused') }),
  z.object({ outcome: z.literal('message'), message: z.string() }),
  z.object({ outcome: z.literal('unreachable'), why: z.string() }),
]);
export type AbnAnswer = z.infer<typeof abnAnswerSchema>;

const address = z
  .string()
  .trim()
  .max(300)
  .regex(/^(https:\/\/[a-z0-9.-]+|http:\/\/(localhost|127\.0\.0\.1))(:[0-9]{1,5})?(\/.*)?$/iu, 'The address begins with https://');

/** How the office looks up ABNs: its GUID, which of the two services, and where. An empty GUID looks up nothing. */
export const businessRegisterSettingSchema = z.strictObject({
  guid: z
    .string()
    .trim()
    .regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/iu, 'A GUID looks like 00000000-0000-0000-0000-000000000000'),
  service: z.enum(['json', 'xml']),
  address,
});
export type BusinessRegisterSetting = z.infer<typeof businessRegisterSettingSchema>;

export const ABR_ADDRESS = 'https://abr.business.gov.au';

/** What a practice declares when it applies. */
export type Declared = { readonly legalName: string; readonly gst: { readonly registered: boolean; readonly from: string | null } };

/** One thing that was declared beside what the register says; `agrees` is null where the register says nothing about it. */
export type Finding = {
  readonly what: 'abn' | 'name' | 'gst' | 'gst-from';
  readonly declared: string;
  readonly register: string;
  readonly agrees: boolean | null;
};

const sameName = (a: string, b: string): boolean => {
  const [left, right] = [a, b].map((name) => organisationNameOf(name, 'company').words.join(' '));
  return left === right;
};

/** "SURNAME, GIVEN OTHER" of a sole trader as it is spoken. */
const spoken = (name: string): string => {
  const [family, given] = name.split(',');
  return given === undefined ? name : `${given.trim()} ${(family ?? '').trim()}`;
};

/** What a practice declared beside what the register says, point by point. A registered business name counts as the name. Pure. */
export const compareWithRegister = (declared: Declared, business: RegisteredBusiness): readonly Finding[] => {
  const names = [business.name, spoken(business.name), ...business.businessNames];
  const { gst } = business;
  return [
    {
      what: 'abn',
      declared: 'Active',
      register: business.status === 'active' ? 'Active' : 'Cancelled',
      agrees: business.status === 'active',
    },
    {
      what: 'name',
      declared: declared.legalName,
      register: [business.name, ...business.businessNames.map((name) => `trading as ${name}`)].join(', '),
      agrees: names.some((name) => sameName(name, declared.legalName)),
    },
    {
      what: 'gst',
      declared: declared.gst.registered ? 'Registered' : 'Not registered',
      register: gst.registered ? 'Registered' : 'Not registered',
      agrees: gst.registered === declared.gst.registered,
    },
    ...(declared.gst.registered && gst.registered
      ? [
          {
            what: 'gst-from' as const,
            declared: declared.gst.from ?? '',
            register: gst.from ?? '',
            agrees: declared.gst.from === null || gst.from === null ? null : declared.gst.from === gst.from,
          },
        ]
      : []),
  ];
};
