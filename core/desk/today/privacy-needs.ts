import { unaskedFiles } from '../contacts/imports/unasked/unasked.ts';
import { breachesOf } from '../privacy/privacy-view.ts';
import { requestsOf } from '../rights/requests.ts';
import type { NeedSource } from './need.ts';

const ASKED = { access: 'to see what is held', correction: 'for a correction', erasure: 'to be erased' } as const;

/** Requests of people that nobody has answered. */
export const requestNeeds: NeedSource = ({ desk, may }) => {
  if (!may('answer-person')) return [];
  return requestsOf(desk)
    .filter((request) => request.state === 'open')
    .map(({ name, right, due }) => ({
      title: `Answer ${name}, who asks ${ASKED[right]}`,
      detail: 'Say how you know who asks, then answer or refuse with the reason.',
      due: due.due,
      late: due.state === 'late',
      act: 'Answer',
      href: '/privacy',
      kind: 'privacy',
    }));
};

/** Suspected breaches that nobody has assessed. */
export const breachNeeds: NeedSource = ({ desk, may }) => {
  if (!may('manage-privacy')) return [];
  return breachesOf(desk)
    .filter((breach) => breach.assessedOn === null && breach.state !== 'closed')
    .map(({ title, clock }) => ({
      title: `Assess a suspected breach: ${title}`,
      detail: 'Whether serious harm is likely decides who has to be told.',
      due: clock.due,
      late: clock.state === 'late',
      act: 'Assess',
      href: '/privacy?view=registers',
      kind: 'privacy',
    }));
};

/** Files that came unasked and that nobody has decided about (APP 4). */
export const unaskedNeeds: NeedSource = ({ desk, may }) => {
  if (!may('manage-privacy')) return [];
  return unaskedFiles(desk)
    .filter((file) => file.state === 'waiting')
    .map(({ fileName, rows, decideBy, late }) => ({
      title: `Decide about ${fileName}, which nobody asked for`,
      detail: `${rows.toLocaleString('en-AU')} rows are held out of the book: keep them only if you could have asked these people yourself.`,
      due: decideBy,
      late,
      act: 'Decide',
      href: '/contacts/import',
      kind: 'privacy',
    }));
};
