import { join } from 'node:path';
import { packRow } from '../../contract/desk.ts';
import { referralList } from '../../contract/referrals.ts';
import { fileAnswer } from '../../contract/scalars.ts';
import { type Command, operand, PERSON_OPTIONS, readArguments, requiredOption, textOption } from '../command.ts';
import { type DeskClient, notHere } from '../desk-client.ts';
import { withDesk } from '../local-desk.ts';
import { done } from '../outcome.ts';
import { writePackFolder } from '../pack-on-disk.ts';
import { placeOf } from '../place.ts';
import { writeAnswerInto } from './file-answers.ts';

const HASH = /^[0-9a-f]{64}$/u;

const referralCalled = async (api: DeskClient, ref: string): Promise<string> => {
  if (HASH.test(ref)) return ref;
  const { rows } = await api.get(`/referrals?q=${encodeURIComponent(ref)}`, referralList);
  const [one, more] = rows.filter((row) => row.label === ref);
  if (one === undefined || more !== undefined)
    throw notHere(
      `${one === undefined ? 'No referral' : 'More than one referral'} here is called ${ref}.`,
      'Name it by its label, or by the hash of its intent.',
    );
  return one.intent;
};

export const packExport: Command = {
  name: 'pack export',
  usage: 'REF --out DIR [--data DIR] [--person NAME] [--json]',
  summary: 'Writes the evidence pack of a referral (label or hash of its intent) as a folder and as a ZIP.',
  run: async (args) => {
    const given = readArguments(args, { ...PERSON_OPTIONS, out: { type: 'string' } }, { min: 1, max: 1 });
    const out = placeOf(requiredOption(given, 'out'));
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const row = await api.job('/packs', { referral: await referralCalled(api, operand(given, 0)) }, packRow);
      const file = await api.get(`/packs/${row.id}/zip`, fileAnswer);
      const zip = writeAnswerInto(out, file);
      const folder = join(out, row.label);
      const files = writePackFolder(Uint8Array.from(Buffer.from(file.base64, 'base64')), folder);
      const lines = [
        `${row.interim ? 'Interim' : 'Complete'} pack ${row.label}: ${files} files`,
        `Folder ${folder}`,
        `ZIP ${zip}`,
        `Fingerprint ${row.fingerprint}`,
      ];
      return done(lines, {
        ok: true,
        label: row.label,
        interim: row.interim,
        folder,
        zip,
        fingerprint: row.fingerprint,
        sha256: file.sha256,
        files,
      });
    });
  },
};
