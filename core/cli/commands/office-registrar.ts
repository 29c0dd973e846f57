import { registrarReplaced } from '../../contract/desk.ts';
import { askSecret } from '../ask-secret.ts';
import { type Command, PERSON_OPTIONS, readArguments, textOption } from '../command.ts';
import { withDesk } from '../local-desk.ts';
import { done } from '../outcome.ts';
import { placeOf } from '../place.ts';
import { fileInputOf } from './file-answers.ts';

/** `office replace-registrar`: roots, opened for this one act, put a new registrar key in the place of the former one. */
export const officeReplaceRegistrar: Command = {
  name: 'office replace-registrar',
  usage: 'ROOT-FILE ROOT-FILE [--reason CODE] [--data DIR] [--person NAME] [--json]',
  summary: 'Two roots replace the registrar by a new key of this desk; the server is then claimed again.',
  run: async (args) => {
    const given = readArguments(args, { ...PERSON_OPTIONS, reason: { type: 'string' } }, { min: 1, max: 3 });
    const files = given.operands.map((path) => fileInputOf(placeOf(path)));
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const roots = [];
      for (const [position, file] of files.entries()) {
        const place = String(position + 1);
        roots.push({ file, passphrase: await askSecret(`FLIP360_ROOT_PASSPHRASE_${place}`, `Passphrase of ${file.name}`) });
      }
      const reason = textOption(given, 'reason') ?? 'rotation';
      const replaced = await api.send('POST', '/office/registrar', { roots, reason }, registrarReplaced);
      return done(
        [
          `The registrar is now ${replaced.registrar}, by ${replaced.roots.join(' and ')}. The former key is revoked.`,
          'Next: take the root files away again. With a sync server: npm run server -- new-code there; at this desk, under Network, Work by files only, then Take a new server with that code.',
          'Desks with exchange files learn of it from the next file (flip360 office answer).',
        ],
        { ok: true, ...replaced },
      );
    });
  },
};
