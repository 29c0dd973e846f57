// Runs on whatever Node (20 or newer) the person has: no dependencies, no TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { root } from './platform.mjs';

const probeMs = 2_500;
const quickExitMs = 8_000;

const folder = join(root, 'node_modules', 'electron');

const binary = () => {
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
};

/** True if the place that Electron is downloaded from answers a TCP connection soon. */
const downloadReachable = () =>
  new Promise((resolve) => {
    const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/';
    const url = URL.canParse(mirror) ? new URL(mirror) : undefined;
    if (url === undefined) return resolve(false);
    const socket = connect({
      host: url.hostname,
      port: Number(url.port) || (url.protocol === 'http:' ? 80 : 443),
    });
    const done = (reachable) => {
      socket.destroy();
      resolve(reachable);
    };
    socket.setTimeout(probeMs, () => done(false));
    socket.on('connect', () => done(true));
    socket.on('error', () => done(false));
  });

/** The Electron binary, fetched if it can be, or the reason why the browser is used instead. */
export const findElectron = async (node, env) => {
  if (process.platform === 'linux') {
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return { reason: 'this session has no display' };
    // Chromium refuses its sandbox to root, and the desk does not run without it.
    if (process.getuid?.() === 0) return { reason: 'Electron does not run as root' };
  }
  const present = binary();
  if (present !== undefined) return { path: present };
  if (!(await downloadReachable())) return { reason: 'the Electron download is not reachable' };
  console.log('Downloading Electron …');
  spawnSync(node, [join(folder, 'install.js')], { cwd: root, env, stdio: ['ignore', 'inherit', 'ignore'] });
  const path = binary();
  return path === undefined ? { reason: 'Electron could not be downloaded' } : { path };
};

/** Runs the desk in Electron. Resolves true when it failed within seconds, else ends this process with it. */
export const runElectron = (path, env, values) =>
  new Promise((resolve) => {
    const started = Date.now();
    const args = ['.', ...(values.data === undefined ? [] : ['--data', values.data])];
    const child = spawn(path, args, { cwd: root, env, stdio: 'inherit' });
    child.on('error', () => resolve(true));
    child.on('exit', (code) => {
      if (code !== 0 && Date.now() - started < quickExitMs) resolve(true);
      else process.exit(code ?? 0);
    });
  });
