import { z } from 'zod';
import type { Result } from '../../domain/result.ts';
import type { Bytes } from '../bytes.ts';
import { hash } from '../event/fields.ts';
import { TICKET_PAYLOAD_TYPE } from '../pae.ts';
import type { Primitives } from '../primitives.ts';
import { type PaperFailure, readPaper, type SignedPaper } from './signed-paper.ts';

/** Payload of a log ticket (protocol §7.4): the place of an event in its stream, and nothing of its content. */
export const ticketSchema = z.strictObject({ event_hash: hash, n: z.int().min(0), prev: hash, stream: hash });
export type Ticket = z.infer<typeof ticketSchema>;

/** Reads a log ticket; its signature is still to be checked. */
export const readTicket = (bytes: Bytes, primitives: Pick<Primitives, 'sha256'>): Result<SignedPaper<Ticket>, PaperFailure> =>
  readPaper(bytes, TICKET_PAYLOAD_TYPE, ticketSchema, primitives);
