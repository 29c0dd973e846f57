// `npm start`: installs what is missing, builds, and opens the desk in Electron or, where that cannot be had, in the
// browser. Runs on whatever Node (20 or newer) the person has: no dependencies, no TypeScript.
//
//   --data DIR    data folder (default: the user's own application data)
//   --port N      port of the browser desk at its first start
//   --no-open     print the link, open nothing
//   --browser     do not try Electron
import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { findElectron, runElectron } from './setup/electron.mjs';
import { ensurePackages, findNode24, node24Env, root } from './setup/platform.mjs';

const readArguments = () => {
  try {
    return parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        browser: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(`${error.message}\nnpm start -- [--data DIR] [--port N] [--no-open] [--browser]`);
    process.exit(2);
  }
};

const openInBrowser = (link) => {
  const [command, args] =
    process.platform === 'win32'
      ? ['rundll32', ['url.dll,FileProtocolHandler', link]]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', [link]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // Without a browser the printed link is enough.
  child.on('error', () => {});
  child.unref();
};

const runBrowserDesk = (node, env, values) => {
  const args = [join(root, 'core', 'cli', 'flip360.ts'), 'desk', '--no-open'];
  if (values.data !== undefined) args.push('--data', values.data);
  if (values.port !== undefined) args.push('--port', values.port);
  const desk = spawn(node, args, { cwd: root, env, stdio: ['inherit', 'pipe', 'inherit'] });
  let opened = false;
  createInterface({ input: desk.stdout }).on('line', (line) => {
    console.log(line);
    const link = /^Open (http:\/\/\S+)$/.exec(line)?.[1];
    if (link !== undefined && !opened && !values['no-open']) openInBrowser(link);
    opened ||= link !== undefined;
  });
  // The terminal sends its own signal to the desk, which closes its database before it ends.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => desk.kill(signal));
  desk.on('close', (code, signal) => process.exit(signal === null ? (code ?? 1) : 0));
};

const values = readArguments();
// npm runs scripts in the project's folder; INIT_CWD is where the person stands.
if (values.data !== undefined) values.data = resolve(process.env.INIT_CWD ?? process.cwd(), values.data);
if (!ensurePackages()) process.exit(1);
const node = findNode24();
if (node === undefined) process.exit(1);
const env = node24Env(node);
const build = spawnSync(node, [join(root, 'scripts', 'build.ts'), '--if-stale'], {
  cwd: root,
  env,
  stdio: 'inherit',
});
if (build.status !== 0) process.exit(build.status ?? 1);

const electron = values.browser || values['no-open'] ? { reason: undefined } : await findElectron(node, env);
if (electron.path === undefined) {
  if (electron.reason !== undefined) console.log(`Opening in the browser: ${electron.reason}.`);
  runBrowserDesk(node, env, values);
} else {
  const failed = await runElectron(electron.path, env, values);
  if (failed) {
    console.log('Electron could not start here; opening in the browser.');
    runBrowserDesk(node, env, values);
  }
}
