import { z } from 'zod';
import { code, date, hash, instant, line, role, uuid } from './scalars.ts';

const tier = z.enum(['founder', 'standard', 'senior']);
export const membershipStatus = z.enum(['applied', 'declined', 'vetted', 'active', 'suspended', 'resigned']);
export const place = z.object({ lat: z.int().min(-90_000_000).max(90_000_000), lon: z.int().min(-180_000_000).max(180_000_000) });
const state = z.enum(['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA']);

/** Acts about memberships: the first six are the office's, signed by its registrar but for `bar-keys`, which a person of it signs; the others a member's own. */
export const membershipActs = [
  z.object({
    act: z.literal('membership'),
    practice: uuid,
    decision: z.enum(['accept', 'decline', 'activate', 'suspend', 'reinstate', 'resign', 'tier']),
    reason: code.nullable(),
    tier: tier.nullable(),
  }),
  /** The office ends keys of a practice: those of a computer, or of one person. */
  z.object({ act: z.literal('bar-keys'), practice: uuid, keys: z.array(hash).min(1).max(40), reason: code }),
  z.object({ act: z.literal('vertical-dates'), practice: uuid, vertical: code, change: z.enum(['join', 'leave']), on: date }),
  z.object({
    act: z.literal('vertical-define'),
    vertical: code,
    name: line,
    regulator: line.nullable(),
    products: z
      .array(z.object({ code, name: line }))
      .min(1)
      .max(40),
  }),
  z.object({ act: z.literal('community-define'), community: uuid.nullable(), name: line, polygon: z.array(place).min(3).max(200) }),
  z.object({ act: z.literal('community-dates'), practice: uuid, community: uuid, change: z.enum(['join', 'leave']), on: date }),
  z.object({ act: z.literal('locate'), locality: line, state, postcode: z.string().regex(/^[0-9]{4}$/u), at: place }),
  z.object({ act: z.literal('product'), vertical: code, product: code, from: date, until: date.nullable() }),
  z.object({ act: z.literal('partner'), with: uuid, linked: z.boolean() }),
  z.object({ act: z.literal('honour'), to: uuid, points: z.int().min(1).max(5), reason: code }),
] as const;

/** What became of the welcome that the office mailed to a new member. The address is masked. */
export const welcomeSent = z.object({
  state: z.enum(['sending', 'sent', 'failed']),
  sentTo: z.string(),
  at: instant,
  problem: z.string().nullable(),
});
export type WelcomeSent = z.infer<typeof welcomeSent>;

/** `POST /office/welcomes`: the member whose activation is welcomed, and where to; null is where it was to go before. */
export const welcomeInput = z.object({ practice: uuid, address: z.string().max(254).nullable() });

/** `GET /office/welcomes/:practice`: the welcome as it would go out, and whether the office can send mail. */
export const welcomeOffered = z.object({ subject: z.string(), text: z.string(), mail: z.boolean() });
export type WelcomeOffered = z.infer<typeof welcomeOffered>;

/** An application as the office holds it: what was declared, what the ABR said, what was decided. */
export const application = z.object({
  request: hash,
  practice: uuid,
  legalName: z.string(),
  abn: z.string(),
  gst: z.object({ registered: z.boolean(), from: date.nullable() }),
  verticals: z.array(z.string()),
  person: z.string(),
  personKey: hash,
  receivedAt: instant,
  status: membershipStatus,
  decided: z.object({ at: instant, by: z.string(), reason: z.string().nullable() }).nullable(),
  /** The practice is in the register: its answer can be made. */
  registered: z.boolean(),
  /** It is an active member by a decision, so it can be welcomed; null where it was not. */
  mayWelcome: z.boolean(),
  welcome: welcomeSent.nullable(),
});
export type Application = z.infer<typeof application>;
export const applications = z.array(application);

const memberKey = z.object({ key: hash, use: z.string(), state: z.enum(['counts', 'revoked', 'barred', 'retired']) });

