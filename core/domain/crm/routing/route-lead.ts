import { z } from 'zod';
import { STATES, type State } from '../../calendar/holiday-file.ts';
import { type Owner, ownerSchema } from '../workspace/owner.ts';

export const ROUTING_METHODS = ['round-robin', 'territory', 'capacity', 'manual'] as const;

const postcode = z.string().regex(/^[0-9]{4}$/u, 'Four digits');

const territorySchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  states: z.array(z.enum(STATES)).max(STATES.length),
  postcodes: z
    .array(z.strictObject({ from: postcode, to: postcode }).refine(({ from, to }) => from <= to, 'The range ends before it begins'))
    .max(200),
  /** Who takes turns in this territory. */
  owners: z.array(ownerSchema).min(1).max(100),
});

const routingRuleSchema = z
  .strictObject({
    method: z.enum(ROUTING_METHODS),
    /** Who takes turns, in this order. */
    pool: z.array(ownerSchema).max(100),
    territories: z.array(territorySchema).max(100),
    /** Most open contacts per owner; an owner that is not named takes any number. */
    capacity: z.array(z.strictObject({ owner: ownerSchema, most: z.int().min(0).max(100_000) })).max(100),
  })
  .check((context) => {
    const { method, pool, territories } = context.value;
    if ((method === 'round-robin' || method === 'capacity') && pool.length === 0)
      context.issues.push({ code: 'custom', message: 'Name at least one owner', path: ['pool'], input: pool });
    if (method === 'territory' && territories.length === 0)
      context.issues.push({ code: 'custom', message: 'Name at least one territory', path: ['territories'], input: territories });
    if (new Set(pool).size < pool.length)
      context.issues.push({ code: 'custom', message: 'An owner is named twice', path: ['pool'], input: pool });
  });

/** How new contacts of one workspace find their owner. */
export type RoutingRule = z.output<typeof routingRuleSchema>;

/** Routing per workspace, as a setting (A005). */
export const routingSchema = z.strictObject({
  roles: z.strictObject({ bd: routingRuleSchema, sales: routingRuleSchema, cs: routingRuleSchema, cmo: routingRuleSchema }),
});

export type Routing = z.output<typeof routingSchema>;

const turnsOf = (seat: string): RoutingRule => ({
  method: 'round-robin',
  pool: [ownerSchema.parse(`seat:${seat}`)],
  territories: [],
  capacity: [],
});

/** Round robin over the one seat that each workspace starts with. */
export const DEFAULT_ROUTING: Routing = {
  roles: { bd: turnsOf('bd-lead'), sales: turnsOf('sales-internal'), cs: turnsOf('customer-success'), cmo: turnsOf('cmo') },
};

/** Where a lead lives, as far as that is known. */
export interface LeadPlace {
  readonly postcode: string | null;
  readonly state: State | null;
}

/** What routing must know beside its rule. All of it follows from records, so that the same book always gives the same owner. */
export interface RoutingState {
  /** Who was given the last lead of each list: "pool", or the name of a territory. */
  readonly last: ReadonlyMap<string, Owner>;
  /** Open contacts per owner in this workspace. */
  readonly open: ReadonlyMap<Owner, number>;
  /** Owners who take nothing now: away, or a seat that was removed. */
  readonly away: ReadonlySet<Owner>;
}

export type Routed =
  | { readonly owner: Owner; readonly list: string; readonly why: 'turn' | 'territory' | 'capacity' }
  | { readonly owner: null; readonly why: 'manual' | 'nobody-there' | 'all-full' | 'no-territory' };

/** The list of the rule's pool in `RoutingState.last`. */
export const POOL_LIST = 'pool';

const hasRoom = (rule: RoutingRule, state: RoutingState, owner: Owner): boolean => {
  const most = rule.capacity.find((one) => one.owner === owner)?.most;
  return most === undefined || (state.open.get(owner) ?? 0) < most;
};

/** The next in turn after the last one who is there and has room; the first of the list when the last is not in it (any more). */
const nextInTurn = (owners: readonly Owner[], last: Owner | undefined, free: (owner: Owner) => boolean): Owner | undefined => {
  const start = last === undefined ? 0 : owners.indexOf(last) + 1;
  return [...owners.slice(start), ...owners.slice(0, start)].find(free);
};

const territoryOf = (rule: RoutingRule, place: LeadPlace): RoutingRule['territories'][number] | undefined => {
  const { postcode: code, state } = place;
  const byPostcode = rule.territories.find((one) => code !== null && one.postcodes.some(({ from, to }) => from <= code && code <= to));
  return byPostcode ?? rule.territories.find((one) => state !== null && one.states.includes(state));
};

/** The emptiest by share of what they take, then by number, then by order of the pool: no fraction is ever compared. */
const emptiest = (rule: RoutingRule, state: RoutingState, owners: readonly Owner[]): Owner | undefined => {
  const load = (owner: Owner): { readonly open: number; readonly most: number | null } => ({
    open: state.open.get(owner) ?? 0,
    most: rule.capacity.find((one) => one.owner === owner)?.most ?? null,
  });
  return owners.toSorted((a, b) => {
    const [x, y] = [load(a), load(b)];
    // Without a limit any load is as good as none.
    const shares = (x.most === null ? 0 : x.open) * (y.most ?? 1) - (y.most === null ? 0 : y.open) * (x.most ?? 1);
    return shares === 0 ? x.open - y.open : shares;
  })[0];
};

/**
 * Who takes a new lead. A full or absent owner is passed over in every method. Territory prefers a postcode to a state and takes turns
 * within the territory. Nobody is chosen silently: without an owner the answer says why, and the lead waits in the queue.
 */
export const routeLead = (rule: RoutingRule, state: RoutingState, place: LeadPlace): Routed => {
  if (rule.method === 'manual') return { owner: null, why: 'manual' };
  const territory = rule.method === 'territory' ? territoryOf(rule, place) : undefined;
  if (rule.method === 'territory' && territory === undefined) return { owner: null, why: 'no-territory' };
  const owners = territory?.owners ?? rule.pool;
  const there = owners.filter((owner) => !state.away.has(owner));
  if (there.length === 0) return { owner: null, why: 'nobody-there' };
  const free = there.filter((owner) => hasRoom(rule, state, owner));
  if (free.length === 0) return { owner: null, why: 'all-full' };
  const list = territory?.name ?? POOL_LIST;
  const chosen =
    rule.method === 'capacity' ? emptiest(rule, state, free) : nextInTurn(owners, state.last.get(list), (owner) => free.includes(owner));
  if (chosen === undefined) return { owner: null, why: 'all-full' };
  return { owner: chosen, list, why: rule.method === 'capacity' ? 'capacity' : territory === undefined ? 'turn' : 'territory' };
};

/** Why routing chose somebody, or nobody, in words for the history. */
export const routedWords = (routed: Routed): string => {
  if (routed.owner === null) {
    const words = {
      manual: 'Assigned by hand in this workspace',
      'nobody-there': 'Nobody of the list is there',
      'all-full': 'Everybody of the list is full',
      'no-territory': 'No territory fits the postcode or state',
    };
    return words[routed.why];
  }
  if (routed.why === 'capacity') return 'Routed to the one with most room';
  return routed.why === 'territory' ? `Routed by territory ${routed.list}` : 'Routed in turn';
};
