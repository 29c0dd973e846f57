import { join } from 'node:path';
import { flipFuses, FuseVersion } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';
import { fuses } from './fuses.ts';

/** As `linux.executableName` in electron-builder.yml. */
export const linuxExecutable = 'flip360-desk';

/** Sets the fuses of the packed binary; runs before signing, which seals them. */
const afterPack = async (context: AfterPackContext): Promise<void> => {
  const name = context.packager.appInfo.productFilename;
  const files: Readonly<Record<string, string>> = {
    win32: `${name}.exe`,
    darwin: `${name}.app`,
    linux: linuxExecutable,
  };
  const file = files[context.electronPlatformName];
  if (file === undefined) throw new Error(`fuses are not decided for ${context.electronPlatformName}`);
  await flipFuses(join(context.appOutDir, file), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    ...fuses,
  });
};

export default afterPack;
