import type { z } from 'zod';
import type { officeAnswer, officeRequestPreview } from '../../contract/desk.ts';
import { formatAbn, parseAbn } from '../../domain/identity/abn.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { base64urlToBytes } from '../../protocol/bytes.ts';
import { type KeyRequest, readKeyRequest, type ReadKeyRequest } from '../../protocol/register/key-request.ts';
import { membershipOf, statusAt } from '../../protocol/register/membership.ts';
import type { Register } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { exchangeSql } from '../exchange/tables.ts';
import type { HandedIn } from '../exchange/handed-in.ts';
import { appendOwn } from '../ledger/compose.ts';
import type { Refusal } from '../refusal.ts';
import { unknownVertical, verticals } from '../verticals.ts';
import { registrarOf } from './founding.ts';
import { recoveryBody, recoveryProblem } from './recovery-requests.ts';

const refuse = (
  code: string,
  status: Refusal['status'],
  title: string,
  detail: string,
  next: string,
): { readonly ok: false; readonly error: Refusal } => err({ status, code, title, detail, kept: 'Nothing was registered.', next });

export type Readable = {
  readonly registrar: NonNullable<ReturnType<typeof registrarOf>>;
  readonly register: Register;
  readonly read: ReadKeyRequest;
  readonly answered: z.infer<typeof officeAnswer> | null;
};

/** A request that this office can answer, with the answer it has given already. */
export const readRequest = (desk: DeskContext, file: HandedIn): Result<Readable, Refusal> => {
  if (desk.recovery !== null)
    return refuse('recovery', 423, 'The office registers nobody in recovery', desk.recovery.why, 'Finish the recovery first.');
  const registrar = registrarOf(desk);
  if (registrar === undefined)
    return refuse(
      'not-the-office',
      403,
      'Only the network office registers practices',
      'This desk does not hold the registrar’s key.',
      'Send the request to the network office.',
    );
  const read = readKeyRequest(file.bytes, desk.primitives);
  if (!read.ok)
    return err({
      status: 422,
      code: 'request-invalid',
      title: 'This is not a valid key request',
      detail: `It fails the check "${read.error.code}".`,
      where: file.name,
      kept: 'Nothing was registered.',
      next: 'Ask the practice for the file again, exactly as its desk wrote it.',
    });
  const register = registerOf(desk);
  const held = desk.db.get(
    exchangeSql.selectFrom('office_request').select(['practice', 'answered']).where('request', '=', read.value.hash),
  );
  const answered = held === undefined || held.answered === null ? null : { practice: held.practice, event: held.answered };
  const problem = answered === null ? requestProblem(desk, register, read.value) : null;
  return problem ?? ok({ registrar, register, read: read.value, answered });
};

/** What a request asks for, for the person who decides; nothing is signed. Errors as `registerPractice`. */
export const previewRequest = (desk: DeskContext, file: HandedIn): Result<z.infer<typeof officeRequestPreview>, Refusal> => {
  const found = readRequest(desk, file);
  if (!found.ok) return found;
  const { request, hash } = found.value.read;
  const names = new Map(verticals(desk).map(({ code, name }) => [code, name]));
  return ok({
    request: hash,
    legalName: request.legalName,
    abn: request.abn,
    gst: request.gst,
    verticals: request.verticals.map((code) => names.get(code) ?? code),
    person: request.person.name,
    personKey: request.personKey.key,
    at: request.at,
    answered: found.value.answered !== null,
    again: appliesAgain(found.value.register, request),
    replaces: replacedIn(found.value.register, request.replaces),
  });
};

const replacedIn = (register: Register, replaces: KeyRequest['replaces']): z.infer<typeof officeRequestPreview>['replaces'] =>
  replaces?.map(({ key, n }) => {
    const facts = register.keys.get(key);
    const person = register.people.get(facts?.person ?? '');
    return { key, n, whose: facts === undefined ? 'Not in the register' : (person?.name ?? 'The program') };
  }) ?? null;

/**
 * Registers the practice that a key request asks for (protocol §5.2), or states the fresh keys that it asks for (§5.6). The same request again gives the first answer. Errors: not a request, no
 * possession, an ABN that is not one or is registered already, keys or practice already stated, no registrar key on this desk.
 */
export const registerPractice = (desk: DeskContext, file: HandedIn): Result<z.infer<typeof officeAnswer>, Refusal> => {
  const found = readRequest(desk, file);
  if (!found.ok) return found;
  const { registrar, register, read, answered } = found.value;
  if (answered !== null) return ok(answered);
  if (read.request.replaces === undefined && membershipOf(register, read.request.practice).standing.length > 0)
    return refuse(
      'application-open',
      409,
      'This practice has applied',
      `The application of ${read.request.legalName} is decided step by step.`,
      'Accept and activate it under Applications.',
    );
  const { practice, legalName: legal_name, abn } = read.request;
  const [event = ''] = appendOwn(
    desk,
    register.net,
    registrar,
    [
      () =>
        read.request.replaces === undefined
          ? { type: 'practice.registered', body: read.body }
          : { type: 'practice.recovered', body: recoveryBody(read) },
    ],
    ([hash = '']) => {
      const values = {
        request: read.hash,
        practice,
        legal_name,
        abn,
        received_at: desk.clock.now(),
        answered: hash,
        record: file.bytes,
      };
      desk.db.run(
        exchangeSql
          .insertInto('office_request')
          .values(values)
          .onConflict((conflict) => conflict.column('request').doUpdateSet({ answered: hash })),
      );
    },
  );
  return ok({ practice, event });
};

