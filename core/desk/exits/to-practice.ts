import type { DisclosureRefused } from '../../domain/consent/may-disclose.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Opening } from '../../protocol/commitment.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { askGate, type GateQuestion, peekGate, REFUSED_WORDS } from './gate-log.ts';
import { openingJson, queueSealed } from './sealed-queue.ts';

declare const passed: unique symbol;

/** A yes of the gate to one question. Only `passGate` makes one, and nothing about a person leaves without it. */
export type Passed = {
  readonly [passed]: true;
  readonly question: GateQuestion;
  /** Versions of consents that the answer rests on. */
  readonly consents: readonly string[];
  readonly fields: readonly string[];
  readonly until: string;
  readonly weak: boolean;
};

const refusal = (why: DisclosureRefused): Refusal => ({
  status: 403,
  code: `disclosure-${why}`,
  title: 'The details may not be passed',
  detail: REFUSED_WORDS[why],
  kept: 'Nothing was passed on. The question and this answer are kept in the private log.',
  next: 'Ask the client for consent to this practice and purpose.',
});

/** Asks the gate for leave to pass details of a person; question and answer are kept. Error: the gate's no, in words. */
export const passGate = (desk: DeskContext, by: SignedInPerson, question: GateQuestion): Result<Passed, Refusal> => {
  const answer = askGate(desk, by, question);
  if (!answer.may) return err(refusal(answer.why));
  const { consents, fields, until, weak } = answer;
  return ok({ question, consents, fields, until, weak } as unknown as Passed);
};

/** Whether the gate still says yes in the moment of signing: a refusal when a consent ended or was taken back since. */
export const stillPasses = (desk: DeskContext, leave: Passed, person: GateQuestion['person']): Refusal | null => {
  const answer = peekGate(desk, { ...leave.question, person });
  if (!answer.may) return refusal(answer.why);
  return answer.consents.every((hash) => leave.consents.includes(hash))
    ? null
    : {
        status: 409,
        code: 'consent-changed',
        title: 'The consent has changed since this was prepared',
        detail: 'The answer rests on another version now.',
        kept: 'Nothing was passed on.',
        next: 'Prepare it again: the page then shows what the consent says now.',
      };
};

/** Queues the openings of a person for the recipient that the gate let through; `event` is the signed disclosure or offer. */
export const sendPersonal = (desk: DeskContext, leave: Passed, event: string, openings: readonly Opening[]): void =>
  queueSealed(desk, event, leave.question.recipient, { openings: openings.map(openingJson) });
