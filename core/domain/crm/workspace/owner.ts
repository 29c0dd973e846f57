import { z } from 'zod';
import type { Brand } from '../../brand.ts';

/**
 * Who looks after a piece of work: a person of the practice by id, or a seat of a workspace ("seat:bd-lead"). Work of a seat follows the
 * seat when another person takes it, so that a role is handed to somebody else without touching a record.
 */
export type Owner = Brand<string, 'Owner'>;

const SEAT = /^seat:[a-z][a-z0-9]*(-[a-z0-9]+)*$/u;
const PERSON = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;

/** Zod schema of an owner in a JSON body. */
export const ownerSchema = z
  .string()
  .max(80)
  .refine((text) => SEAT.test(text) || PERSON.test(text), 'Name a person or a seat') as unknown as z.ZodType<Owner, string>;

/** The owner that a seat is, by the seat's id. */
export const seatOwner = (seat: string): Owner => ownerSchema.parse(`seat:${seat}`);

/** The seat an owner names; null for a person. */
export const seatOf = (owner: string): string | null => (owner.startsWith('seat:') ? owner.slice(5) : null);
