type Packages = {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;
};

export const root: string;
export const stalePackages: (lock: Packages, installed: Packages | undefined) => readonly string[];
export const ensurePackages: () => boolean;
export const findNode24: () => string | undefined;
export const node24Env: (node: string) => NodeJS.ProcessEnv;
