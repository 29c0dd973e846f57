/**
 * Lint rules of this repository, loaded by oxlint (`jsPlugins` of .oxlintrc.json). Each message says what to do
 * instead; each rule has passing and failing examples in test/lint.
 */

type Node = {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly raw?: string;
  readonly computed?: boolean;
  readonly callee?: Node;
  readonly object?: Node;
  readonly property?: Node;
  readonly arguments?: readonly Node[];
  readonly properties?: readonly Node[];
  readonly key?: Node;
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
};

type Context = { readonly report: (problem: { readonly node: Node; readonly message: string }) => void };
type Rule = {
  readonly meta: { readonly type: 'problem' };
  readonly create: (context: Context) => Readonly<Record<string, (node: Node) => void>>;
};

const rule = (create: Rule['create']): Rule => ({ meta: { type: 'problem' }, create });

/** `a.b.c` as text; undefined where a part is computed. */
const path = (node: Node | undefined): string | undefined => {
  if (node?.type === 'Identifier') return node.name;
  if (node?.type === 'ThisExpression') return 'this';
  if (node?.type !== 'MemberExpression' || node.computed === true) return undefined;
  const object = path(node.object);
  return object === undefined ? undefined : `${object}.${node.property?.name ?? ''}`;
};

const withoutGlobal = (text: string | undefined): string | undefined => text?.replace(/^(globalThis|window|self)\./, '');

const ambient: Readonly<Record<string, string>> = {
  'Date.now': 'Take the time as an argument.',
  'performance.now': 'Take the time as an argument.',
  'Math.random': 'Take randomness as an argument.',
  'crypto.randomUUID': 'Take the id as an argument.',
  'crypto.getRandomValues': 'Take randomness as an argument.',
};

/** The clock and randomness come in as arguments, so that any day can be tested and any crash replayed. */
const noAmbient = rule((context) => ({
  MemberExpression: (node) => {
    const text = withoutGlobal(path(node)) ?? '';
    const message = Object.hasOwn(ambient, text) ? ambient[text] : undefined;
    if (message !== undefined) context.report({ node, message: `${text}: ${message}` });
  },
  NewExpression: (node) => {
    if (withoutGlobal(path(node.callee)) === 'Date' && (node.arguments ?? []).length === 0) {
      context.report({ node, message: 'new Date(): Take the time as an argument.' });
    }
  },
  CallExpression: (node) => {
    if (withoutGlobal(path(node.callee)) === 'Date') {
      context.report({ node, message: 'Date(): Take the time as an argument.' });
    }
  },
}));

const copies = new Set(['copyFile', 'copyFileSync', 'backup']);

/** A live database is copied by VACUUM INTO alone: a file copy lacks the log, and attaching can write plaintext. */
const noUnsafeCopy = rule((context) => {
  const readText = (node: Node, text: string): void => {
    if (/\battach\b[\s\S]*\bkey\b\s*''/i.test(text)) {
      context.report({
        node,
        message: "ATTACH … KEY '' writes a plaintext database: use the reviewed export.",
      });
    }
  };
  return {
    CallExpression: (node) => {
      const callee = node.callee;
      const name = callee?.type === 'MemberExpression' ? callee.property?.name : callee?.name;
      if (name !== undefined && copies.has(name)) {
        context.report({
          node,
          message: `${name}: copy a database with VACUUM INTO and check the copy (backup module).`,
        });
      }
    },
    Literal: (node) => {
      if (typeof node.value === 'string') readText(node, node.value);
    },
    TemplateLiteral: (node) => readText(node, (node.quasis ?? []).map((part) => part.value.raw).join(' ')),
  };
});

/** Money is counted in whole cents and basis points; nothing in the core needs a fraction. */
const noFloat = rule((context) => {
  const message = 'Count in whole cents and basis points; divide with the rounding functions of core/domain/money.';
  return {
    CallExpression: (node) => {
      const text = path(node.callee);
      const method = node.callee?.type === 'MemberExpression' ? node.callee.property?.name : undefined;
      if (text === 'parseFloat' || text === 'Number.parseFloat' || method === 'toFixed') context.report({ node, message });
    },
    Literal: (node) => {
      if (typeof node.value === 'number' && !Number.isInteger(node.value)) context.report({ node, message });
    },
  };
});

const intoQueue = /\binsert\s+(or\s+[a-z]+\s+)?into\s+attachment\b/i;

/**
 * Three kinds of exit, all in core/desk/exits: to another practice through the gate, to the person, inside the practice. Nothing else queues a
 * sealed attachment, sends mail or hands out a file.
 */
const declaredExits = rule((context) => {
  const readText = (node: Node, text: string): void => {
    if (intoQueue.test(text))
      context.report({
        node,
        message:
          'A sealed attachment is queued by core/desk/exits alone: ask the gate through to-practice.ts, or send papers through business.ts.',
      });
  };
  return {
    CallExpression: (node) => {
      const name = node.callee?.type === 'MemberExpression' ? node.callee.property?.name : undefined;
      const [first] = node.arguments ?? [];
      if (name === 'insertInto' && first?.value === 'attachment')
        context.report({
          node,
          message:
            'A sealed attachment is queued by core/desk/exits alone: ask the gate through to-practice.ts, or send papers through business.ts.',
        });
      if ((name === 'mailer' || name === 'texter') && first === undefined)
        context.report({ node, message: 'Messages leave through core/desk/exits/to-person.ts, which notes them.' });
    },
    ObjectExpression: (node) => {
      const keys = (node.properties ?? []).map((property) => property.key?.name);
      if (keys.includes('base64') && keys.includes('mediaType'))
        context.report({ node, message: 'A file leaves through core/desk/exits/files.ts, which notes who let it out.' });
    },
    Literal: (node) => {
      if (typeof node.value === 'string') readText(node, node.value);
    },
    TemplateLiteral: (node) => readText(node, (node.quasis ?? []).map((part) => part.value.raw).join(' ')),
  };
});

const runners = new Set(['it', 'test', 'describe', 'suite', 'bench']);
const silencers = new Set(['only', 'skip', 'todo', 'skipIf', 'runIf', 'fixme', 'fails', 'fail', 'slow']);
const silent = new Set(['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe']);

/** Every test runs, always: what cannot run here fails and says what is missing. */
const noSilentTests = rule((context) => ({
  MemberExpression: (node) => {
    const parts = (path(node) ?? '').split('.');
    const [first = '', last = ''] = [parts[0], parts.at(-1)];
    if (runners.has(first) && parts.length > 1 && silencers.has(last)) {
      context.report({
        node,
        message: `${parts.join('.')}: every test runs; delete it or let it fail with a reason.`,
      });
    }
  },
  CallExpression: (node) => {
    const name = node.callee?.name ?? '';
    if (silent.has(name)) context.report({ node, message: `${name}: every test runs; delete it or repair it.` });
  },
}));

export default {
  meta: { name: 'flip360' },
  rules: {
    'no-ambient': noAmbient,
    'no-unsafe-copy': noUnsafeCopy,
    'no-float': noFloat,
    'declared-exits': declaredExits,
    'no-silent-tests': noSilentTests,
  },
};