/**
 * True for the request of a practice that the register holds as resigned, or as declined since, by a desk key that still counts: it applies again. The
 * key request is the one that its desk made at first, or that asked for fresh keys.
 */
export const appliesAgain = (register: Register, request: KeyRequest): boolean => {
  if (!register.practices.has(request.practice)) return false;
  const status = membershipOf(register, request.practice).standing.at(-1)?.status;
  const key = register.keys.get(request.deskKey.key);
  return (
    (status === 'resigned' || status === 'declined') &&
    key?.practice === request.practice &&
    key.revokedAt === null &&
    key.retiredAt === null
  );
};

const requestProblem = (
  desk: DeskContext,
  register: Register,
  read: ReadKeyRequest,
): { readonly ok: false; readonly error: Refusal } | null => {
  const { request } = read;
  if (appliesAgain(register, request)) return null;
  if (request.replaces !== undefined) return recoveryProblem(register, desk.ledger.size(), read);
  const abn = parseAbn(request.abn);
  if (!abn.ok)
    return refuse(
      'request-abn',
      422,
      'The ABN of this request is not one',
      'Its check digits do not fit.',
      'Ask the practice to set up its desk with the right ABN.',
    );
  if (register.practices.has(request.practice))
    return refuse(
      'practice-registered',
      409,
      'This practice is registered already',
      `The register states ${register.practices.get(request.practice)?.legalName ?? 'it'} under the same id.`,
      'Export its answer again instead.',
    );
  const same = [...register.practices.values()].find((practice) => practice.abn === abn.value);
  const applied = [...register.membership.values()].find(
    (facts) =>
      facts.applied?.abn === abn.value &&
      facts.practice !== request.practice &&
      ['applied', 'vetted'].includes(facts.standing.at(-1)?.status ?? ''),
  );
  if (applied !== undefined)
    return refuse(
      'abn-applied',
      409,
      'This ABN has applied already',
      `${formatAbn(abn.value)} stands in the application of ${applied.applied?.legalName ?? 'another practice'}, which is not decided yet.`,
      'Decide that application first.',
    );
  if (same !== undefined)
    return refuse(
      'abn-registered',
      409,
      'This ABN is registered already',
      `${formatAbn(abn.value)} belongs to ${same.legalName}.`,
      statusAt(register, same.practice, desk.ledger.size()) === 'resigned'
        ? 'It has resigned: its own desk applies again with its own request. If its keys are lost, it asks for fresh keys first.'
        : 'A second desk of one practice is added by that practice, not by the office.',
    );
  if (request.kind !== 'member')
    return refuse(
      'office-exists',
      422,
      'A network has one office',
      'The request asks to be registered as an office.',
      'Ask the practice to set its desk up as a member.',
    );
  const unknown = unknownVertical(desk, request.verticals);
  if (unknown !== undefined)
    return refuse(
      'vertical-unknown',
      422,
      'The request names a vertical that this network does not have',
      `No vertical is called ${unknown}.`,
      'Install the current version here, or ask the practice to set up its desk with one from the list.',
    );
  const stated = statedAlready(register, request);
  if (stated !== null)
    return refuse(
      'key-stated',
      409,
      'A key of this request is stated already',
      `The ${stated} belongs to another practice in the register.`,
      'Ask the practice to set its desk up anew: keys are never shared.',
    );
  const seal = base64urlToBytes(request.sealKey);
  if (!seal.ok || seal.value.length !== 32 || seal.value.every((byte) => byte === 0))
    return refuse(
      'request-seal-key',
      422,
      'The encryption key of this request is not one',
      'Nothing could be sealed to it.',
      'Ask the practice for the request again.',
    );
  return null;
};

const statedAlready = (register: Register, request: KeyRequest): string | null => {
  if (register.keys.has(request.personKey.key)) return 'person’s key';
  if (register.keys.has(request.deskKey.key)) return 'desk’s key';
  if (register.people.has(request.person.person)) return 'person';
  const desks = [...register.practices.values()].flatMap((practice) => practice.desks);
  return desks.some((desk) => desk.desk === request.desk || desk.sealKey === request.sealKey) ? 'desk' : null;
};

/** Requests that were handed in, newest first. */
export const requestsOf = (
  desk: Pick<DeskContext, 'db'>,
): readonly {
  readonly request: string;
  readonly practice: string;
  readonly legalName: string;
  readonly abn: string;
  readonly receivedAt: string;
  readonly event: string | null;
}[] =>
  desk.db
    .all(
      exchangeSql
        .selectFrom('office_request')
        .select(['request', 'practice', 'legal_name', 'abn', 'received_at', 'answered'])
        .orderBy('received_at', 'desc')
        .orderBy('request'),
    )
    .map((row) => ({
      request: row.request,
      practice: row.practice,
      legalName: row.legal_name,
      abn: row.abn,
      receivedAt: row.received_at,
      event: row.answered,
    }));
