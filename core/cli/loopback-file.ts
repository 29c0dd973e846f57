import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, writeDurably } from '../adapters/files/durable-file.ts';
import { type LoopbackSettings, loopbackOrigin } from '../desk/http/loopback.ts';
import { CannotOpen } from './outcome.ts';

const FORMAT = 'flip360-loopback/1';
const schema = z.strictObject({
  format: z.literal(FORMAT),
  name: z.string().regex(/^[a-z0-9]{1,32}$/u),
  port: z.int().min(1).max(65_535).nullable(),
});

/** The loopback facts of a data folder: passkeys are bound to them, so that they are chosen once and kept. */
export type LoopbackFacts = { readonly name: string; readonly port: number | null };

const pathOf = (dataFolder: string): string => join(dataFolder, 'loopback.json');

/** Reads the facts; null before the first start in a browser. Throws `CannotOpen` for a file that is not one. */
export const readLoopback = (dataFolder: string): LoopbackFacts | null => {
  const bytes = readIfThere(pathOf(dataFolder));
  if (bytes === null) return null;
  const parsed = schema.safeParse(jsonOf(bytes));
  if (parsed.success) return { name: parsed.data.name, port: parsed.data.port };
  throw new CannotOpen(
    `${pathOf(dataFolder)} does not read.`,
    'Put back the copy from a backup: passkeys belong to the address that it names.',
  );
};

const jsonOf = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
};

/** Keeps the facts of a data folder. */
export const writeLoopback = (dataFolder: string, facts: LoopbackFacts): void => {
  writeDurably(pathOf(dataFolder), new TextEncoder().encode(`${JSON.stringify({ format: FORMAT, name: facts.name, port: facts.port })}\n`));
};

const newName = (): string => randomBytes(5).toString('hex');

/** Settings for `createLoopback`: kept facts, or new ones with the wished port at the first start. */
export const loopbackSettings = (dataFolder: string, wishedPort: number | undefined): LoopbackSettings => {
  let facts = readLoopback(dataFolder) ?? { name: newName(), port: null };
  return {
    name: facts.name,
    port: () => facts.port ?? wishedPort,
    keepPort: (port) => {
      facts = { ...facts, port };
      writeLoopback(dataFolder, facts);
    },
  };
};

/** Origin under which a data folder is opened without a window: the kept one, so that passkeys stay known. */
export const originOf = (facts: LoopbackFacts | null, fallback: string): string =>
  facts === null || facts.port === null ? fallback : loopbackOrigin({ name: facts.name, port: facts.port });
