import { FuseV1Options } from '@electron/fuses';

/**
 * Every fuse of the shipped binary. A fuse that Electron adds later fails the build until it stands here: the list is
 * applied with strictlyRequireAllFuses.
 */
export const fuses: Readonly<Record<FuseV1Options, boolean>> = {
  // Without it the binary cannot be turned into a Node that reads the user's data as the signed application.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  // Also switches NODE_EXTRA_CA_CERTS off: an office proxy's own certificate needs a setting.
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
};
