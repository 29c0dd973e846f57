import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import afterPack, { linuxExecutable } from '../../electron/packaging/after-pack.ts';
import { fuses } from '../../electron/packaging/fuses.ts';

const root = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);

type ConfigModule = {
  readonly getConfig: (projectDir: string, configPath: string | null, options: null) => Promise<unknown>;
  readonly validateConfiguration: (config: unknown, log: unknown) => Promise<void>;
};
// An internal path of electron-builder 26.17: the only way to validate without packing.
const builder: ConfigModule = require('app-builder-lib/out/util/config/config');
const { DebugLogger }: { readonly DebugLogger: new (enabled: boolean) => unknown } = require('builder-util');

const config = z
  .object({
    files: z.array(z.unknown()),
    afterPack: z.string(),
    npmRebuild: z.boolean(),
    asarUnpack: z.array(z.string()),
    nsis: z.object({ deleteAppDataOnUninstall: z.boolean() }),
    linux: z.object({ executableName: z.string(), files: z.never().optional() }),
    win: z.object({ files: z.never().optional() }),
    mac: z.object({ files: z.never().optional() }),
  })
  .loose();

const load = async () => {
  const raw = await builder.getConfig(root, join(root, 'electron-builder.yml'), null);
  await builder.validateConfiguration(raw, new DebugLogger(false));
  return { raw, parsed: config.parse(raw) };
};

describe('electron-builder.yml', () => {
  it('is valid', async () => {
    const { parsed } = await load();
    expect(parsed.npmRebuild).toBe(false);
    expect(parsed.asarUnpack).toEqual(['**/*.node']);
  });

  it('is really validated: a misspelt key is refused', async () => {
    const { raw } = await load();
    const misspelt = { ...z.record(z.string(), z.unknown()).parse(raw), nsis: { deleteAppData: true } };
    await expect(builder.validateConfiguration(misspelt, new DebugLogger(false))).rejects.toThrow('nsis');
  });

  it('never deletes a ledger on uninstall', async () => {
    expect((await load()).parsed.nsis.deleteAppDataOnUninstall).toBe(false);
  });

  it('names the executable whose fuses are set', async () => {
    const { parsed } = await load();
    expect(parsed.linux.executableName).toBe(linuxExecutable);
    expect(existsSync(join(root, parsed.afterPack))).toBe(true);
    expect(afterPack).toBeTypeOf('function');
  });
});

describe('fuses', () => {
  it('decide every fuse that this Electron has', () => {
    const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
    expect(new Set(Object.keys(fuses).map(Number))).toEqual(new Set(known));
  });

  it('match the decision', () => {
    const on = Object.entries(fuses)
      .filter(([, value]) => value)
      .map(([key]) => FuseV1Options[Number(key)]);
    expect(on).toEqual(['EnableCookieEncryption', 'EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar', 'WasmTrapHandlers']);
  });
});

describe('package.json', () => {
  it('starts the built main process', () => {
    const { main } = z.object({ main: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    expect(main).toBe('build/electron/main.js');
    expect(existsSync(join(root, 'electron', 'main.ts'))).toBe(true);
  });
});
