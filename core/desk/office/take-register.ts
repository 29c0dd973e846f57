import { err, ok, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { bytesToBase64url, utf8Decode } from '../../protocol/bytes.ts';
import { parseTrustFile } from '../../protocol/pack/trust-file.ts';
import type { Register } from '../../protocol/register/state.ts';
import type { DeskContext } from '../context.ts';
import type { HandedIn } from '../exchange/handed-in.ts';
import { openExchangeFile } from '../exchange/open-file.ts';
import { takeIn } from '../exchange/take-in.ts';
import type { Refusal } from '../refusal.ts';
import { trustFileOfRegister } from './network-trust.ts';

export type JoinedNetwork = {
  readonly network: string;
  readonly test: boolean;
  readonly net: string;
  readonly practices: number;
};

const NOTHING = 'Nothing was taken in; the desk still waits for its register.';
const refuse = (code: string, title: string, detail: string, next: string, where?: string): Refusal => ({
  status: 422,
  code,
  title,
  detail,
  kept: NOTHING,
  next,
  ...(where === undefined ? {} : { where }),
});

/**
 * Takes the office's answer on a desk that has no register yet: the exchange file counts only if its register begins with the founding event that
 * the trust file names, by the same roots, and states this desk with its own keys. All or nothing.
 */
export const takeRegister = async (
  desk: DeskContext,
  sealer: Sealer,
  files: { readonly answer: HandedIn; readonly trust: HandedIn },
): Promise<Result<JoinedNetwork, Refusal>> => {
  if (desk.ledger.register() !== null)
    return err({
      status: 409,
      code: 'register-held',
      title: 'This desk has a register already',
      detail: 'A desk belongs to one network for good.',
      kept: 'Nothing was changed.',
      next: 'Import later files of the office under Exchange.',
    });
  const trust = parseTrustFile(desk.primitives, files.trust.bytes);
  if (!trust.ok)
    return err(
      refuse(
        'trust-syntax',
        'This is not a trust file',
        `Line ${trust.error.line} is not as it has to be.`,
        'Ask the network office for the trust file again.',
        files.trust.name,
      ),
    );
  const opened = await openExchangeFile(desk, sealer, null, trust.value.net, files.answer);
  if (!opened.ok) return opened;
  const expected = utf8Decode(files.trust.bytes);
  const condition = (register: Register | null): Refusal | null => {
    if (register === null || register.net !== trust.value.net)
      return refuse(
        'register-missing',
        'The answer holds no register of this network',
        'The founding event that the trust file names is not in the file.',
        'Ask the network office for its answer again.',
        files.answer.name,
      );
    if (!sameRoots(trustFileOfRegister(desk, register), expected.ok ? expected.value : ''))
      return refuse(
        'trust-roots',
        'The register and the trust file name other keys',
        'Network name, test mark or root keys differ: one of the two files is not from this office.',
        'Compare the trust file with the office by another way before going on.',
        files.trust.name,
      );
    if (opened.value.sealed.header.from !== register.office)
      return refuse(
        'not-from-the-office',
        'This answer is not from the network office',
        'Another practice made it.',
        'Take the file that the network office sent.',
        files.answer.name,
      );
    return ownKeys(desk, register)
      ? null
      : refuse(
          'not-registered',
          'The register does not state this desk',
          'It holds no practice with the keys of this desk: the answer belongs to another request.',
          'Send the current request file to the network office.',
          files.answer.name,
        );
  };
  const taken = takeIn(desk, opened.value, 'import', condition);
  if (!taken.ok) return taken;
  const register = desk.ledger.register();
  if (register === null) throw new Error('a register was taken in and is not there');
  return ok({
    network: register.network,
    test: register.test,
    net: register.net,
    practices: register.practices.size,
  });
};

/** Name, test mark, net and root lines are the same; a trust file may name network logs besides. */
const sameRoots = (own: string, given: string): boolean => {
  const core = (text: string): string =>
    text
      .split('\n')
      .filter((line) => /^(network|test|net|root) /u.test(line))
      .join('\n');
  return core(own) === core(given);
};

const ownKeys = (desk: DeskContext, register: Register): boolean => {
  const key = register.keys.get(desk.keys.desk.key);
  const stated = register.practices.get(desk.profile.practice)?.desks.at(-1);
  return (
    key?.practice === desk.profile.practice &&
    key.use === 'desk' &&
    stated?.sealKey === bytesToBase64url(desk.keys.seal.publicKey) &&
    stated.log === desk.keys.log.vkey
  );
};
