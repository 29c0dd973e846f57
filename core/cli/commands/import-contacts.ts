import { importPreview, type ImportPreview, importResult } from '../../contract/imports.ts';
import { type Command, operand, PERSON_OPTIONS, readArguments, textOption } from '../command.ts';
import { withDesk } from '../local-desk.ts';
import { done, refused } from '../outcome.ts';
import { placeOf } from '../place.ts';
import { fileInputOf } from './file-answers.ts';

const SHOWN = 20;

const problemsOf = (preview: ImportPreview): readonly string[] => {
  const all = preview.rows.flatMap((row) => row.problems);
  const lines = all
    .slice(0, SHOWN)
    .map((cell) => `  row ${cell.row}, ${cell.column}: ${cell.message}${cell.severity === 'blocks' ? '' : ' (imported all the same)'}`);
  return all.length > SHOWN ? [...lines, `  and ${all.length - SHOWN} more`] : lines;
};

export const importContacts: Command = {
  name: 'import contacts',
  usage: 'FILE [--dry-run] [--name TEXT] [--data DIR] [--person NAME] [--json]',
  summary:
    'Imports contacts from CSV or vCard as one batch that can be reverted. A row of a contact in the book fills what is empty there; possible duplicates and rows that do not read stay out.',
  run: async (args) => {
    const given = readArguments(args, { ...PERSON_OPTIONS, 'dry-run': { type: 'boolean' }, name: { type: 'string' } }, { min: 1, max: 1 });
    const file = fileInputOf(placeOf(operand(given, 0)));
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const preview = await api.send('POST', '/imports/preview', file, importPreview);
      const { counts } = preview;
      const head = `${preview.fileName}: ${preview.format}, ${preview.encoding}. ${counts.rows} rows: ${counts.new} new, ${counts.changed} change a contact, ${counts.same} say nothing new, ${counts.duplicates} may be duplicates, ${counts.bad} do not read.`;
      if (given.values['dry-run'] === true) {
        await api.send('DELETE', `/imports/${preview.import}`, undefined, importPreview.partial().nullable());
        return done([head, ...problemsOf(preview), 'Nothing was imported: this was a dry run.'], {
          ok: true,
          dryRun: true,
          counts,
          findings: preview.findings,
          problems: preview.rows.flatMap((row) => row.problems),
        });
      }
      const result = await api.send(
        'POST',
        `/imports/${preview.import}/commit`,
        { name: textOption(given, 'name') ?? preview.fileName, skipBlocked: true, duplicates: 'leave-out' },
        importResult,
      );
      const { imported, updated, refused: left, skipped, rows } = result.counts;
      const lines = [
        head,
        ...problemsOf(preview),
        `${rows} counted in: ${imported} imported, ${updated} updated, ${left} refused, ${skipped} left out. Batch "${result.name}" can be reverted whole.`,
      ];
      return (imported + updated > 0 || rows === 0 ? done : refused)(lines, {
        ok: imported + updated > 0 || rows === 0,
        import: result.import,
        name: result.name,
        counts: result.counts,
        findings: preview.findings,
      });
    });
  },
};
