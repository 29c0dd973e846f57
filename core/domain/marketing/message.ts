import { err, ok, type Result } from '../result.ts';

/** What a text may take from a contact: `{{given name}}` and so on. */
export type MessageFields = {
  readonly 'given name': string;
  readonly name: string;
  readonly organisation: string;
};

/** Who sends, as s 17 of the Spam Act wants it: a name, an ABN, and how to reach the sender for at least 30 days. */
export type Sender = {
  readonly practice: string;
  readonly abn: string;
  readonly address: string;
  readonly phone: string;
  readonly email: string;
};

const FIELD = /\{\{\s*([^{}]*?)\s*\}\}/gu;
const NAMES: readonly (keyof MessageFields)[] = ['given name', 'name', 'organisation'];

const isField = (name: string): name is keyof MessageFields => NAMES.some((known) => known === name);

/** A placeholder that no contact can fill, or brackets that do not close. */
export type TemplateProblem = { readonly code: 'unknown-field' | 'open-brackets'; readonly at: string };

/** Checks a text with placeholders. Errors: the first `TemplateProblem`. */
export const checkTemplate = (text: string): Result<true, TemplateProblem> => {
  for (const [whole, name = ''] of text.matchAll(FIELD)) if (!isField(name)) return err({ code: 'unknown-field', at: whole });
  const rest = text.replaceAll(FIELD, '');
  const open = /\{\{|\}\}/u.exec(rest);
  return open === null ? ok(true) : err({ code: 'open-brackets', at: rest.slice(Math.max(0, open.index - 10), open.index + 20) });
};

/** A text with its placeholders filled; an empty value leaves no double space behind. */
export const fillTemplate = (text: string, fields: MessageFields): string =>
  text
    .replaceAll(FIELD, (whole, name: string) => (isField(name) ? fields[name] : whole))
    .replace(/[^\S\n]{2,}/gu, ' ')
    .replace(/ ([,.!?])/gu, '$1');

/** The subject that a person sends to unsubscribe; it carries the code of the message. */
export const unsubscribeSubject = (code: string): string => `Unsubscribe ${code}`;

/**
 * The whole text of a message: words, who sends it, why the person gets it, and how to stop it without log-in or fee (Spam Act 2003
 * ss 17–18; the sender's details stay valid for at least 30 days).
 */
export const messageText = (
  text: string,
  fields: MessageFields,
  facts: { readonly sender: Sender; readonly code: string; readonly basis: 'express' | 'inferred' },
): string => {
  const { sender, code, basis } = facts;
  const why =
    basis === 'express' ? 'You agreed to hear from us.' : 'You are a client of ours, and we take it that you want to hear from us.';
  return [
    fillTemplate(text, fields).trimEnd(),
    '',
    '--',
    `${sender.practice}, ABN ${sender.abn}`,
    [sender.address, sender.phone, sender.email].filter((part) => part !== '').join(' · '),
    '',
    `${why} To stop, answer this message with the subject “${unsubscribeSubject(code)}”, write to ${sender.email}, or tell us in any other way. It costs nothing and needs no log-in. We stop within five business days.`,
  ].join('\n');
};

// No letters or digits that are mistaken for each other when they are read out.
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** A code that a person can read out: "K7QF-2MXA", from eight random bytes. */
export const messageCode = (bytes: Uint8Array): string => {
  const letters = [...bytes.subarray(0, 8)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? '2').join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};

/** The code in what a person sent, however they wrote it; null where there is none. */
export const codeIn = (text: string): string | null => {
  const found = new RegExp(`(?:^|[^${ALPHABET}])([${ALPHABET}]{4})[\\s-]?([${ALPHABET}]{4})(?![${ALPHABET}])`, 'u').exec(
    text.toUpperCase().replaceAll('UNSUBSCRIBE', ' '),
  );
  return found === null ? null : `${found[1] ?? ''}-${found[2] ?? ''}`;
};
