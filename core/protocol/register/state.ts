import type { z } from 'zod';
import type { Role } from '../event/catalogue.ts';
import type { CommunityFacts, MembershipFacts, VerticalFacts } from './membership.ts';
import type { credential, practiceRegistered } from '../event/register-events.ts';
import { heldAt, type Moment, toMoment } from './moment.ts';

export type Gst = z.infer<typeof practiceRegistered>['gst'];
export type Credential = z.infer<typeof credential>;

/** A key stated by the register and the span of log positions in which it counts (protocol §5.4). */
export type KeyFacts = {
  readonly key: string;
  readonly spki: string;
  readonly alg: 'ed25519' | 'webauthn-es256' | 'webauthn-rs256';
  readonly use: 'root' | 'registrar' | 'sign' | 'desk' | 'passkey';
  readonly practice: string | null;
  readonly person: string | null;
  readonly desk: string | null;
  readonly credential: Credential | null;
  readonly from: number;
  readonly event: string;
  readonly revokedAt: number | null;
  /** Highest `n` that counts once the key is retired, and the position of the `key.retired`; null while it is not. */
  readonly retiredAfter: number | null;
  readonly retiredAt: number | null;
  /** A key of a recovery signs nothing whose `at` is before this; null for every other key (protocol §5.6). */
  readonly since: string | null;
};

export type PersonFacts = {
  readonly person: string;
  readonly practice: string;
  readonly name: string;
  readonly roles: readonly { readonly from: number; readonly roles: readonly Role[] }[];
  readonly leftAt: number | null;
};

export type DeskFacts = {
  readonly desk: string;
  readonly from: number;
  readonly sealKey: string;
  readonly log: string;
  readonly pack: string;
  /** Hash of the `practice.recovered` that states these keys; null where the practice stated them itself or was registered with them. */
  readonly recovered: string | null;
  /** Keys of a recovery sign nothing before this instant; null for all others. */
  readonly since: string | null;
};

export type PracticeFacts = {
  readonly practice: string;
  readonly kind: 'member' | 'office';
  readonly legalName: string;
  readonly abn: string;
  readonly verticals: readonly string[];
  readonly gst: readonly { readonly from: number; readonly at: string; readonly gst: Gst }[];
  readonly desks: readonly DeskFacts[];
  /** The desk that holds the till now, and every desk that held it from a position on. */
  readonly till: string;
  readonly tills: readonly { readonly from: number; readonly desk: string }[];
  readonly from: number;
};

export type RuleFacts = {
  readonly rule: string;
  readonly version: number;
  readonly content: string;
  readonly effectiveFrom: string;
  readonly proposal: string;
  readonly proposer: string;
  readonly approvals: readonly { readonly event: string; readonly person: string }[];
  readonly published: { readonly event: string; readonly index: number; readonly at: string } | null;
};

/** The register as folded up to a log position. */
export type Register = {
  readonly net: string;
  readonly network: string;
  readonly test: boolean;
  readonly office: string;
  readonly roots: readonly { readonly key: string; readonly spki: string; readonly name: string }[];
  readonly threshold: number;
  readonly replacements: ReadonlyMap<string, readonly string[]>;
  readonly keys: ReadonlyMap<string, KeyFacts>;
  readonly people: ReadonlyMap<string, PersonFacts>;
  readonly practices: ReadonlyMap<string, PracticeFacts>;
  readonly rules: ReadonlyMap<string, RuleFacts>;
  readonly membership: ReadonlyMap<string, MembershipFacts>;
  readonly communities: ReadonlyMap<string, CommunityFacts>;
  /** Verticals that the office defined, by code; the others come with the program. */
  readonly verticals: ReadonlyMap<string, VerticalFacts>;
  /** Last register event folded in: its index and its own time. */
  readonly last: { readonly index: number; readonly at: string };
};

/** Roles of a person at a moment; none before joining or after leaving. */
export const rolesAt = (person: PersonFacts | undefined, at: number | Moment): readonly Role[] => {
  const moment = toMoment(at);
  if (person === undefined || (person.leftAt !== null && moment.isAfter(person.leftAt))) return [];
  return heldAt(person.roles, moment, 1)?.roles ?? [];
};

/** People of a practice who are active at a moment. */
export const activePeople = (register: Register, practice: string, at: number | Moment): readonly PersonFacts[] =>
  [...register.people.values()].filter((person) => person.practice === practice && rolesAt(person, at).length > 0);

/** GST registration of a practice as the register states it at a moment; undefined when the practice is unknown. */
export const gstAt = (register: Register, practice: string, at: number | Moment): Gst | undefined =>
  heldAt(register.practices.get(practice)?.gst ?? [], toMoment(at), 1)?.gst;

/** The desk that holds the till of a practice at a moment (protocol §5.5); undefined when the practice is unknown. */
export const tillAt = (register: Register, practice: string, at: number | Moment): string | undefined =>
  heldAt(register.practices.get(practice)?.tills ?? [], toMoment(at), 1)?.desk;
