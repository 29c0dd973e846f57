/** How a person was known, by codes and commitments only. */
export type Evidence = {
  readonly capacity: 'self' | 'attorney' | 'parent' | 'officer';
  /** How the person was identified and the commitment to the contact point that was verified; null in a consent of a referral. */
  readonly identified: { readonly how: string; readonly contactPoint: string } | null;
  readonly notice: { readonly id: string; readonly version: number; readonly language: string; readonly text: string };
  readonly benefit: string;
  readonly channel: string;
  readonly artefact: string | null;
};

/** One version of what a person agreed to: the grant, or an amendment of it. */
export type ConsentVersion = Evidence & {
  readonly hash: string;
  /** Signed by the client's own key, or recorded by a practice: the weaker evidence. */
  readonly by: 'client' | 'practice';
  /** Who recorded it, where a practice did. */
  readonly recordedBy: { readonly practice: string; readonly person: string } | null;
  readonly at: string;
  readonly seenAt: string;
  /** Versions that it replaces and narrowings that it knows of. */
  readonly names: readonly string[];
  readonly recipients: readonly string[];
  readonly purpose: string;
  readonly categories: readonly string[];
  readonly validFrom: string;
  readonly validUntil: string;
  readonly reviewAt: string | null;
  readonly oneOff: boolean;
};

/** Something that a person took away again. `until`: from that instant on everything; null: at once, what is named. */
export type ConsentCut = {
  readonly hash: string;
  readonly kind: 'withdrawn' | 'narrowed';
  readonly at: string;
  readonly seenAt: string;
  readonly recipients: 'all' | readonly string[];
  readonly categories: 'all' | readonly string[];
  readonly until: string | null;
  readonly method: string;
  readonly reason: string | null;
  readonly practice: string | null;
};

/** A disclosure that rested on a consent, with what the recipient answered. */
export type ConsentUse = {
  readonly hash: string;
  readonly at: string;
  readonly recipient: string;
  readonly fields: readonly string[];
  readonly attachment: string;
  readonly consents: readonly string[];
  readonly delivered: { readonly hash: string; readonly at: string } | null;
  readonly deleted: {
    readonly hash: string;
    readonly at: string;
    readonly outcome: 'deleted' | 'de-identified' | 'kept';
    readonly reason: string | null;
  } | null;
};

/** An introduction that was offered to a recipient before any detail was passed. */
export type ConsentOffer = {
  readonly hash: string;
  readonly at: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly shown: string;
  readonly expires: string;
  readonly answer: { readonly hash: string; readonly at: string; readonly accepts: boolean; readonly reason: string | null } | null;
};

/** One consent as its events give it: a pure fold, the same whatever order they arrived in. */
export type ConsentState = {
  readonly root: string;
  readonly label: string;
  /** The intent of the referral that it belongs to; null outside one. */
  readonly intent: string | null;
  readonly holders: readonly string[];
  readonly client: string;
  /** By the signers' clocks; the grant first. */
  readonly versions: readonly ConsentVersion[];
  readonly cuts: readonly ConsentCut[];
  readonly uses: readonly ConsentUse[];
  readonly offers: readonly ConsentOffer[];
  readonly deletionRequests: readonly { readonly hash: string; readonly at: string; readonly recipients: readonly string[] }[];
  /** Invitations to decide on it that have not been answered are not part of it. Highest log index folded in. */
  readonly lastIndex: number;
};

/** A "no" to a question, recorded without any consent. */
export type ConsentRefusal = {
  readonly hash: string;
  readonly at: string;
  readonly recipients: readonly string[];
  readonly purpose: string;
};
