import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const source = join(root, 'renderer', 'verify-page');

const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64');

/**
 * Builds `build/verify/verify.html`: the whole verifier in one file, for a computer without a network. The same sources give the same bytes,
 * so every pack of one release carries the same page, and its SHA-256 can be compared out of band.
 */
export const buildVerifyPage = async (): Promise<void> => {
  const result = await build({
    configFile: false,
    root: source,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      sourcemap: false,
      rollupOptions: {
        input: join(source, 'main.ts'),
        output: { format: 'iife', entryFileNames: 'verify.js' },
      },
    },
  });
  const output = Array.isArray(result) ? result[0] : result;
  if (output === undefined || !('output' in output)) throw new Error('the verifier page did not build');
  const script =
    output.output
      .find((part) => part.type === 'chunk')
      ?.code.trim()
      .replaceAll('</script', '<\\/script') ?? '';
  const style = readFileSync(join(source, 'style.css'), 'utf8').trim();
  const page = readFileSync(join(source, 'page.html'), 'utf8')
    .replace('__SCRIPT_HASH__', () => hashOf(script))
    .replace('__STYLE_HASH__', () => hashOf(style))
    .replace('__STYLE__', () => style)
    .replace('__SCRIPT__', () => script);
  mkdirSync(join(root, 'build', 'verify'), { recursive: true });
  writeFileSync(join(root, 'build', 'verify', 'verify.html'), page);
};
