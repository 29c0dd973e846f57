import { resolve } from 'node:path';

export type StartArguments = {
  readonly dataDir?: string;
};

/**
 * Reads `--data DIR` or `--data=DIR`. Everything else is left alone: Electron and the operating system add switches
 * of their own. Arguments of a second start are never read: any program can make one.
 */
export const startArguments = (argv: readonly string[]): StartArguments => {
  const at = argv.findIndex((text) => text === '--data' || text.startsWith('--data='));
  const text = argv[at];
  if (text === undefined) return {};
  const value = text === '--data' ? argv[at + 1] : text.slice('--data='.length);
  return value === undefined || value === '' || value.startsWith('--') ? {} : { dataDir: resolve(value) };
};
