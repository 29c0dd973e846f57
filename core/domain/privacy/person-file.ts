/** One thing that is held about a person: when, what it is, and its facts as they stand in the record. */
export type HeldEntry = {
  /** ISO 8601 UTC; null where the record has no time. */
  readonly at: string | null;
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** Where it came from: “entered by Priya Nair”, “import “Xero contacts”, row 12”; null where the entry says it itself. */
  readonly source: string | null;
};

/** A part of what is held, such as notes or consents, each entry in order. */
export type HeldSection = { readonly code: string; readonly title: string; readonly entries: readonly HeldEntry[] };

/** Who was given what of a person: each real disclosure, and each file that left with their details. */
export type Recipient = {
  readonly at: string;
  readonly name: string;
  readonly what: string;
  /** Country of a recipient overseas (APP 8); null in Australia. */
  readonly country: string | null;
};

/** Everything that a practice holds about one person (Privacy Act 1988 Sch 1 APP 12), complete and in a readable order. */
export type PersonFile = {
  readonly format: 'flip360-person-file/1';
  readonly contact: string;
  readonly name: string;
  readonly practice: { readonly name: string; readonly abn: string };
  /** ISO 8601 UTC. */
  readonly madeAt: string;
  readonly madeBy: string;
  readonly sections: readonly HeldSection[];
  readonly recipients: readonly Recipient[];
  /** What is not in the file, and why: “the PINs of our staff …”. */
  readonly leftOut: readonly string[];
};

/** How many entries a file holds. */
export const entriesIn = (file: PersonFile): number => file.sections.reduce((sum, section) => sum + section.entries.length, 0);
