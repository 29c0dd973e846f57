import { z } from 'zod';
import { backupRow, backupsView } from '../../contract/desk.ts';
import { type Command, PERSON_OPTIONS, readArguments, textOption } from '../command.ts';
import { notHere } from '../desk-client.ts';
import { askSecret } from '../ask-secret.ts';
import { withDesk } from '../local-desk.ts';
import { done, refused } from '../outcome.ts';

export const backup: Command = {
  name: 'backup',
  usage: '[--data DIR] [--person NAME] [--json]',
  summary: 'Makes a backup now and opens it again to check it.',
  run: async (args) => {
    const given = readArguments(args, PERSON_OPTIONS, { min: 0, max: 0 });
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const row = await api.job('/backups', {}, backupRow);
      const lines = [
        `${row.verified ? 'Backed up and checked' : 'Backed up, NOT verified'}: ${row.events} events, ${row.bytes} bytes, in ${row.folder}`,
        `Id ${row.id}`,
      ];
      return (row.verified ? done : refused)(lines, { ok: row.verified, backup: row });
    });
  },
};

export const restore: Command = {
  name: 'restore',
  usage: '[BACKUP] [--data DIR] [--person NAME] [--with-recovery-key] [--json]',
  summary: 'Puts a backup back; without an id lists the backups. The desk opens in recovery afterwards.',
  run: async (args) => {
    const given = readArguments(args, { ...PERSON_OPTIONS, 'with-recovery-key': { type: 'boolean' } }, { min: 0, max: 1 });
    const [id] = given.operands;
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const view = await api.get('/backups', backupsView);
      if (id === undefined)
        return done(
          view.backups.map((row) => `${row.id}  ${row.at}  ${row.events} events  ${row.verified ? 'checked' : 'not checked'}`),
          { ok: true, ...view },
        );
      if (!view.backups.some((row) => row.id === id))
        throw notHere(`No backup is called ${id}.`, 'Run flip360 restore without a name: it lists them.');
      const recoveryKey = given.values['with-recovery-key'] === true ? await askSecret('FLIP360_RECOVERY_KEY', 'Recovery key') : undefined;
      await api.send(
        'POST',
        '/backups/restore',
        { id, ...(recoveryKey === undefined ? {} : { recoveryKey }) },
        z.looseObject({ restart: z.boolean() }),
      );
      return done(
        [
          'The backup is put back when the desk opens next.',
          'Next: open the desk. It reads and exports, and signs nothing until each batch since the backup was checked.',
        ],
        { ok: true, restored: id },
      );
    });
  },
};
