import { z } from 'zod';
import type { Act } from '../../contract/acts.ts';
import { board, mayIAnswer, withdrawalPreview } from '../../contract/consent.ts';
import { contactList } from '../../contract/contact-list.ts';

import { CATEGORIES, isCategory } from '../../domain/consent/categories.ts';
import { type Command, type Given, numberOption, operand, PERSON_OPTIONS, readArguments, requiredOption, textOption } from '../command.ts';
import { type DeskClient, notHere } from '../desk-client.ts';
import { withDesk } from '../local-desk.ts';
import { done, refused, UsageError } from '../outcome.ts';
import { SIGN_OPTIONS, signAct } from './acting.ts';
import { practiceCalled } from './exchange.ts';

type Grant = Extract<Act, { act: 'consent-grant' }>;

/** Id of a contact from its id, e-mail address or name. Throws `DeskRefused` when none or several fit. */
export const contactCalled = async (
  api: DeskClient,
  wanted: string,
): Promise<{ readonly id: string; readonly name: string; readonly points: readonly string[] }> => {
  const { rows } = await api.get(`/contacts?q=${encodeURIComponent(wanted)}&limit=20`, contactList);
  const plain = wanted.trim().toLowerCase();
  const exact = rows.filter((row) => row.id === plain || row.email?.toLowerCase() === plain || row.name.toLowerCase() === plain);
  const [one, more] = exact.length > 0 ? exact : rows;
  if (one === undefined || more !== undefined)
    throw notHere(
      `${one === undefined ? 'No contact' : 'More than one contact'} fits “${wanted}”.`,
      one === undefined
        ? 'Search the book in the window, or import the contact first.'
        : `Found ${rows.map((row) => row.name).join(', ')}: use the e-mail address.`,
    );
  return { id: one.id, name: one.name, points: [one.phone, one.email].filter((point) => point !== null) };
};

const oneOf = <T extends string>(given: Given, name: string, allowed: readonly T[], otherwise: T): T => {
  const value = textOption(given, name) ?? otherwise;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`--${name} is one of ${allowed.join(', ')}`);
  return found;
};

const categoriesOf = (given: Given): (typeof CATEGORIES)[number][] => {
  const named = (textOption(given, 'fields') ?? 'name,contact-details,purpose').split(',').map((part) => part.trim());
  const known = named.filter(isCategory);
  if (known.length !== named.length) throw new UsageError(`--fields takes ${CATEGORIES.join(', ')}, with commas`);
  return known;
};

const CHANNELS = ['desk', 'phone', 'email', 'paper'] as const;

export const consentGrant: Command = {
  name: 'consent grant',
  usage:
    'CONTACT --to PRACTICE --purpose CODE --benefit TEXT --evidence TEXT [--fields LIST] [--months N] [--once] [--channel desk|phone|email|paper] [--known-by document|known|call-back|known-address] [--contact-point TEXT] [--yes] [--data DIR] [--person NAME] [--json]',
  summary:
    'Records a consent that a person gave: weaker than the client’s own signature, with its evidence and the fee that was told before.',
  run: async (args) => {
    const given = readArguments(
      args,
      {
        ...PERSON_OPTIONS,
        ...SIGN_OPTIONS,
        to: { type: 'string' },
        purpose: { type: 'string' },
        benefit: { type: 'string' },
        evidence: { type: 'string' },
        fields: { type: 'string' },
        months: { type: 'string' },
        once: { type: 'boolean' },
        channel: { type: 'string' },
        'known-by': { type: 'string' },
        'contact-point': { type: 'string' },
      },
      { min: 1, max: 1 },
    );
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const contact = await contactCalled(api, operand(given, 0));
      const act: Grant = {
        act: 'consent-grant',
        contact: contact.id,
        recipients: [await practiceCalled(api, requiredOption(given, 'to'))],
        purpose: requiredOption(given, 'purpose'),
        categories: categoriesOf(given),
        months: numberOption(given, 'months', { min: 1, max: 24 }) ?? 12,
        use: given.values['once'] === true ? 'one-off' : 'standing',
        channel: oneOf(given, 'channel', CHANNELS, 'desk'),
        artefact: requiredOption(given, 'evidence'),
        benefit: requiredOption(given, 'benefit'),
        capacity: 'self',
        identified: {
          how: oneOf(given, 'known-by', ['document', 'known', 'call-back', 'known-address'] as const, 'known'),
          contactPoint: textOption(given, 'contact-point') ?? contact.points[0] ?? '',
        },
      };
      const { signed, words } = await signAct(api, given, act);
      const consent = signed.events[0]?.hash ?? '';
      return done([...words, `Recorded: ${consent}`, 'Next: give the person a receipt outside this program.'], {
        ok: true,
        consent,
        contact: contact.id,
        events: signed.events,
      });
    });
  },
};

