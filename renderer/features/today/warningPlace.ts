/** The page on which a warning of the desk can be dealt with; undefined where none can. */
export const warningPlace = (code: string): { readonly href: string; readonly name: string } | undefined => {
  switch (code) {
    case 'recovery-key':
      return { href: '/people', name: 'Open People and keys' };
    case 'backup-old':
      return { href: '/backups', name: 'Open Backups' };
    default:
      return undefined;
  }
};
