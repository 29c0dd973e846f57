import { z } from 'zod';

/** The shipped table `resources/given-names.json`: a given name and its short forms and spellings, all folded. */
export const givenNamesFile = z.strictObject({
  version: z.int(),
  note: z.string(),
  source: z.string(),
  given: z.record(z.string(), z.array(z.string())),
});

/** What is known about given names. */
export type GivenNames = {
  /** The full names that a form may stand for: "sandy" gives alexander, alexandra and sandra. A name nobody listed stands for itself. */
  readonly rootsOf: (form: string) => readonly string[];
  /** A name of its own, so never a misspelling of another: "hayden" beside "jayden". */
  readonly known: (form: string) => boolean;
};

/** Reads the table for look-up both ways. */
export const givenNamesOf = (file: z.output<typeof givenNamesFile>): GivenNames => {
  const roots = new Map<string, string[]>();
  const add = (form: string, root: string): void => {
    const held = roots.get(form);
    if (held === undefined) roots.set(form, [root]);
    else if (!held.includes(root)) held.push(root);
  };
  for (const [root, forms] of Object.entries(file.given)) {
    add(root, root);
    for (const form of forms) add(form, root);
  }
  return { rootsOf: (form) => roots.get(form) ?? [form], known: (form) => roots.has(form) };
};
