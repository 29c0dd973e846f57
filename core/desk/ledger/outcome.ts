import type { AnyEvent, Logged } from '../../protocol/event/event.ts';

/** What became of one record that was offered to the ledger. */
export type Outcome =
  /** `sameId`: hash of an event held before that bears the same id; both count, and the label is a reported conflict. */
  | { readonly outcome: 'accepted'; readonly event: Logged<AnyEvent>; readonly sameId: string | null }
  /** Kept in its place and counts for nothing as things stand. */
  | { readonly outcome: 'void'; readonly event: Logged<AnyEvent>; readonly code: string; readonly why: string }
  | { readonly outcome: 'already'; readonly hash: string; readonly index: number }
  /** Kept aside until what is missing arrives: a key, a referral, a register. */
  | { readonly outcome: 'waiting'; readonly hash: string; readonly code: string; readonly why: string }
  /** Another event stands in its place of the stream; both are kept, and the network log says which of them counts. */
  | { readonly outcome: 'conflict'; readonly event: Logged<AnyEvent>; readonly hash: string; readonly other: string }
  | {
      readonly outcome: 'refused';
      readonly hash: string | null;
      readonly code: string;
      readonly why: string;
    };
