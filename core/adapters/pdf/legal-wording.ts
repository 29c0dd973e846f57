import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { inForceOn, type LegalWording } from '../../domain/legal/wording.ts';

/** The documents whose legal sentences are dated configuration. */
export type WordingOf = 'rcti' | 'commission-statement' | 'consent-receipt' | 'evidence-pack';

const wordingFile = z.strictObject({
  document: z.enum(['rcti', 'commission-statement', 'consent-receipt', 'evidence-pack']),
  versions: z
    .array(
      z.strictObject({
        version: z.string().min(1),
        effectiveFrom: z.iso.date(),
        sources: z.array(z.string().min(1)).min(1),
        review: z.string(),
        texts: z.record(z.string(), z.string().min(1)),
      }),
    )
    .min(1),
});

const folder = new URL('../../../resources/legal/', import.meta.url);
const loaded = new Map<WordingOf, readonly LegalWording[]>();

const versionsOf = (document: WordingOf): readonly LegalWording[] => {
  const held = loaded.get(document);
  if (held !== undefined) return held;
  const file = wordingFile.parse(JSON.parse(readFileSync(new URL(`${document}.json`, folder), 'utf8')));
  if (file.document !== document) throw new Error(`${document}.json holds the wording of ${file.document}`);
  const versions = file.versions.map(({ version, effectiveFrom, sources, texts }) => ({
    document,
    version,
    effectiveFrom,
    sources,
    texts,
  }));
  loaded.set(document, versions);
  return versions;
};

/** The wording that a document was issued with. Throws when that version does not ship: a document is never reworded. */
export const legalWording = (document: WordingOf, version: string): LegalWording => {
  const found = versionsOf(document).find((candidate) => candidate.version === version);
  if (found === undefined) throw new Error(`no wording ${version} of ${document}`);
  return found;
};

/** The wording in use on `date` (YYYY-MM-DD): the latest that has begun, else the first. Its version goes into the document's record. */
export const wordingOn = (document: WordingOf, date: string): LegalWording => {
  const current = inForceOn(versionsOf(document), date);
  if (current === undefined) throw new Error(`no wording of ${document}`);
  return current;
};
