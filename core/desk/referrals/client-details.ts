import { z } from 'zod';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { DeskContext } from '../context.ts';
import { openedData } from '../openings/openings.ts';

/** What a referral needs to know of a contact of the private book. */
export type ClientOfBook = {
  readonly contact: string;
  readonly name: string;
  readonly givenName: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** Audit client: no commission may be taken (APES 110 s 330). */
  readonly assuranceClient: boolean;
  readonly doNotContact: boolean;
};

/** Finds a contact in this desk's book. */
export type FindClient = (desk: DeskContext, contact: string) => ClientOfBook | undefined;

/** Data behind the `client` commitment: exactly what the receiver learns after consent, and nothing else. */
export const clientDataSchema = z.strictObject({
  emails: z.array(z.string()),
  givenName: z.string(),
  name: z.string(),
  phones: z.array(z.string()),
  purpose: z.string(),
});
export type ClientData = z.infer<typeof clientDataSchema>;

/** Field categories that the disclosure of a client uses; the consent names the same. */
export const DISCLOSED_FIELDS = ['name', 'contact-details', 'purpose'] as const;

/** The client's details, if this desk holds the opening: at the referrer always, at the receiver after disclosure. */
export const clientData = (desk: Pick<DeskContext, 'db'>, state: Pick<ReferralState, 'terms'>): ClientData | undefined => {
  const parsed = clientDataSchema.safeParse(openedData(desk, state.terms.client, 'client'));
  return parsed.success ? parsed.data : undefined;
};

/** "S.C." from a name: what a practice sees of a client before the details are passed. */
export const initials = (name: string): string =>
  name
    .split(/\s+/u)
    .filter((part) => part !== '')
    .map((part) => `${[...part][0]?.toUpperCase() ?? ''}.`)
    .join('');

export const benefitDataSchema = z.strictObject({ estimate: z.int().nullable(), words: z.string() });
export const wordsDataSchema = z.strictObject({ words: z.string() });
export const contactPointSchema = z.strictObject({ address: z.string().nullable(), channel: z.string() });

/** The client's name as the details state it; "the client" where this desk does not hold them. */
export const clientOf = (desk: DeskContext, state: ReferralState): string => {
  const data = clientData(desk, state);
  return data === undefined ? 'the client' : data.name;
};
