import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The window's build. `--mode parts` adds the page that shows every part; the production build leaves it out.
 * Nothing is inlined as a data: URL, because the content security policy loads fonts and images from 'self' only.
 */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  define: { __SHOW_PARTS__: JSON.stringify(mode !== 'production') },
  server: { proxy: { '/api': process.env['FLIP360_DESK_URL'] ?? 'http://127.0.0.1:4360' } },
  build: {
    outDir: mode === 'parts' ? '../build/renderer-parts' : '../build/renderer',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'chrome140',
    sourcemap: false,
    chunkSizeWarningLimit: 1000,
    // zod and the setting that keeps it from making code of strings stay in one chunk: it runs before any schema is made.
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|zodWithoutEval/u }] },
      },
    },
  },
}));
