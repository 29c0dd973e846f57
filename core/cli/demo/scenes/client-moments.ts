import { z } from 'zod';
import { changed } from '../../../contract/crm.ts';
import type { DeskClient } from '../../desk-client.ts';
import type { ClientPart } from './client-cast.ts';

const DAY = 86_400_000;
const DAY_MINUTES = 1440;

/** One thing that somebody does at a time of the walk: minutes from its first morning, and what. `now` is that time. */
export type Moment = { readonly at: number; readonly run: (api: DeskClient, now: number) => Promise<void> };

const ROLES = ['bd', 'sales', 'cs', 'cmo'] as const;

/** Stages on the way to each one, in order. */
const WAYS: Readonly<Record<ClientPart['stage'], readonly string[]>> = {
  lead: [],
  mql: ['mql'],
  sql: ['mql', 'sql'],
  opp: ['mql', 'sql'],
  customer: ['mql', 'sql'],
  champion: ['mql', 'sql'],
  'at-risk': ['mql', 'sql'],
  churned: ['churned'],
};

const WHY: Readonly<Record<string, string>> = {
  mql: 'Answered and fits',
  sql: 'Named a need, a time and who decides',
  opp: 'Asked for an offer',
  customer: 'Signed the engagement',
  champion: 'Sends us others',
  'at-risk': 'Unhappy, and said so',
  churned: 'Not for us, and not for now',
};

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** What is done with one client, from the first call to where they stand, in order of time. */
export const momentsOf = (part: ClientPart, contact: string): readonly Moment[] => {
  const moments: Moment[] = [];
  let at = part.day * DAY_MINUTES + 30 + (part.name.length % 12) * 20;
  const deal = { id: '', revision: 0 };
  const then = (minutes: number, run: Moment['run']): void => {
    moments.push({ at, run });
    at += minutes;
  };
  const call = (subject: string, type: 'call' | 'meeting'): void =>
    then(20, async (api, now) => {
      const activity = { contact, type, direction: 'out', at: new Date(now).toISOString(), minutes: 15, subject, text: '' };
      await api.send('POST', '/activities', activity, changed);
    });
  const stage = (to: string): void =>
    then(40, async (api) => {
      await api.send('POST', `/crm/contacts/${contact}/stage`, { to, reason: WHY[to] ?? to, despite: true }, changed);
    });
  const hand = (to: string, reason: string): void =>
    then(60, async (api) => {
      await api.send('POST', `/crm/contacts/${contact}/hand-over`, { to, owner: null, reason }, changed);
    });
  const move = (to: string, setAt: (now: number) => object): void =>
    then(60, async (api, now) => {
      const body = { revision: deal.revision, stage: to, set: setAt(now) };
      deal.revision = (await api.send('POST', `/deals/${deal.id}/move`, body, changed)).revision;
    });
  const depth = ROLES.indexOf(part.with);

  call(`First call: ${part.about}`, 'call');
  for (const to of WAYS[part.stage]) stage(to);
  if (depth >= 1) {
    hand('sales', 'Ready for an offer');
    then(45, async (api) => {
      const offer = { contact, pipeline: 'new-clients', stage: 'enquiry', title: part.about, amount: part.worth ?? null };
      const made = await api.send('POST', '/deals', offer, changed);
      deal.id = made.id;
      deal.revision = made.revision;
    });
    stage('opp');
    at += DAY_MINUTES - 300;
    call(`Meeting: ${part.about}`, 'meeting');
    move('proposal', (now) => ({ owner: 'seat:sales-internal', expectedClose: dayOf(now + 21 * DAY) }));
  }
  if (depth >= 2) {
    at += DAY_MINUTES - 240;
    move('won', () => ({ settledAmount: part.worth ?? 0 }));
    stage('customer');
    hand('cs', 'Engagement signed');
    call('Welcome call', 'call');
  }
  if (part.ticket !== undefined) {
    const ticket = { contact, text: '', role: 'cs', owner: null, ...part.ticket };
    then(60, async (api) => {
      await api.send('POST', '/tickets', ticket, changed);
    });
  }
  if (part.stage === 'champion' || part.stage === 'at-risk') {
    at += DAY_MINUTES - 300;
    call('How is it going', 'call');
    stage(part.stage);
  }
  if (depth >= 3) hand('cmo', 'Content, and would say so');
  if (part.task !== undefined) {
    const title = part.task;
    then(30, async (api, now) => {
      const task = { contact, title, owner: 'seat:bd-lead', due: dayOf(now + 2 * DAY), remindAt: null, priority: 'normal' };
      await api.send('POST', '/tasks', task, changed);
    });
  }
  return moments;
};

/** An answer of which nothing is needed. */
export const anything = z.looseObject({});
