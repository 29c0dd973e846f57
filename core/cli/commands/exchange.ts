import { exchangeImported, exchangeView, registerView } from '../../contract/desk.ts';
import { fileAnswer } from '../../contract/scalars.ts';
import { type Command, operand, PERSON_OPTIONS, readArguments, requiredOption, textOption } from '../command.ts';
import { type DeskClient, notHere } from '../desk-client.ts';
import { withDesk } from '../local-desk.ts';
import { done, refused } from '../outcome.ts';
import { placeOf } from '../place.ts';
import { fileInputOf, writeAnswerInto } from './file-answers.ts';

/** Id of a practice from its id, ABN or legal name. Throws `DeskRefused` when none or several fit. */
export const practiceCalled = async (api: DeskClient, wanted: string): Promise<string> => {
  const { practices } = await api.get('/register', registerView);
  const plain = (text: string): string => text.toLowerCase().replaceAll(/\s/gu, '');
  const exact = practices.filter(
    (entry) => entry.practice === wanted || plain(entry.abn) === plain(wanted) || plain(entry.legalName) === plain(wanted),
  );
  const found = exact.length > 0 ? exact : practices.filter((entry) => plain(entry.legalName).includes(plain(wanted)));
  const [one, more] = found;
  if (one === undefined || more !== undefined)
    throw notHere(
      `${one === undefined ? 'No practice' : 'More than one practice'} fits “${wanted}”.`,
      `The register knows ${practices.map((entry) => entry.legalName).join(', ')}.`,
    );
  return one.practice;
};

export const exchangeExport: Command = {
  name: 'exchange export',
  usage: 'PRACTICE --out DIR [--data DIR] [--person NAME] [--json]',
  summary: 'Writes the exchange file for a practice (name, ABN or id): everything it has not been sent yet, sealed to it.',
  run: async (args) => {
    const given = readArguments(args, { ...PERSON_OPTIONS, out: { type: 'string' } }, { min: 1, max: 1 });
    const out = placeOf(requiredOption(given, 'out'));
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const practice = await practiceCalled(api, operand(given, 0));
      const file = await api.send('POST', `/exchange/${practice}/export`, {}, fileAnswer);
      const path = writeAnswerInto(out, file);
      const view = await api.get('/exchange', exchangeView);
      const words = view.counterparts.find((row) => row.practice === practice)?.words;
      return done(
        [
          `Wrote ${path}`,
          `SHA-256 ${file.sha256}`,
          ...(words === undefined ? [] : [words]),
          'Next: send it by e-mail or carry it on a stick; it opens at that practice only.',
        ],
        { ok: true, file: path, sha256: file.sha256, practice },
      );
    });
  },
};

export const exchangeImport: Command = {
  name: 'exchange import',
  usage: 'FILE [--data DIR] [--person NAME] [--json]',
  summary: 'Takes an exchange file in: every record is verified first; refused ones are named.',
  run: async (args) => {
    const given = readArguments(args, PERSON_OPTIONS, { min: 1, max: 1 });
    const file = fileInputOf(placeOf(operand(given, 0)));
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const taken = await api.send('POST', '/exchange/import', file, exchangeImported);
      const named = taken.events.filter((event) => ['refused', 'waiting', 'conflict', 'void'].includes(event.state));
      const lines = [
        `From ${taken.from}, file ${taken.seq}: ${taken.accepted} taken in, ${taken.already} held already, ${taken.kept} kept until what they need arrives, ${taken.refused} refused${taken.conflicts === 0 ? '' : `, ${taken.conflicts} in conflict with others`}.`,
        ...named.map((event) => `  ${event.state}: ${event.words} (${event.why ?? ''})`),
        ...taken.missing.map((entry) => `  missing: ${entry}`),
      ];
      const whole = taken.refused === 0 && taken.conflicts === 0;
      return (whole ? done : refused)(lines, { ok: whole, ...taken });
    });
  },
};
