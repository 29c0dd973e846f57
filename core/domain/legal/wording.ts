/** Sentences of one document as they are used from a day on, with what they rest on. */
export interface LegalWording {
  readonly document: string;
  readonly version: string;
  /** First day of use, YYYY-MM-DD. */
  readonly effectiveFrom: string;
  readonly sources: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
}

/** Of dated versions the one in force on `date` (YYYY-MM-DD): the latest that has begun, else the first. Undefined without any. */
export const inForceOn = <T extends { readonly effectiveFrom: string }>(versions: readonly T[], date: string): T | undefined => {
  const ordered = versions.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : 0));
  return ordered.filter((candidate) => candidate.effectiveFrom <= date).at(-1) ?? ordered[0];
};

/** Fills the {placeholders} of a text. Throws on one without a value: a fault of the shipped file or of its caller. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{([a-zA-Z]+)\}/gu, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the wording asks for {${name}}`);
    return value;
  });

/** A sentence with its {placeholders} filled. Throws on a sentence or placeholder that does not exist: a fault of the resource file. */
export const sentence = (
  wording: Pick<LegalWording, 'document' | 'version' | 'texts'>,
  name: string,
  values: Readonly<Record<string, string>> = {},
): string => {
  const template = wording.texts[name];
  if (template === undefined) throw new Error(`${wording.document} ${wording.version} has no sentence “${name}”`);
  return template.replaceAll(/\{([a-zA-Z]+)\}/gu, (_whole, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${wording.document} ${wording.version} “${name}” asks for {${key}}`);
    return value;
  });
};
