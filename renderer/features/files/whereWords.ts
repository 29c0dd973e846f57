import type { FileWhere } from '../../../core/contract/files.ts';

/** Where a file is, in words beside its name; nothing for one on this computer. */
export const whereWords: Readonly<Record<FileWhere, string>> = {
  here: '',
  'at-server': 'Kept at another desk; saving brings it here',
  coming: 'Kept at another desk, which has not sent it yet',
};
