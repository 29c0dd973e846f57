import { err, ok } from '../../domain/result.ts';
import type { KeyFacts, Register } from '../../protocol/register/state.ts';
import type { ActHandler } from '../acts/plan.ts';
import { registerOf } from '../context.ts';
import { reasonWords } from '../referrals/reasons.ts';
import { type Refusal, refuseToSign } from '../refusal.ts';
import { officeBarred } from './registrar-act.ts';

const USES: Readonly<Record<KeyFacts['use'], string>> = {
  root: 'root key',
  registrar: 'registrar’s key',
  sign: 'signing key',
  desk: 'key of the desk itself',
  passkey: 'passkey',
};

const counts = (key: KeyFacts): boolean => key.revokedAt === null && key.retiredAt === null;

const keyWords = (register: Register, { key, use, person }: KeyFacts): string => {
  const holder = register.people.get(person ?? '')?.name;
  return `${holder === undefined ? '' : `${holder}, `}${USES[use]} ${key.slice(0, 8)}…`;
};

/** What is left to the practice once these keys have ended, in words. */
const leftWords = (register: Register, practice: string, name: string, ending: ReadonlySet<string>): string => {
  const left = [...register.keys.values()].filter(
    (key) => key.practice === practice && key.use === 'desk' && counts(key) && !ending.has(key.key),
  );
  return left.length === 0
    ? `No desk of ${name} is left. It sets one up anew and asks for fresh keys; those count 72 hours after you have stated them.`
    : `The other desks of ${name} give their book a new key that this computer does not get; a principal there renews the key that files are sealed to.`;
};

/** The network office ends keys of a member, for example of a stolen computer at a sole practitioner (protocol §5.8). A person of the office signs it, with a passkey. */
export const barKeysAct: ActHandler<'bar-keys'> = (desk, person, act) => {
  const register = registerOf(desk);
  const title = 'Only the network office revokes keys of a member';
  const practice = register.practices.get(act.practice);
  const check = (): Refusal | null => {
    const barred = officeBarred(desk, person, title);
    if (barred !== null) return barred;
    const fresh = registerOf(desk).keys;
    const other = act.keys.find((id) => {
      const key = fresh.get(id);
      return key?.practice !== act.practice || !counts(key);
    });
    return other === undefined
      ? null
      : refuseToSign(
          'key-not-counting',
          409,
          'One of these keys does not count any more, or is not theirs',
          `The register does not state ${other.slice(0, 8)}… as a key of this practice that counts.`,
          'Open the practice again.',
        ).error;
  };
  if (practice === undefined || practice.kind === 'office')
    return refuseToSign(
      'member-unknown',
      404,
      'There is no such member',
      'The office ends its own keys under People and keys.',
      'Choose a member of the register.',
    );
  const refused = check();
  if (refused !== null) return err(refused);
  const ending = new Set(act.keys);
  const named = [...ending].flatMap((key) => register.keys.get(key) ?? []);
  const many = named.length === 1 ? 'One key' : `${String(named.length)} keys`;
  return ok({
    words: `${many} of ${practice.legalName} ${named.length === 1 ? 'ends' : 'end'} now, because ${reasonWords(act.reason)}. The network office revokes ${named.length === 1 ? 'it' : 'them'} and tells every member.`,
    facts: [
      { label: 'Practice', value: practice.legalName },
      { label: named.length === 1 ? 'Key' : 'Keys', value: named.map((key) => keyWords(register, key)).join('; ') },
    ],
    ticks: [{ id: 'asked', text: `I have spoken to ${practice.legalName} on a number that we had before, or nobody there can be reached` }],
    warnings: [
      'It cannot be undone. What these keys signed before this stands in the network log goes on counting; what stands there later counts nowhere.',
      'The server ends the sessions of the computer as soon as this desk reaches it. What the computer holds stays on it until it is wiped.',
      leftWords(register, act.practice, practice.legalName, ending),
    ],
    events: [() => ({ type: 'key.barred', body: { practice: act.practice, keys: [...ending].toSorted(), reason: act.reason } })],
    assertion: { need: 'required', why: 'Taking a member’s keys away is a high-value act.' },
    check,
  });
};
