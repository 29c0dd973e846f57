import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { officeAnswer, registerView } from '../../contract/desk.ts';
import { fileAnswer } from '../../contract/scalars.ts';
import { setupAnswer } from '../../contract/status.ts';
import type { Act } from '../../contract/acts.ts';
import { askNewSecret, askSecret } from '../ask-secret.ts';
import { type Command, type Given, operand, PERSON_OPTIONS, readArguments, requiredOption, textOption } from '../command.ts';
import { openKeyFile, withDesk } from '../local-desk.ts';
import { CannotOpen, done, type Outcome, UsageError } from '../outcome.ts';
import { placeOf } from '../place.ts';
import { SIGN_OPTIONS, signAct } from './acting.ts';
import { practiceCalled } from './exchange.ts';
import { fileInputOf, writeAnswerInto } from './file-answers.ts';

const COMMON = '[--data DIR] [--person NAME] [--json]';

const newRootPassphrases = async (): Promise<string[]> => {
  const chosen: string[] = [];
  for (const root of ['1', '2', '3'])
    chosen.push(
      await askNewSecret(
        `FLIP360_ROOT_PASSPHRASE_${root}`,
        `Passphrase of root ${root}, chosen by who will hold it, at least 10 characters`,
      ),
    );
  return chosen;
};

export const officeCreate: Command = {
  name: 'office create',
  usage: '--name TEXT --abn ABN --person NAME [--gst-from YYYY-MM-DD] [--roots 3|1] [--data DIR] [--json]',
  summary: 'Founds a network: three roots as sealed files to carry away, registrar, first person. The recovery key is shown once.',
  run: async (args) => {
    const given = readArguments(
      args,
      {
        ...PERSON_OPTIONS,
        name: { type: 'string' },
        abn: { type: 'string' },
        'gst-from': { type: 'string' },
        roots: { type: 'string' },
      },
      { min: 0, max: 0 },
    );
    const legalName = requiredOption(given, 'name');
    const abn = requiredOption(given, 'abn');
    const name = requiredOption(given, 'person');
    const from = textOption(given, 'gst-from') ?? null;
    const roots = textOption(given, 'roots') ?? '3';
    if (roots !== '3' && roots !== '1') throw new UsageError('--roots is 3 or 1');
    return withDesk(given, async ({ api, folder }) => {
      await openKeyFile(api);
      const pin = await askSecret('FLIP360_PIN', `A PIN for ${name}, at least 6 characters`);
      const rootPassphrases = roots === '3' ? await newRootPassphrases() : null;
      const set = await api.send(
        'POST',
        '/setup',
        {
          kind: 'office',
          legalName,
          abn,
          gst: { registered: from !== null, from },
          verticals: ['accountant'],
          person: { name, pin },
          rootPassphrases,
        },
        setupAnswer,
      );
      return done(
        [
          `The office stands in ${folder}.`,
          'Recovery key, shown once. Write it down and keep it away from this computer:',
          `  ${set.recoveryGroups.join(' ')}`,
          ...(set.rootFiles.length === 0
            ? ['One root was made and stays on this desk, wrapped: a network that members rely on takes three.']
            : [
                'Roots, each sealed by its own passphrase; this desk holds no other copy. Two of the three replace a registrar:',
                ...set.rootFiles.map((file) => `  ${file}`),
                'Move each to a stick of its own, give it to another person, and delete it here.',
              ]),
          'Next: enrol two more people, then propose a rule, have it approved by two and publish it.',
        ],
        { ok: true, practice: set.practice, person: set.person, recoveryGroups: set.recoveryGroups, rootFiles: set.rootFiles },
      );
    });
  },
};

export const officeRegister: Command = {
  name: 'office register',
  usage: `REQUEST [--out DIR] ${COMMON}`,
  summary: 'Registers the practice of a key request; with --out writes the answer and the trust file at once.',
  run: async (args) => {
    const given = readArguments(args, { ...PERSON_OPTIONS, out: { type: 'string' } }, { min: 1, max: 1 });
    const request = fileInputOf(placeOf(operand(given, 0)));
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const registered = await api.send('POST', '/office/requests', request, officeAnswer);
      const named = textOption(given, 'out');
      if (named === undefined)
        return done([`Registered as ${registered.practice}.`, 'Next: flip360 office answer, and send both files back.'], {
          ok: true,
          ...registered,
        });
      const out = placeOf(named);
      const files = [
        writeAnswerInto(out, await api.send('POST', `/exchange/${registered.practice}/export`, {}, fileAnswer)),
        writeAnswerInto(out, await api.get('/trust-file', fileAnswer)),
      ];
      return done(
        [`Registered as ${registered.practice}.`, ...files.map((file) => `Wrote ${file}`), 'Next: send both files to the practice.'],
        { ok: true, ...registered, files },
      );
    });
  },
};

