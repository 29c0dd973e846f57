import type { DeletionTask } from '../../contract/consent.ts';
import type { ConsentState } from '../../domain/consent/state.ts';
import { err, ok } from '../../domain/result.ts';
import { consentOf } from '../../protocol/consent/belongs.ts';
import type { ActHandler } from '../acts/plan.ts';
import type { DeskContext } from '../context.ts';
import { openedData } from '../openings/openings.ts';
import { notNow, practiceName } from '../referrals/party.ts';
import { shownDataSchema } from './introduction-data.ts';
import { nameOf, refuse } from './parts.ts';
import { consentByRoot } from './person.ts';
import { consentSql } from './tables.ts';

/** Openings that hold something about a person: what a recipient deletes. The event keeps its commitment, which then opens to nothing. */
const RECEIVED = ['client', 'attachment', 'shown', 'contact-point'] as const;

/** What this practice received under consents that were withdrawn since, or was asked to delete, and has not answered. */
export const deletionTasks = (desk: DeskContext): readonly DeletionTask[] => {
  const own = desk.profile.practice;
  return desk.db
    .all(
      consentSql
        .selectFrom('consent_recipient')
        .innerJoin('consent_state', 'consent_state.root', 'consent_recipient.root')
        .select('consent_state.state as state')
        .where('consent_recipient.practice', '=', own),
    )
    .map(({ state }) => JSON.parse(state) as ConsentState)
    .flatMap((state) => {
      const withdrawn = state.cuts.find((cut) => cut.kind === 'withdrawn');
      const requested = state.deletionRequests.findLast((request) => request.recipients.includes(own));
      const cause = requested ?? withdrawn;
      if (cause === undefined) return [];
      return state.uses
        .filter((use) => use.recipient === own && use.deleted === null)
        .map((use): DeletionTask => ({
          use: use.hash,
          consent: state.root,
          from: practiceName(desk, state.holders.find((holder) => holder !== own) ?? null),
          client: nameOf(desk, state) ?? initialsOf(desk, state) ?? 'a client',
          fields: [...use.fields],
          because: requested === undefined ? 'withdrawn' : 'requested',
          since: cause.at,
        }));
    })
    .toSorted((a, b) => (a.since < b.since ? -1 : 1));
};

const initialsOf = (desk: DeskContext, state: ConsentState): string | null => {
  for (const offer of state.offers) {
    const shown = shownDataSchema.safeParse(openedData(desk, offer.shown, 'shown'));
    if (shown.success) return shown.data.initials;
  }
  return null;
};

/** The recipient says what it did with what it had received; unless it has to keep it, the details are deleted here in the same step. */
export const confirmDeletion: ActHandler<'deletion-confirm'> = (desk, _person, act) => {
  const event = desk.ledger.known(act.use);
  if ((event?.type !== 'standing.used' && event?.type !== 'consent.used') || event.body.recipient !== desk.profile.practice)
    return refuse(
      'use-unknown',
      'There is nothing to delete under that number',
      'No details under it were passed to this practice.',
      'Open the list of deletions.',
      404,
    );
  const root = consentOf(event, desk.ledger.known);
  const state = root === undefined ? undefined : consentByRoot(desk, root.hash);
  const use = state?.uses.find((candidate) => candidate.hash === act.use);
  if (state === undefined || use === undefined) return err(notNow('The consent is not held here.', 'Import the newest exchange file.'));
  if (use.deleted !== null && use.deleted.outcome !== 'kept')
    return err(notNow('The deletion is confirmed already.', 'Open the consent to see when.'));
  if (act.outcome === 'kept' && act.reason === null)
    return refuse(
      'reason-missing',
      'Say why it is kept',
      'Keeping details after a request needs a reason.',
      'Choose a reason, for example a legal duty to keep records.',
    );
  const from = practiceName(desk, state.holders.find((holder) => holder !== desk.profile.practice) ?? null);
  const words = {
    deleted: `${desk.profile.legalName} has deleted what it received from ${from}.`,
    'de-identified': `${desk.profile.legalName} has taken out of its records who the person from ${from} is.`,
    kept: `${desk.profile.legalName} keeps what it received from ${from}: ${(act.reason ?? '').replaceAll('-', ' ')}.`,
  }[act.outcome];
  return ok({
    words,
    facts: [{ label: 'Received', value: use.fields.join(', ') }],
    ticks: act.outcome === 'kept' ? [] : [{ id: 'elsewhere', text: 'Copies outside this program are deleted as well' }],
    warnings: act.outcome === 'kept' ? [] : ['The details are deleted at this desk with the signature. This cannot be undone.'],
    events: [() => ({ type: 'disclosure.deleted', about: [act.use], body: { outcome: act.outcome, reason: act.reason } })],
    assertion: { need: 'none', why: null },
    store: () => {
      if (act.outcome === 'kept') return;
      desk.db.run(consentSql.deleteFrom('opening').where('referral', '=', state.label).where('purpose', 'in', RECEIVED));
    },
  });
};

/** A practice that holds the consent asks recipients to delete, without or after a withdrawal. */
export const requestDeletion: ActHandler<'deletion-request'> = (desk, _person, act) => {
  const state = consentByRoot(desk, act.consent);
  if (state === undefined || !state.holders.includes(desk.profile.practice))
    return refuse(
      'consent-unknown',
      'This consent is not held here',
      'Only the practice it was given to asks for deletion.',
      'Open the list of consents.',
      404,
    );
  const holding = new Set(state.uses.filter((use) => use.deleted?.outcome !== 'deleted').map((use) => use.recipient));
  if (!act.recipients.every((practice) => holding.has(practice)))
    return refuse(
      'nothing-held',
      'This practice holds no details',
      'Details were passed only to the practices listed with the consent.',
      'Choose one of those.',
    );
  const names = act.recipients.map((practice) => practiceName(desk, practice)).join(', ');
  return ok({
    words: `${nameOf(desk, state) ?? 'The person'} asks ${names} to delete what it received.`,
    facts: [{ label: 'Told with the next exchange', value: names }],
    ticks: [],
    warnings: [],
    events: [
      () => ({ type: 'consent.deletionRequested', about: [state.root], body: { recipients: [...act.recipients], method: act.method } }),
    ],
    assertion: { need: 'none', why: null },
  });
};
