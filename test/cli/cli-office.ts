import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { flip360 } from './run-cli.ts';

/** A network office founded on the command line, in a temporary folder that also holds what the computer remembers of its desks. */
export type CliOffice = {
  readonly base: string;
  /** Where the data of a desk are, as an option. */
  readonly at: (desk: string) => readonly string[];
  /** Puts the environment back and removes the folder. */
  readonly close: () => void;
};

/** Founds it as the desk `office`, with the PIN and the passphrase of these tests in the environment. */
export const openCliOffice = async (): Promise<CliOffice> => {
  const base = mkdtempSync(join(tmpdir(), 'flip360-cli-'));
  const at = (desk: string): readonly string[] => ['--data', join(base, desk)];
  vi.stubEnv('XDG_STATE_HOME', join(base, 'state'));
  vi.stubEnv('LOCALAPPDATA', join(base, 'state'));
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'disabled:');
  vi.stubEnv('FLIP360_PIN', 'pin-for-tests');
  vi.stubEnv('FLIP360_PASSPHRASE', 'a passphrase for tests');
  const facts = ['--name', 'Test Office', '--abn', '73 900 773 186', '--person', 'Margaret Doyle', '--roots', '1'];
  await flip360('office', 'create', ...facts, ...at('office'));
  return {
    base,
    at,
    close: () => {
      vi.unstubAllEnvs();
      rmSync(base, { recursive: true, force: true });
    },
  };
};