export const officeAnswerCommand: Command = {
  name: 'office answer',
  usage: `PRACTICE --out DIR ${COMMON}`,
  summary: 'Writes the register for a practice (name, ABN or id) and the trust file.',
  run: async (args) => {
    const given = readArguments(args, { ...PERSON_OPTIONS, out: { type: 'string' } }, { min: 1, max: 1 });
    const out = placeOf(requiredOption(given, 'out'));
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const practice = await practiceCalled(api, operand(given, 0));
      const files = [
        writeAnswerInto(out, await api.send('POST', `/exchange/${practice}/export`, {}, fileAnswer)),
        writeAnswerInto(out, await api.get('/trust-file', fileAnswer)),
      ];
      return done([...files.map((file) => `Wrote ${file}`), 'Next: send both to the practice; the trust file is compared out of band.'], {
        ok: true,
        practice,
        files,
      });
    });
  },
};

const signing = async (given: Given, actOf: () => Act, next: string): Promise<Outcome> =>
  withDesk(given, async ({ api, signIn }) => {
    await signIn(textOption(given, 'person'));
    const { signed, words } = await signAct(api, given, actOf());
    return done([...words, 'Signed.', ...(next === '' ? [] : [`Next: ${next}`])], {
      ok: true,
      events: signed.events,
    });
  });

const ruleIn = (path: string): unknown => {
  try {
    return z.json().parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new CannotOpen(`${path} does not hold a rule as JSON.`, 'Write the rule version as docs/protocol.md §8 says.');
  }
};

const contentOf = (given: Given): string => {
  const content = operand(given, 0);
  if (!/^[0-9a-f]{64}$/u.test(content)) throw new UsageError('name the rule by the hash of its content, 64 hex digits');
  return content;
};

export const officeProposeRule: Command = {
  name: 'office propose-rule',
  usage: `FILE [--yes] ${COMMON}`,
  summary: 'Proposes a rule version (JSON). Two other people approve it.',
  run: async (args) => {
    const given = readArguments(args, { ...PERSON_OPTIONS, ...SIGN_OPTIONS }, { min: 1, max: 1 });
    const rule = ruleIn(placeOf(operand(given, 0)));
    return signing(given, () => ({ act: 'rule-propose', rule }), 'two other people of the office approve it.');
  },
};

export const officeApproveRule: Command = {
  name: 'office approve-rule',
  usage: `HASH [--yes] ${COMMON}`,
  summary: 'Approves a proposed rule version by the hash of its content.',
  run: async (args) => {
    const given = readArguments(args, { ...PERSON_OPTIONS, ...SIGN_OPTIONS }, { min: 1, max: 1 });
    const content = contentOf(given);
    return signing(given, () => ({ act: 'rule-approve', content }), '');
  },
};

export const officePublishRule: Command = {
  name: 'office publish-rule',
  usage: `HASH [--yes] ${COMMON}`,
  summary: 'Publishes a rule version that two people approved.',
  run: async (args) => {
    const given = readArguments(args, { ...PERSON_OPTIONS, ...SIGN_OPTIONS }, { min: 1, max: 1 });
    const content = contentOf(given);
    return signing(given, () => ({ act: 'rule-publish', content }), 'send the register to the practices with flip360 office answer.');
  },
};

export const officeRegisterView: Command = {
  name: 'office show',
  usage: COMMON,
  summary: 'Lists practices, rules and requests of the register.',
  run: async (args) => {
    const given = readArguments(args, PERSON_OPTIONS, { min: 0, max: 0 });
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const view = await api.get('/register', registerView);
      return done(
        [
          `${view.network}${view.test ? ' (TEST NETWORK)' : ''}, register at index ${view.index} of ${view.at}`,
          ...view.practices.map((row) => `  ${row.legalName}, ABN ${row.abn}, ${row.kind}`),
          ...view.rules.map((row) => `  rule ${row.name} version ${row.version}, ${row.state}: ${row.content}`),
          ...view.requests.map((row) => `  waiting: ${row.legalName}, ABN ${row.abn}`),
        ],
        { ok: true, ...view },
      );
    });
  },
};
