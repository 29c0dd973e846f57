/** Role workspaces in the order in which a client goes through them: BD → Sales-internal → Customer Success → CMO. */
export const WORKSPACE_ROLES = ['bd', 'sales', 'cs', 'cmo'] as const;

/** A role workspace. Names shown to people are a setting; these codes are not. */
export type WorkspaceRole = (typeof WORKSPACE_ROLES)[number];
