// Runs on whatever Node (20 or newer) the person has: no dependencies, no TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const runs = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const onPath = (command) => spawnSync('which', [command], { stdio: 'ignore' }).status === 0;

/**
 * What the tests use besides Node: the browser, the two languages of the independent verifiers, and the tools that
 * read our files as a stranger would. Each with the Debian packages that bring it and a probe.
 */
const tools = [
  {
    name: 'Chromium',
    packages: ['chromium', 'fonts-liberation'],
    found: () => existsSync('/usr/bin/chromium'),
  },
  {
    name: 'Go with golang.org/x/mod',
    packages: ['golang-go', 'golang-golang-x-mod-dev'],
    found: () => onPath('go') && existsSync('/usr/share/gocode/src/golang.org/x/mod/sumdb/note'),
  },
  {
    name: 'Python 3 with cryptography',
    packages: ['python3-cryptography'],
    found: () => runs('/usr/bin/python3', '-c', 'import cryptography'),
  },
  { name: 'OpenSSL', packages: ['openssl'], found: () => onPath('openssl') },
  {
    name: 'Poppler (pdfinfo, pdffonts, pdftoppm)',
    packages: ['poppler-utils'],
    found: () => onPath('pdfinfo'),
  },
  { name: 'qpdf', packages: ['qpdf'], found: () => onPath('qpdf') },
  { name: 'xxd', packages: ['xxd'], found: () => onPath('xxd') },
  {
    name: 'PostgreSQL server',
    packages: ['postgresql'],
    found: () => existsSync('/usr/lib/postgresql') || onPath('initdb'),
  },
  { name: 'jq', packages: ['jq'], found: () => onPath('jq') },
];

const aptGet = (...args) =>
  spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qy', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

/** Installs the missing tools on Debian as root; elsewhere names them. Returns false if something is still missing. */
export const ensureSystemTools = () => {
  const missing = tools.filter((tool) => !tool.found());
  if (missing.length === 0) return true;
  const packages = missing.flatMap((tool) => tool.packages);
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log(`Installing ${packages.join(' ')} …`);
    // An older package list often still serves, so a failed update alone is not the end.
    aptGet('update');
    aptGet('install', '--no-install-recommends', ...packages);
  }
  const still = tools.filter((tool) => !tool.found());
  if (still.length === 0) return true;
  console.error(`The tests need: ${still.map((tool) => tool.name).join(', ')}.`);
  console.error(`On Debian: sudo apt-get install ${still.flatMap((tool) => tool.packages).join(' ')}`);
  return false;
};
