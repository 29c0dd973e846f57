import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Owner, seatOwner } from '../workspace/owner.ts';
import {
  DEFAULT_ROUTING,
  type LeadPlace,
  POOL_LIST,
  routeLead,
  type Routed,
  routedWords,
  type RoutingRule,
  routingSchema,
  type RoutingState,
} from './route-lead.ts';

const owners = ['a', 'b', 'c', 'd', 'e'].map((id) => seatOwner(`seat-${id}`));
const [a, b, c] = owners as [Owner, Owner, Owner, Owner, Owner];
const nowhere: LeadPlace = { postcode: null, state: null };
const rule = (over: Partial<RoutingRule> = {}): RoutingRule => ({
  method: 'round-robin',
  pool: [a, b, c],
  territories: [],
  capacity: [],
  ...over,
});
const state = (over: Partial<RoutingState> = {}): RoutingState => ({ last: new Map(), open: new Map(), away: new Set(), ...over });

/** Routes one lead after the other, each owner keeping what they got. */
const routeAll = (by: RoutingRule, leads: readonly LeadPlace[], away: (index: number) => ReadonlySet<Owner> = () => new Set()) => {
  const last = new Map<string, Owner>();
  const open = new Map<Owner, number>();
  const routed: Routed[] = [];
  for (const [index, lead] of leads.entries()) {
    const one = routeLead(by, { last, open, away: away(index) }, lead);
    routed.push(one);
    if (one.owner === null) continue;
    last.set(one.list, one.owner);
    open.set(one.owner, (open.get(one.owner) ?? 0) + 1);
  }
  return { routed, open };
};

describe('the routing setting', () => {
  it('starts with round robin for every role', () => {
    expect(routingSchema.parse(DEFAULT_ROUTING)).toEqual(DEFAULT_ROUTING);
    expect(Object.values(DEFAULT_ROUTING.roles).map((one) => one.method)).toEqual([
      'round-robin',
      'round-robin',
      'round-robin',
      'round-robin',
    ]);
  });

  it.each([
    [{ pool: [] }, 'Name at least one owner'],
    [{ method: 'territory' }, 'Name at least one territory'],
    [{ pool: [a, a] }, 'An owner is named twice'],
    [
      { territories: [{ name: 'x', states: [], postcodes: [{ from: '3000', to: '2000' }], owners: [a] }] },
      'The range ends before it begins',
    ],
    [{ pool: ['somebody'] }, 'Name a person or a seat'],
  ])('refuses %j', (over, message) => {
    const read = routingSchema.safeParse({ roles: { ...DEFAULT_ROUTING.roles, bd: { ...rule(), ...over } } });
    expect(read.error?.issues[0]?.message).toBe(message);
  });
});

