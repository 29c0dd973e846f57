import type { Act } from '../../contract/acts.ts';
import type { Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { AnyDraft } from '../ledger/compose.ts';
import type { Refusal } from '../refusal.ts';

/** What an act will sign and store, decided before anybody signs. */
export type Plan = {
  /** Serif sentence: what signing says. */
  readonly words: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly ticks: readonly { readonly id: string; readonly text: string }[];
  readonly warnings: readonly string[];
  /** Events of the person's key; each may be made from the hashes of those before it. Only the first can carry an assertion. */
  readonly events: readonly ((hashes: readonly string[]) => AnyDraft)[];
  /** Events of the desk's own key that follow in the same transaction. */
  readonly deskEvents?: readonly ((hashes: readonly string[]) => AnyDraft)[];
  readonly assertion: { readonly need: 'required' | 'offered' | 'none'; readonly why: string | null };
  /** Private rows that belong to the events, written in the same transaction. */
  readonly store?: (hashes: readonly string[]) => void;
  /** Work that takes time and must come before signing, for example printing a document: gives the plan that is then signed. The first event stays as shown. */
  readonly ready?: () => Promise<Result<Plan, Refusal>>;
  /** Looked at in the moment of signing, in one step with it: a refusal when something changed since the plan was made. Writes nothing. */
  readonly check?: () => Refusal | null;
  /** After commit: long or outside work, for example sending a mail. Its failure does not undo the act. */
  readonly after?: (hashes: readonly string[]) => Promise<void>;
  readonly answer?: { readonly batch?: string; readonly person?: string };
};

export type ActOf<K extends Act['act']> = Extract<Act, { act: K }>;

/** Decides one kind of act: pure over what it reads through the context, writes nothing. */
export type ActHandler<K extends Act['act']> = (desk: DeskContext, person: SignedInPerson, act: ActOf<K>) => Result<Plan, Refusal>;
