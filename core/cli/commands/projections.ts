import { rebuildProjections } from '../../desk/ledger/rebuild.ts';
import { type Command, PERSON_OPTIONS, readArguments, textOption } from '../command.ts';
import { withDesk } from '../local-desk.ts';
import { done, refused } from '../outcome.ts';

export const projectionsRebuild: Command = {
  name: 'projections rebuild',
  usage: '[--data DIR] [--person NAME] [--json]',
  summary: 'Replays the exported events into an empty database and compares it, table by table, with the live one.',
  run: async (args) => {
    const given = readArguments(args, PERSON_OPTIONS, { min: 0, max: 0 });
    return withDesk(given, async ({ context, signIn }) => {
      await signIn(textOption(given, 'person'));
      const answer = await rebuildProjections(context(), {
        progress: () => undefined,
        cancelled: () => false,
        breathe: () => Promise.resolve(),
      });
      if (!answer.ok) return refused([answer.error.title, answer.error.detail], { ok: false, error: answer.error });
      const { same, events, tables, notFromEvents } = answer.value;
      const lines = [
        `${events} events replayed: ${same ? 'every table that is made from events is the same' : 'tables DIFFER'}.`,
        ...tables.map(
          (entry) => `  ${entry.live === entry.rebuilt ? 'same  ' : 'DIFFER'} ${entry.table}, ${entry.rows} rows, ${entry.rebuilt}`,
        ),
        `Not made from events: ${notFromEvents.map((entry) => `${entry.table} (${entry.kind})`).join(', ')}.`,
      ];
      return (same ? done : refused)(lines, { ok: same, ...answer.value });
    });
  },
};
