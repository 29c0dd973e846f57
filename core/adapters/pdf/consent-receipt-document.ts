import type { Abn } from '../../domain/identity/abn.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import type { Fact } from './facts.ts';
import type { DocumentHead, Sha256Hex } from './shared-document.ts';

/** What an amendment changed, old and new in words. */
export interface AmendedField {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** Why the receipt is given (CDR rule 4.18: grant, amendment, withdrawal). */
export type ReceiptOccasion =
  | { readonly kind: 'given' }
  | { readonly kind: 'amended'; readonly at: Instant; readonly changes: readonly AmendedField[] }
  | {
      readonly kind: 'withdrawn';
      readonly at: Instant;
      readonly method: string;
      readonly alreadyDisclosed: Fact<string>;
    };

export interface ReceiptContact {
  readonly person: Fact<string>;
  readonly phone: Fact<string>;
  readonly email: Fact<string>;
  readonly address: Fact<string>;
}

/** The client's own copy; sentences speak to the client. */
export interface ConsentReceiptDocument extends DocumentHead {
  readonly number: string;
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
  /** Where to look it up: address and code, or none in file mode. */
  readonly lookUp: Fact<{ readonly address: string; readonly code: string }>;
  readonly recipientComplaints: Fact<string>;
  readonly sent: Fact<{ readonly channel: string; readonly at: Instant }>;
  readonly sequence: string;
  readonly notice: {
    readonly version: string;
    readonly language: string;
    readonly text: string;
    readonly hash: Sha256Hex;
  };
  /** Version of the wording in resources/legal/consent-receipt.json. */
  readonly wording: string;
}
