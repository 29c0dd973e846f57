import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { utf8Decode } from '../../protocol/bytes.ts';
import type { PackReport } from '../../protocol/pack/report.ts';
import { verifyPack } from '../../protocol/pack/verify.ts';
import { type Command, operand, readArguments, textOption } from '../command.ts';
import { CannotOpen, type Outcome } from '../outcome.ts';
import { readNamedFile, readPack } from '../pack-on-disk.ts';
import { placeOf } from '../place.ts';

const trustText = (path: string): string => {
  const text = utf8Decode(readNamedFile(path));
  if (!text.ok) throw new CannotOpen(`${path} is not a text file.`, 'Name the trust file that the network office gave you.');
  return text.value;
};

/** Lines of a report: three verdicts in words, then the first check that failed, then what no pack can show. */
const reportLines = (report: PackReport): readonly string[] => {
  const failed = report.checks.find((check) => check.state === 'failed');
  return [
    ...report.intact.words,
    ...report.recognised.words,
    ...report.complete.words,
    ...report.network.words,
    ...(failed === undefined
      ? []
      : [
          `First failure: ${failed.name} (${failed.code ?? ''})${failed.where === '' ? '' : `, at ${failed.where}`}.`,
          `Compared: ${failed.compared}.`,
        ]),
    `${report.checks.filter((check) => check.state === 'ok').length} checks hold, ${report.checks.filter((check) => check.state === 'not-judged').length} were not judged.`,
    ...report.limits,
  ];
};

/** What the command ends with: broken and not recognised are failures; self-consistent only, without a trust file, is not. */
const outcomeOf = (report: PackReport): Outcome => {
  const { contents: _contents, ...json } = report;
  return {
    exit: report.failure === null ? 0 : 1,
    lines: reportLines(report),
    json: { ok: report.failure === null, ...json },
  };
};

export const packVerify: Command = {
  name: 'pack verify',
  usage: 'PATH [--trust FILE] [--json]',
  summary: 'Verifies an evidence pack, folder or ZIP: intact, recognised, complete. Needs no data folder and no network.',
  run: async (args) => {
    const given = readArguments(args, { trust: { type: 'string' } }, { min: 1, max: 1 });
    const trust = textOption(given, 'trust');
    const pack = readPack(placeOf(operand(given, 0)));
    return outcomeOf(verifyPack(pack, trust === undefined ? null : trustText(placeOf(trust)), nodePrimitives()));
  },
};
