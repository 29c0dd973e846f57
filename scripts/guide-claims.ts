/** What the contributing guide may refer to. */
export type GuideFacts = {
  readonly pathExists: (path: string) => boolean;
  /** Names of the scripts in package.json. */
  readonly scripts: readonly string[];
};

const builtIn = new Set(['ci', 'exec', 'install', 'run']);
/** Made by a command, so absent in a fresh clone. */
const generated = new Set(['build/', 'dist/']);

/** Every path and npm command that a guide names in backticks and that does not exist, one sentence each. */
export const guideFaults = (markdown: string, facts: GuideFacts): readonly string[] => {
  const spans = [...markdown.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  return spans.flatMap((span) => {
    const command = /^npm (?:run )?([\w-]+)/.exec(span)?.[1];
    if (command !== undefined) {
      const known = facts.scripts.includes(command) || (!span.startsWith('npm run ') && builtIn.has(command));
      return known ? [] : [`\`${span}\`: package.json has no such script`];
    }
    const isPath = /^\.?[\w-]+(\.[\w-]+)*(\/[\w.-]*)+$/.test(span);
    if (!isPath || generated.has(span) || facts.pathExists(span)) return [];
    return [`\`${span}\`: no such file or folder`];
  });
};
