// Runs on whatever Node (20 or newer) the person has: no dependencies, no TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Which installed packages differ from the lockfile; empty when node_modules is exactly what it describes. */
export const stalePackages = (lock, installed) => {
  if (installed === undefined) return ['node_modules'];
  const stale = [];
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === '') continue;
    const found = installed.packages[path];
    if (found === undefined ? wanted.optional !== true : found.version !== wanted.version) stale.push(path);
  }
  for (const path of Object.keys(installed.packages)) {
    if (lock.packages[path] === undefined) stale.push(path);
  }
  return stale;
};

/** PATH without the project's own node_modules/.bin, which `npm run` puts first and `npm ci` deletes. */
const outsidePath = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes(`node_modules${sep}.bin`))
    .join(delimiter);

const npmCi = () => {
  const npmCli = process.env.npm_execpath;
  const env = { ...process.env, PATH: outsidePath() };
  const [command, args, shell] =
    npmCli !== undefined && npmCli.endsWith('.js') ? ['node', [npmCli, 'ci'], false] : ['npm', ['ci'], process.platform === 'win32'];
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env, shell }).status === 0;
};

/** Runs `npm ci` when node_modules is missing or differs from package-lock.json. Returns false if that failed. */
export const ensurePackages = () => {
  const lock = readJson(join(root, 'package-lock.json'));
  if (lock === undefined) {
    console.error('package-lock.json is missing or damaged: take it from the repository again.');
    return false;
  }
  const stale = stalePackages(lock, readJson(join(root, 'node_modules', '.package-lock.json')));
  if (stale.length === 0) return true;
  console.log(`Installing packages (${stale.length === 1 ? stale[0] : `${stale.length} differ`}) …`);
  const started = Date.now();
  if (!npmCi()) {
    console.error('npm ci failed. Is a package registry reachable (npm ping)?');
    return false;
  }
  console.log(`Packages installed in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  return true;
};

/**
 * The Node 24 that runs all code of the product: the one that npm installed, else the one that runs this script.
 * Undefined, after saying so, where neither is one.
 */
export const findNode24 = () => {
  const folder = join(root, 'node_modules', `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`);
  const installed = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(installed)) return installed;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(
    `Flip 360 Desk runs on Node 24. npm has no Node package for ${process.platform} on ${process.arch}:\n` +
      `install Node 24 or newer from https://nodejs.org and run this again (this is Node ${process.versions.node}).`,
  );
  return undefined;
};

/** The environment in which `node` and every tool of node_modules run on that Node. */
export const node24Env = (node) => ({
  ...process.env,
  PATH: [dirname(node), join(root, 'node_modules', '.bin'), outsidePath()].join(delimiter),
});
