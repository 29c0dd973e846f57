import type { z } from 'zod';
import type { AgreementDocument, AgreementSide } from '../../adapters/pdf/agreement.ts';
import { printPdf } from '../../adapters/pdf/print.ts';
import type { FileAnswer } from '../../contract/scalars.ts';
import { ruleVersionHash } from '../../domain/commission/rule-version.ts';
import { ruleInWords } from '../../domain/commission/rule-words.ts';
import { formatAbn, parseAbn } from '../../domain/identity/abn.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { instantSchema } from '../../domain/time/instant.ts';
import { localDateSchema } from '../../domain/time/local-date.ts';
import { parseZone, SYDNEY } from '../../domain/time/zone.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import type { LoggedOf } from '../../protocol/event/event.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { fileInside } from '../exits/files.ts';
import { findOpening } from '../openings/openings.ts';
import type { Refusal } from '../refusal.ts';
import { agreementDataSchema } from './agreement-act.ts';
import { agreementSides } from './agreements.ts';
import type { AgreementKind } from './templates.ts';

type Signed = LoggedOf<'agreement.signed'>;
type Words = { readonly data: z.infer<typeof agreementDataSchema>; readonly hash: string };

/** The words behind a signature and their SHA-256 over canonical JSON; undefined where this desk does not hold them. */
const wordsOf = (desk: DeskContext, event: Signed): Words | undefined => {
  const opened = findOpening(desk, event.body.text)?.data;
  const read = agreementDataSchema.safeParse(opened);
  return opened === undefined || !read.success
    ? undefined
    : { data: read.data, hash: bytesToHex(desk.primitives.sha256(canonicalBytes(opened))) };
};

const sideOf = (desk: DeskContext, practice: string, event: Signed | null, printed: Words): AgreementSide => {
  const register = registerOf(desk);
  const facts = register.practices.get(practice);
  const abn = parseAbn(facts?.abn ?? '');
  const named = { name: facts?.legalName ?? 'Not recorded', abn: abn.ok ? formatAbn(abn.value) : (facts?.abn ?? 'Not recorded') };
  if (event === null) return { ...named, signature: null };
  const person = register.people.get(register.keys.get(event.stream)?.person ?? '');
  const words = wordsOf(desk, event);
  return {
    ...named,
    signature: {
      who: person?.name ?? 'Not recorded',
      at: instantSchema.parse(event.at),
      event: event.hash,
      key: event.stream,
      commitment: event.body.text,
      sameWords: words === undefined ? null : words.hash === printed.hash,
    },
  };
};

/**
 * The agreement of a kind with another practice as a document: the words that were signed first, and both signatures as far as they are there.
 * Errors: nobody has signed, or the words are not held here.
 */
export const agreementDocument = (desk: DeskContext, practice: string, kind: AgreementKind): Result<AgreementDocument, Refusal> => {
  const { here, there } = agreementSides(desk, practice, kind);
  const signed = [here, there].filter((event) => event !== null).toSorted((a, b) => a.index - b.index);
  const [first] = signed;
  const printed = first === undefined ? undefined : wordsOf(desk, first);
  if (first === undefined || printed === undefined)
    return err({
      status: 404,
      code: 'agreement-none',
      title: 'There is no agreement to print',
      detail: first === undefined ? 'Neither practice has signed one.' : 'Only the fingerprint of its words is held here.',
      next: first === undefined ? 'Sign it under Legal first.' : 'Ask the other practice for a new exchange file.',
    });
  const { data, hash } = printed;
  const zone = parseZone(desk.zone);
  return ok({
    network: registerOf(desk).test ? 'test' : 'live',
    zone: zone.ok ? zone.value : SYDNEY,
    fingerprint: hash,
    title: data.title,
    wording: `Wording ${String(data.version)} of ${data.template}`,
    from: localDateSchema.parse(first.body.from),
    clauses: data.clauses,
    rule: data.rule === undefined ? null : { words: ruleInWords(data.rule), hash: ruleVersionHash(data.rule) },
    sides: [sideOf(desk, desk.profile.practice, here, printed), sideOf(desk, practice, there, printed)],
  });
};

/** That document as PDF; that it left the desk is noted. Errors as `agreementDocument`. */
export const agreementPaper = async (
  desk: DeskContext,
  person: SignedInPerson,
  practice: string,
  kind: AgreementKind,
): Promise<Result<FileAnswer, Refusal>> => {
  const document = agreementDocument(desk, practice, kind);
  if (!document.ok) return document;
  const bytes = Uint8Array.from(await printPdf({ kind: 'agreement', document: document.value, at: desk.clock.now() }));
  const abn = document.value.sides[1].abn.replaceAll(' ', '');
  return ok(
    fileInside(
      desk,
      person,
      { name: `agreement-${kind}-${abn}.pdf`, mediaType: 'application/pdf', bytes },
      { what: 'agreement', detail: document.value.title },
    ),
  );
};
