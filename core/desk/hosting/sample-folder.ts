import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readIfThere, writeDurably } from '../../adapters/files/durable-file.ts';

const schema = z.strictObject({
  format: z.literal('flip360-sample/1'),
  keyFolder: z.string(),
  passphrase: z.string(),
});

/** A data folder with sample data: its secrets are beside it and protect nothing. */
export type SampleFolder = { readonly keyFolder: string; readonly passphrase: string };

const pathOf = (dataFolder: string): string => join(dataFolder, 'sample.json');

/** What a sample data folder says about itself; null for every other folder. */
export const readSample = (dataFolder: string): SampleFolder | null => {
  const bytes = readIfThere(pathOf(dataFolder));
  if (bytes === null) return null;
  const parsed = schema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  return parsed.success ? { keyFolder: resolve(dataFolder, parsed.data.keyFolder), passphrase: parsed.data.passphrase } : null;
};

/** Marks a data folder as sample. `keyFolder` is relative to it, so that the whole sample can be moved. */
export const markSample = (dataFolder: string, sample: SampleFolder): void => {
  writeDurably(pathOf(dataFolder), new TextEncoder().encode(`${JSON.stringify({ format: 'flip360-sample/1', ...sample })}\n`));
};
