import type { IConfiguration } from 'dependency-cruiser';
import { type DependencyClass, readDependencyClasses } from './dependency-classes.ts';

const classes = readDependencyClasses();

const escape = (name: string): string => name.replace(/[/.-]/g, '\\$&');
/** Matches the installed files of the packages of some classes; an alias is installed under its own name. */
const packages = (...names: readonly DependencyClass[]): string =>
  `node_modules/(${names
    .flatMap((name) => classes[name])
    .map(escape)
    .join('|')})/`;

const tests = '\\.(test|drill|spec)\\.tsx?$';
/** What tests beside them set up with, and suites that several of them run. */
const fixtures = '(\\.fixture|/testing/[^/]+|/acceptance/[^/]+)\\.ts$';
const pure = '^core/(domain|protocol|contract)/';
const error = 'error' as const;

/** Who may import whom; each `comment` says what to do instead. Examples: test/boundaries. */
const rules: IConfiguration = {
  forbidden: [
    {
      name: 'core-is-pure',
      comment: 'core/domain, core/protocol and core/contract import only each other: take what you need as an argument.',
      severity: error,
      from: { path: pure, pathNot: tests },
      to: { path: '^(core|electron|renderer|sync-server|scripts|bench|test|e2e)/', pathNot: pure },
    },
    {
      name: 'core-without-node',
      comment: 'The pure core knows no Node: put it behind an interface in core/ports and pass it in.',
      severity: error,
      from: { path: pure, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-pure-packages',
      comment: 'The pure core uses only packages of class "pure" in scripts/dependencies.json.',
      severity: error,
      from: { path: pure, pathNot: tests },
      to: { path: 'node_modules/', pathNot: packages('pure') },
    },
    {
      name: 'ports-are-interfaces',
      comment: 'core/ports describes what the shell provides: it imports the pure core and nothing else.',
      severity: error,
      from: { path: '^core/ports/', pathNot: tests },
      to: {
        path: '^(core|electron|renderer|sync-server|scripts|bench|test|e2e)/',
        pathNot: [pure, '^core/ports/'],
      },
    },
    {
      name: 'adapters-below-desk',
      comment: 'Adapters carry out what a port says; the desk passes them in. Move shared rules to the pure core.',
      severity: error,
      from: { path: '^core/adapters/', pathNot: tests },
      to: { path: '^core/(desk|cli)/' },
    },
    {
      name: 'exits-only',
      comment: 'What leaves for another practice is queued by the exits alone: ask the gate through core/desk/exits/to-practice.ts.',
      severity: error,
      from: { path: '^(core|electron)/', pathNot: [tests, fixtures, '^core/desk/exits/'] },
      to: { path: '^core/desk/exits/sealed-queue\\.ts$' },
    },
    {
      name: 'core-below-shells',
      comment: 'core runs without a shell: electron, renderer and sync-server import core, never the other way.',
      severity: error,
      // Tests of the desk may talk to a server in their own process.
      from: { path: '^core/', pathNot: [tests, fixtures] },
      to: { path: '^(electron|renderer|sync-server|bench|e2e)/' },
    },
    {
      name: 'desk-without-cli',
      comment: 'The command line calls the desk: move what both need into core/desk.',
      severity: error,
      from: { path: '^core/desk/', pathNot: tests },
      to: { path: '^core/cli/' },
    },
    {
      name: 'renderer-sees-types-only',
      comment: 'The window runs only the pure core (domain, protocol, contract); of the rest it may `import type`.',
      severity: error,
      from: { path: '^renderer/', pathNot: tests },
      to: {
        path: '^(core|electron|sync-server|scripts|test)/',
        pathNot: pure,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'renderer-packages',
      comment: 'The window uses packages of class "pure" or "dom" in scripts/dependencies.json.',
      severity: error,
      from: { path: '^renderer/', pathNot: [tests, '\\.config\\.ts$', '^renderer/(app/)?client\\.ts$'] },
      to: { path: 'node_modules/', pathNot: packages('pure', 'dom'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'renderer-without-node',
      comment: 'The window runs in a sandboxed page: ask the desk for it over the API.',
      severity: error,
      from: { path: '^renderer/', pathNot: [tests, '\\.config\\.ts$'] },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-client',
      comment: 'Only renderer/client.ts calls the API: add a function there.',
      severity: error,
      from: { path: '^renderer/', pathNot: '^renderer/(app/)?client\\.ts$' },
      to: { path: 'node_modules/hono/' },
    },
    {
      name: 'only-electron-imports-electron',
      comment: 'The desk is plain Node: let electron/ pass the ability in as a port.',
      severity: error,
      from: { pathNot: ['^electron/', '^test/packaging/'] },
      to: { path: packages('main') },
    },
    {
      name: 'electron-without-renderer',
      comment: 'The shell serves the built window from build/renderer: it imports none of its sources.',
      severity: error,
      from: { path: '^electron/' },
      to: { path: '^(renderer|sync-server)/' },
    },
    {
      name: 'server-without-window',
      comment: 'The server shares core/{domain,protocol,contract,ports} with the desk and nothing of the shells.',
      severity: error,
      from: { path: '^sync-server/', pathNot: tests },
      to: { path: '^(renderer|electron|core/(desk|cli))/' },
    },
    {
      name: 'one-database-driver',
      comment: 'Only core/adapters/sqlite knows the driver: use the port, so that changing it stays one folder.',
      severity: error,
      from: { pathNot: ['^core/adapters/sqlite/', '^bench/', '^test/'] },
      to: { path: 'node_modules/better-sqlite3/' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A released migration must mean the same for ever: write the old shape out instead of importing it.',
      severity: error,
      from: { path: '/migrations/', pathNot: tests },
      to: { pathNot: ['/migrations/', 'node_modules/kysely/'] },
    },
    {
      name: 'packages-are-classified',
      comment: 'Name the package in scripts/dependencies.json: pure, node, dom, main or tool.',
      severity: error,
      // That test reaches into the parts of electron-builder.
      from: { pathNot: '^test/packaging/' },
      to: { path: 'node_modules/', pathNot: packages('pure', 'node', 'dom', 'main', 'tool') },
    },
    {
      name: 'shipped-code-needs-dependencies',
      comment: 'What the desk runs belongs in dependencies; devDependencies are not shipped.',
      severity: error,
      from: {
        path: '^(core|electron|sync-server)/',
        pathNot: [tests, '\\.config\\.ts$', '^electron/packaging/', '^sync-server/acceptance/'],
      },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/electron/',
      },
    },
    {
      name: 'no-test-in-product',
      comment: 'Product code imports no test and no fixture: move what both need beside the product code.',
      severity: error,
      from: { path: '^(core|electron|renderer|sync-server)/', pathNot: [tests, fixtures] },
      to: { path: [tests, fixtures, '^(test|e2e)/'] },
    },
    {
      name: 'fixtures-import-no-test',
      comment: 'A fixture serves tests: what it needs of a test stands in another fixture or in test/.',
      severity: error,
      from: { path: fixtures },
      to: { path: tests },
    },
    {
      name: 'no-circle',
      comment: 'Two modules that need each other are one, or miss a third: move the shared part out.',
      severity: error,
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'This import leads nowhere.',
      severity: error,
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};

export default rules;
