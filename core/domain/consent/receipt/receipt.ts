import type { Abn } from '../../identity/abn.ts';
import type { Fact } from '../../text/fact.ts';
import type { Instant } from '../../time/instant.ts';
import type { LocalDate } from '../../time/local-date.ts';
import type { ZoneId } from '../../time/zone.ts';

/** What an amendment changed, old and new in words. */
export interface AmendedField {
  /** “Which details”, “What for”, “How long”. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** Why the receipt is given: grant, amendment, withdrawal (CDR rule 4.18), or the notice that a consent still runs after 90 days. */
export type ReceiptOccasion =
  | { readonly kind: 'given' }
  | { readonly kind: 'amended'; readonly at: Instant; readonly changes: readonly AmendedField[] }
  | {
      readonly kind: 'withdrawn';
      readonly at: Instant;
      readonly method: string;
      readonly alreadyDisclosed: Fact<string>;
      /** Whether the person has asked already that what was passed on is deleted. */
      readonly deletionRequested: boolean;
    }
  | { readonly kind: 'reminder'; readonly at: Instant };

export interface ReceiptContact {
  readonly person: Fact<string>;
  readonly phone: Fact<string>;
  readonly email: Fact<string>;
  readonly address: Fact<string>;
}

/** The person's own copy of a consent; its sentences speak to the person. Page, e-mail and text message say the same. */
export interface ConsentReceipt {
  /** A test network marks every page; nothing from it counts. */
  readonly network: 'live' | 'test';
  /** Zone in which instants are read. */
  readonly zone: ZoneId;
  /** Hash of the consent's newest event, hex: the person's copy carries it. */
  readonly fingerprint: string;
  readonly number: string;
  /** Short code by which the practice finds the consent again. */
  readonly code: string;
  readonly occasion: ReceiptOccasion;
  readonly client: string;
  /** “for yourself”, “for your mother under a power of attorney”. */
  readonly capacity: string;
  /** “on your own phone”, “at the desk of Smith & Partners”. */
  readonly where: Fact<string>;
  readonly discloser: { readonly name: string; readonly abn: Abn; readonly contact: ReceiptContact };
  readonly recipients: readonly {
    readonly name: string;
    readonly legalName: string;
    readonly abn: Abn;
    /** “the broker”. */
    readonly calling: string;
  }[];
  /** “a home loan”. */
  readonly subject: string;
  readonly details: readonly string[];
  readonly notIncluded: Fact<readonly string[]>;
  readonly purpose: string;
  readonly givenAt: Instant;
  readonly endsAt: Fact<Instant>;
  readonly reviewOn: Fact<LocalDate>;
  /** Who is paid what, in words, and that it was shown before the yes. */
  readonly benefit: Fact<string>;
  /** Address of a page where the code can be entered; none while the practice has none. */
  readonly lookUp: Fact<{ readonly address: string }>;
  readonly recipientComplaints: Fact<string>;
  readonly sent: Fact<{ readonly channel: string; readonly at: Instant }>;
  /** “first receipt”. */
  readonly sequence: string;
  readonly notice: {
    readonly version: string;
    readonly language: string;
    readonly text: string;
    /** SHA-256 of the text, hex. */
    readonly hash: string;
  };
  /** Version of the wording in resources/legal/consent-receipt.json. */
  readonly wording: string;
}