export const consentWithdraw: Command = {
  name: 'consent withdraw',
  usage: 'CONSENT --evidence TEXT [--channel desk|phone|email|paper] [--ask-deletion] [--yes] [--data DIR] [--person NAME] [--json]',
  summary: 'Withdraws a consent (hash or CR- code) for a person, after saying who is told and what was passed on before.',
  run: async (args) => {
    const given = readArguments(
      args,
      {
        ...PERSON_OPTIONS,
        ...SIGN_OPTIONS,
        evidence: { type: 'string' },
        channel: { type: 'string' },
        'ask-deletion': { type: 'boolean' },
      },
      { min: 1, max: 1 },
    );
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const wanted = operand(given, 0);
      const consent = /^[0-9a-f]{64}$/u.test(wanted)
        ? wanted
        : (await api.get(`/consents/code/${encodeURIComponent(wanted)}`, z.looseObject({ consent: z.string() }))).consent;
      const preview = await api.get(`/consents/${consent}/withdrawal`, withdrawalPreview);
      const { signed, words } = await signAct(api, given, {
        act: 'consent-withdraw',
        consent,
        method: oneOf(given, 'channel', CHANNELS, 'desk'),
        artefact: requiredOption(given, 'evidence'),
        reason: null,
        askDeletion: given.values['ask-deletion'] === true,
      });
      return done([...words, 'Next: export the exchange file for each practice that is told, and give the person a receipt.'], {
        ok: true,
        consent,
        events: signed.events,
        told: preview.told,
        stops: preview.stops,
        disclosed: preview.disclosed,
      });
    });
  },
};

export const consentList: Command = {
  name: 'consent list',
  usage: '[--contact CONTACT] [--to PRACTICE] [--group state|person|practice] [--limit N] [--data DIR] [--person NAME] [--json]',
  summary: 'Lists what stands towards each practice, expiring first, with the reason.',
  run: async (args) => {
    const given = readArguments(
      args,
      { ...PERSON_OPTIONS, contact: { type: 'string' }, to: { type: 'string' }, group: { type: 'string' }, limit: { type: 'string' } },
      { min: 0, max: 0 },
    );
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const query = new URLSearchParams({
        group: oneOf(given, 'group', ['state', 'person', 'practice'] as const, 'state'),
        limit: String(numberOption(given, 'limit', { min: 1, max: 500 }) ?? 200),
      });
      const contact = textOption(given, 'contact');
      const practice = textOption(given, 'to');
      if (contact !== undefined) query.set('contact', (await contactCalled(api, contact)).id);
      if (practice !== undefined) query.set('practice', await practiceCalled(api, practice));
      const found = await api.get(`/consents?${query.toString()}`, board);
      const lines = found.groups.flatMap((group) => [
        `${group.title}`,
        ...group.rows.map(
          (row) => `  ${row.code ?? '-'.padEnd(15)}  ${row.name} → ${row.recipientName}, ${row.purposeName.toLowerCase()}: ${row.words}`,
        ),
      ]);
      return done(lines.length === 0 ? ['Nothing is recorded yet.'] : lines, { ok: true, ...found });
    });
  },
};

export const consentMayI: Command = {
  name: 'consent may-i',
  usage: 'CONTACT --to PRACTICE --purpose CODE [--fields LIST] [--data DIR] [--person NAME] [--json]',
  summary: 'Answers whether a person may be shared with a practice now. The question is kept privately; a no ends with 1.',
  run: async (args) => {
    const given = readArguments(
      args,
      { ...PERSON_OPTIONS, to: { type: 'string' }, purpose: { type: 'string' }, fields: { type: 'string' } },
      { min: 1, max: 1 },
    );
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const contact = await contactCalled(api, operand(given, 0));
      const answer = await api.send(
        'POST',
        '/consents/may-i',
        {
          contact: contact.id,
          recipient: await practiceCalled(api, requiredOption(given, 'to')),
          purpose: requiredOption(given, 'purpose'),
          categories: categoriesOf(given),
        },
        mayIAnswer,
      );
      const lines = [answer.words, ...answer.details.map((detail) => `  ${detail.label}: ${detail.value}`)];
      return (answer.may ? done : refused)(lines, { ok: answer.may, ...answer });
    });
  },
};
