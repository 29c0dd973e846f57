import { z } from 'zod';
import { uuid } from '../../contract/scalars.ts';

/** Two contacts and what the one is to the other, with the words for either side. */
const KINDS = {
  spouse: { forward: 'Spouse', backward: 'Spouse' },
  partner: { forward: 'Partner in life', backward: 'Partner in life' },
  parent: { forward: 'Parent', backward: 'Child' },
  sibling: { forward: 'Brother or sister', backward: 'Brother or sister' },
  dependant: { forward: 'Dependant', backward: 'Depends on' },
  guardian: { forward: 'Guardian or attorney', backward: 'Acts for' },
  director: { forward: 'Director', backward: 'Director of' },
  shareholder: { forward: 'Shareholder', backward: 'Holds shares in' },
  trustee: { forward: 'Trustee', backward: 'Trustee of' },
  beneficiary: { forward: 'Beneficiary', backward: 'Beneficiary of' },
  'business-partner': { forward: 'Business partner', backward: 'Business partner' },
  employee: { forward: 'Employee', backward: 'Employed by' },
  adviser: { forward: 'Adviser', backward: 'Advises' },
  accountant: { forward: 'Accountant', backward: 'Accountant of' },
  lawyer: { forward: 'Lawyer', backward: 'Lawyer of' },
  'introduced-by': { forward: 'Introduced by', backward: 'Introduced' },
  'belongs-to': { forward: 'Belongs to', backward: 'Holds' },
  other: { forward: 'Related', backward: 'Related' },
} as const;

export type RelationshipKind = keyof typeof KINDS;
export const RELATIONSHIP_KINDS = [
  'spouse',
  'partner',
  'parent',
  'sibling',
  'dependant',
  'guardian',
  'director',
  'shareholder',
  'trustee',
  'beneficiary',
  'business-partner',
  'employee',
  'adviser',
  'accountant',
  'lawyer',
  'introduced-by',
  'belongs-to',
  'other',
] as const satisfies readonly RelationshipKind[];

/**
 * A relationship: `to` is the `type` of `from` ("Michael is the spouse of Sarah": from Sarah, to Michael, type spouse). Kept once, read from
 * both sides.
 */
export const relationshipSchema = z
  .strictObject({
    from: uuid,
    to: uuid,
    type: z.enum(RELATIONSHIP_KINDS),
    /** In the practice's own words: "60 % holder". */
    note: z.string().trim().max(200),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'A contact has no relationship with itself.' });

export type RelationshipDocument = z.output<typeof relationshipSchema>;

/** What the other contact is to the one who looks: "Spouse", "Director of". */
export const relationshipWords = (type: RelationshipKind, side: 'from' | 'to'): string =>
  side === 'from' ? KINDS[type].forward : KINDS[type].backward;

/** True when two relationships say the same, whichever side they were entered from. */
export const sameRelationship = (left: RelationshipDocument, right: RelationshipDocument): boolean => {
  if (left.type !== right.type) return false;
  const straight = left.from === right.from && left.to === right.to;
  const { forward, backward } = KINDS[left.type];
  return straight || (forward === backward && left.from === right.to && left.to === right.from);
};
