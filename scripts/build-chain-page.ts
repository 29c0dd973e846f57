import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');

const FONTS = ['inter', 'source-serif-4', 'source-code-pro'] as const;

/** Builds `build/chain-page`: the one script of the public chain page, whose hash the server names in the page's policy, and its fonts. */
export const buildChainPage = async (): Promise<void> => {
  const source = join(root, 'renderer', 'chain-page');
  const result = await build({
    configFile: false,
    root: source,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      sourcemap: false,
      rollupOptions: { input: join(source, 'main.ts'), output: { format: 'iife', entryFileNames: 'chain.js' } },
    },
  });
  const output = Array.isArray(result) ? result[0] : result;
  if (output === undefined || !('output' in output)) throw new Error('the chain page did not build');
  const script = output.output.find((part) => part.type === 'chunk')?.code ?? '';
  mkdirSync(join(root, 'build', 'chain-page'), { recursive: true });
  writeFileSync(join(root, 'build', 'chain-page', 'chain.js'), script);
  for (const font of FONTS) {
    const file = join(root, 'node_modules', '@fontsource-variable', font, 'files', `${font}-latin-wght-normal.woff2`);
    writeFileSync(join(root, 'build', 'chain-page', `${font}.woff2`), readFileSync(file));
  }
};
