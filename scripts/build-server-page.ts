import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');

const integrity = (bytes: string | Uint8Array): string => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/**
 * Builds `build/NAME` of `renderer/NAME`: a page that the server serves at `base`. The document names the hash of its script and its style sheet (SRI), so the one
 * SHA-256 of the document in `page.json` stands for all code of the page; the same sources give the same bytes.
 */
export const buildServerPage = async (name: 'sign-page' | 'office-page', base: string): Promise<void> => {
  const source = join(root, 'renderer', name);
  const target = join(root, 'build', name);
  const result = await build({
    configFile: false,
    root: source,
    base,
    // The package of the seal names Node's crypto for old Nodes; a browser never asks for it.
    logLevel: 'error',
    plugins: [react()],
    define: { __SHOW_PARTS__: 'false' },
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      sourcemap: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1_000,
      rollupOptions: {
        input: join(source, 'main.tsx'),
        output: { entryFileNames: 'page-[hash].js', assetFileNames: '[name]-[hash][extname]', codeSplitting: false },
      },
    },
  });
  const output = Array.isArray(result) ? result[0] : result;
  if (output === undefined || !('output' in output)) throw new Error(`${name} did not build`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const files = output.output.map((part) => ({ file: part.fileName, bytes: part.type === 'chunk' ? part.code : part.source }));
  for (const { file, bytes } of files) writeFileSync(join(target, file), bytes);
  const one = (end: string) => {
    const found = files.filter(({ file }) => file.endsWith(end));
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${name} has ${found.length} files that end with ${end}`);
    return found[0];
  };
  const [script, style] = [one('.js'), one('.css')];
  const page = readFileSync(join(source, 'page.html'), 'utf8')
    .replace('__SCRIPT__', () => script.file)
    .replace('__STYLE__', () => style.file)
    .replace('__SCRIPT_HASH__', () => integrity(script.bytes))
    .replace('__STYLE_HASH__', () => integrity(style.bytes));
  writeFileSync(join(target, 'index.html'), page);
  writeFileSync(join(target, 'page.json'), `${JSON.stringify({ page: createHash('sha256').update(page).digest('hex') })}\n`);
};