/** Everything the register says about one member: professional data, which every member may see. */
export const memberRecord = z.object({
  practice: uuid,
  legalName: z.string(),
  abn: z.string(),
  kind: z.enum(['member', 'office']),
  status: membershipStatus,
  tier: tier.nullable(),
  gst: z.array(z.object({ registered: z.boolean(), from: date.nullable(), source: z.enum(['declared', 'abr']), stated: instant })),
  abr: z.object({ on: date, status: z.enum(['active', 'cancelled', 'not-found']), gst: z.boolean() }).nullable(),
  standing: z.array(
    z.object({ at: instant, status: membershipStatus, reason: z.string().nullable(), by: z.string().nullable(), event: hash }),
  ),
  verticals: z.array(z.object({ code, name: z.string(), from: date.nullable(), until: date.nullable(), now: z.boolean() })),
  products: z.array(z.object({ vertical: code, product: code, name: z.string(), from: date, until: date.nullable(), now: z.boolean() })),
  communities: z.array(z.object({ community: uuid, name: z.string(), from: date, until: date.nullable() })),
  located: z.object({ locality: z.string(), state: z.string(), postcode: z.string(), at: place }).nullable(),
  /** Links with other members: said by this practice alone, by the other alone, or by both; only the last is a link. */
  partners: z.array(z.object({ practice: uuid, name: z.string(), said: z.enum(['here', 'there', 'both']) })),
  honours: z.object({
    points: z.int(),
    given: z.array(z.object({ from: z.string(), points: z.int(), reason: z.string(), at: instant })),
  }),
  people: z.array(
    z.object({
      person: uuid,
      name: z.string(),
      roles: z.array(role),
      left: z.boolean(),
      /** The module that this person has signed to have passed, the last one; null where none is. */
      passed: z.object({ module: code, right: z.int(), of: z.int(), at: instant }).nullable(),
      keys: z.array(memberKey),
    }),
  ),
  /** Desks, the newest last, each with every key that is on it. */
  desks: z.array(z.object({ desk: uuid, since: instant.nullable(), keys: z.array(memberKey.extend({ of: z.string() })) })),
});
export type MemberRecord = z.infer<typeof memberRecord>;

/** A key that no longer counts, or a person who has left: newest first. */
export const revocation = z.object({
  event: hash,
  at: instant,
  practice: z.string(),
  what: z.enum(['key-revoked', 'key-barred', 'key-retired', 'person-left']),
  who: z.string(),
  key: hash.nullable(),
  reason: z.string().nullable(),
});
export const revocations = z.array(revocation);

export const communityRow = z.object({
  community: uuid,
  name: z.string(),
  polygon: z.array(place),
  /** Members that belong to it today or from a later day on, or whose place lies inside: belonging is the office's decision, lying inside a fact. */
  members: z.array(
    z.object({
      practice: uuid,
      legalName: z.string(),
      place: z.string().nullable(),
      at: place.nullable(),
      inside: z.boolean(),
      from: date.nullable(),
      until: date.nullable(),
    }),
  ),
});
export const communities = z.array(communityRow);

/** A commission rule that the parties of an agreement ask the office for, not proposed yet. */
export const askedRule = z.object({
  content: hash,
  agreement: z.string(),
  referrer: z.string(),
  receiver: z.string(),
  /** Both parties have signed; before that nothing needs to be proposed. */
  both: z.boolean(),
  words: z.string(),
  /** The content as `rule-propose` takes it. */
  rule: z.unknown(),
});
export const askedRules = z.array(askedRule);

/** An instrument of the legal hub in the wording that counts today, its places still open. */
export const instrument = z.object({
  kind: z.enum(['introducer', 'referral', 'affiliate']),
  title: z.string(),
  template: z.string(),
  version: z.int(),
  effectiveFrom: date,
  review: z.string(),
  sources: z.array(z.string()),
  clauses: z.array(z.object({ ref: z.string(), text: z.string() })),
});
export const instruments = z.array(instrument);
