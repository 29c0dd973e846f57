import { z } from 'zod';
import { ownerSchema, type Owner, seatOf, seatOwner } from './owner.ts';
import { WORKSPACE_ROLES, type WorkspaceRole } from './role.ts';

const seatSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u, 'Small letters, digits and single hyphens')
    .max(40),
  /** What the seat is called while nobody has it, and beside the person who has: "BD lead". */
  name: z.string().trim().min(1).max(60),
  /** Person of the practice who has the seat; null while that is to be announced. */
  person: z.string().nullable(),
});

/** A seat of a workspace. */
export type Seat = z.output<typeof seatSchema>;

const roleSchema = z.strictObject({ name: z.string().trim().min(1).max(40), seats: z.array(seatSchema).min(1).max(40) });

/** The four workspaces with their names and seats, as a setting (A003, A015). Seat ids are unique over all of them. */
export const workspacesSchema = z
  .strictObject({ roles: z.strictObject({ bd: roleSchema, sales: roleSchema, cs: roleSchema, cmo: roleSchema }) })
  .check((context) => {
    const seen = new Set<string>();
    for (const role of WORKSPACE_ROLES)
      for (const [index, seat] of context.value.roles[role].seats.entries()) {
        if (seen.has(seat.id))
          context.issues.push({
            code: 'custom',
            message: 'Two seats have the same id',
            path: ['roles', role, 'seats', index, 'id'],
            input: seat.id,
          });
        seen.add(seat.id);
      }
  });

export type Workspaces = z.output<typeof workspacesSchema>;

/** Four workspaces with one seat each that nobody has yet. */
export const DEFAULT_WORKSPACES: Workspaces = {
  roles: {
    bd: { name: 'Business development', seats: [{ id: 'bd-lead', name: 'BD lead', person: null }] },
    sales: { name: 'Sales internal', seats: [{ id: 'sales-internal', name: 'Sales internal', person: null }] },
    cs: { name: 'Customer success', seats: [{ id: 'customer-success', name: 'Customer success', person: null }] },
    cmo: { name: 'Marketing', seats: [{ id: 'cmo', name: 'CMO', person: null }] },
  },
};

/** A seat with the workspace it belongs to. */
export interface PlacedSeat {
  readonly role: WorkspaceRole;
  readonly seat: Seat;
}

/** Every seat, by workspace and in the order of the setting. */
export const seatsOf = (workspaces: Workspaces): readonly PlacedSeat[] =>
  WORKSPACE_ROLES.flatMap((role) => workspaces.roles[role].seats.map((seat) => ({ role, seat })));

/** The seat an owner names, with its workspace; undefined for a person and for a seat that was removed. */
export const placedSeatOf = (workspaces: Workspaces, owner: string): PlacedSeat | undefined => {
  const id = seatOf(owner);
  return id === null ? undefined : seatsOf(workspaces).find(({ seat }) => seat.id === id);
};

/** Everything a person owns through: themselves and the seats they have. */
export const ownersOf = (workspaces: Workspaces, person: string): readonly Owner[] => {
  const self = ownerSchema.safeParse(person);
  const seats = seatsOf(workspaces)
    .filter(({ seat }) => seat.person === person)
    .map(({ seat }) => seatOwner(seat.id));
  return self.success ? [self.data, ...seats] : seats;
};

/** The person behind an owner: the person themselves, or who has the seat; null while nobody has it or it was removed. */
export const personBehind = (workspaces: Workspaces, owner: string): string | null =>
  seatOf(owner) === null ? owner : (placedSeatOf(workspaces, owner)?.seat.person ?? null);

/** "Tom Walsh", "Tom Walsh, BD lead", "BD lead (to be announced)", "a seat that was removed". */
export const ownerWords = (workspaces: Workspaces, owner: string, nameOf: (person: string) => string | undefined): string => {
  const unknown = 'a person who left';
  if (seatOf(owner) === null) return nameOf(owner) ?? unknown;
  const placed = placedSeatOf(workspaces, owner);
  if (placed === undefined) return 'a seat that was removed';
  const { seat } = placed;
  return seat.person === null ? `${seat.name} (to be announced)` : `${nameOf(seat.person) ?? unknown}, ${seat.name}`;
};
