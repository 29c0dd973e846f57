import { err } from '../../domain/result.ts';
import type { BodyOf } from '../../protocol/event/catalogue.ts';
import type { ReadKeyRequest } from '../../protocol/register/key-request.ts';
import { type Register, rolesAt } from '../../protocol/register/state.ts';
import type { Refusal } from '../refusal.ts';

type Refused = { readonly ok: false; readonly error: Refusal };

const refuse = (code: string, title: string, detail: string, next: string): Refused =>
  err({ status: 409, code, title, detail, kept: 'Nothing was registered.', next });

/** Why the office cannot state the fresh keys that a request in a recovery asks for; null when it can. */
export const recoveryProblem = (register: Register, size: number, { request }: ReadKeyRequest): Refused | null => {
  const practice = register.practices.get(request.practice);
  if (practice === undefined || practice.abn !== request.abn)
    return refuse(
      'recovery-unknown',
      'This practice is not in the register',
      `Fresh keys are for a practice that is registered; ${request.legalName} is not, under this id and ABN.`,
      'Ask the practice which network it belongs to.',
    );
  const person = register.people.get(request.person.person);
  if (person?.practice !== request.practice || rolesAt(person, size).length === 0)
    return refuse(
      'recovery-person',
      'This person does not act for the practice',
      `The register states no role of ${request.person.name} in ${practice.legalName}.`,
      'Have somebody ask whom the register states.',
    );
  if (!practice.desks.some((stated) => stated.desk === request.desk))
    return refuse(
      'recovery-desk',
      'The register does not state this desk',
      `${practice.legalName} has another desk.`,
      'A second desk is added by the practice, not by the office.',
    );
  const held = [request.personKey.key, request.deskKey.key].some((key) => register.keys.has(key));
  const seal = [...register.practices.values()].some((other) => other.desks.some((stated) => stated.sealKey === request.sealKey));
  return held || seal
    ? refuse(
        'key-stated',
        'A key of this request is stated already',
        'Fresh keys are keys that nobody had before.',
        'Ask the practice to make them again.',
      )
    : null;
};

/** The event that answers a request for fresh keys (protocol §5.6). */
export const recoveryBody = ({ request, hash }: ReadKeyRequest): BodyOf<'practice.recovered'> => ({
  practice: request.practice,
  desk: request.desk,
  person: request.person.person,
  personKey: request.personKey,
  deskKey: request.deskKey,
  sealKey: request.sealKey,
  log: request.log,
  pack: request.pack,
  request: hash,
});
