import { walkResult } from '../../contract/desk.ts';
import { type Command, PERSON_OPTIONS, readArguments, textOption } from '../command.ts';
import { withDesk } from '../local-desk.ts';
import { done, refused } from '../outcome.ts';

export const chainWalk: Command = {
  name: 'chain walk',
  usage: '[--data DIR] [--person NAME] [--json]',
  summary: 'Verifies the whole ledger from its first event: hashes, streams, spines, signatures, Merkle root.',
  run: async (args) => {
    const given = readArguments(args, PERSON_OPTIONS, { min: 0, max: 0 });
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const walk = await api.job('/ledger/walk', {}, walkResult);
      if (walk.ok)
        return done(
          [
            `The chain holds: ${walk.events} events, ${walk.streams} streams, ${walk.spines} spines, in ${walk.ms} ms.`,
            `Root ${walk.root}`,
          ],
          walk,
        );
      const { failure } = walk;
      const where =
        failure === null || failure.index === null ? '' : ` at event ${failure.index}${failure.hash === null ? '' : ` (${failure.hash})`}`;
      return refused(
        [
          `The chain is broken${where}: ${failure?.words ?? 'the reason is not recorded'} (${failure?.code ?? ''}).`,
          'Next: keep the folder as it is, and restore the last backup into another one.',
        ],
        walk,
      );
    });
  },
};