describe('round robin', () => {
  it('takes turns in the order of the list and starts again after somebody left it', () => {
    const next = (last: Owner | null, over: Partial<RoutingState> = {}): Owner | null =>
      routeLead(rule(), state({ last: new Map(last === null ? [] : [[POOL_LIST, last]]), ...over }), nowhere).owner;
    expect([next(null), next(a), next(b), next(c)]).toEqual([a, b, c, a]);
    expect(next(seatOwner('gone'))).toBe(a);
    expect(next(a, { away: new Set([b]) })).toBe(c);
    expect(routeLead(rule(), state({ away: new Set([a, b, c]) }), nowhere)).toEqual({ owner: null, why: 'nobody-there' });
  });

  it('is fair: over any number of leads nobody has two more than another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat({ max: 200 }), (people, leads) => {
        const pool = owners.slice(0, people);
        const { open } = routeAll(
          rule({ pool }),
          Array.from({ length: leads }, () => nowhere),
        );
        const counts = pool.map((owner) => open.get(owner) ?? 0);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(leads);
      }),
      { numRuns: 400 },
    );
  });

  it('gives nothing to who is away, loses no lead, and never passes over who is there twice in a round', () => {
    const absences = fc.array(fc.subarray([...owners]), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(absences, (away) => {
        const { routed } = routeAll(
          rule({ pool: owners }),
          away.map(() => nowhere),
          (index) => new Set(away[index]),
        );
        for (const [index, one] of routed.entries()) {
          if (away[index]!.length === owners.length) expect(one).toEqual({ owner: null, why: 'nobody-there' });
          else expect(one.owner !== null && !away[index]!.includes(one.owner)).toBe(true);
        }
        // Whoever is there for a whole round of the list gets one of its leads.
        for (let from = 0; from + owners.length <= routed.length; from += 1) {
          const round = away.slice(from, from + owners.length);
          for (const owner of owners)
            if (round.every((gone) => !gone.includes(owner)))
              expect(routed.slice(from, from + owners.length).some((one) => one.owner === owner)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same answer for the same state', () => {
    fc.assert(
      fc.property(fc.subarray([...owners]), fc.constantFrom(...owners), (away, last) => {
        const once = () => routeLead(rule({ pool: owners }), state({ last: new Map([[POOL_LIST, last]]), away: new Set(away) }), nowhere);
        expect(once()).toEqual(once());
      }),
    );
  });
});

describe('territories', () => {
  const north = { name: 'North', states: ['QLD' as const, 'NT' as const], postcodes: [], owners: [a] };
  const coast = { name: 'Gold Coast', states: [], postcodes: [{ from: '4208', to: '4230' }], owners: [b, c] };
  const by = rule({ method: 'territory', territories: [north, coast] });

  it('prefer a postcode to a state, take turns within, and say when none fits', () => {
    const { routed } = routeAll(by, [
      { postcode: '4217', state: 'QLD' },
      { postcode: '4000', state: 'QLD' },
      { postcode: '4210', state: null },
      { postcode: null, state: 'NT' },
      { postcode: '3000', state: 'VIC' },
      nowhere,
    ]);
    expect(routed.map((one) => one.owner)).toEqual([b, a, c, a, null, null]);
    expect(routed.map(routedWords)).toEqual([
      'Routed by territory Gold Coast',
      'Routed by territory North',
      'Routed by territory Gold Coast',
      'Routed by territory North',
      'No territory fits the postcode or state',
      'No territory fits the postcode or state',
    ]);
  });
});

describe('capacity', () => {
  it('never goes over anybody’s limit, fills in proportion, and says when all are full', () => {
    const limits = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(limits, fc.nat({ max: 160 }), (most, leads) => {
        const by = rule({ method: 'capacity', pool: owners, capacity: owners.map((owner, index) => ({ owner, most: most[index]! })) });
        const { routed, open } = routeAll(
          by,
          Array.from({ length: leads }, () => nowhere),
        );
        const room = most.reduce((sum, one) => sum + one, 0);
        for (const [index, owner] of owners.entries()) expect(open.get(owner) ?? 0).toBeLessThanOrEqual(most[index]!);
        expect(routed.filter((one) => one.owner !== null)).toHaveLength(Math.min(leads, room));
        expect(routed.slice(room).every((one) => one.owner === null && one.why === 'all-full')).toBe(true);
        // In proportion: nobody was given a lead while another was emptier by a whole contact's share.
        for (const [index, owner] of owners.entries())
          for (const [other, rival] of owners.entries()) {
            if (most[index]! === 0 || most[other]! === 0) continue;
            const [mine, theirs] = [open.get(owner) ?? 0, open.get(rival) ?? 0];
            if (mine > 0) expect((mine - 1) * most[other]!).toBeLessThanOrEqual(theirs * most[index]!);
          }
      }),
      { numRuns: 400 },
    );
  });

  it('prefers who has no limit to nobody, and the emptiest of those', () => {
    const by = rule({ method: 'capacity', capacity: [{ owner: a, most: 1 }] });
    expect(
      routeLead(
        by,
        state({
          open: new Map([
            [a, 1],
            [b, 9],
            [c, 8],
          ]),
        }),
        nowhere,
      ),
    ).toEqual({ owner: c, list: POOL_LIST, why: 'capacity' });
    expect(routeLead(rule({ method: 'manual' }), state(), nowhere)).toEqual({ owner: null, why: 'manual' });
  });
});
