import { expect } from 'vitest';
import { z } from 'zod';
import { SMITH } from '../../../core/cli/demo/cast.ts';
import { duplicateList } from '../../../core/contract/duplicates.ts';
import { mergeDone, mergePlan, unmergeDone } from '../../../core/contract/merges.ts';
import type { DeskContext } from '../../../core/desk/context.ts';
import type { Operation } from './operations.ts';

const NOTES = 40;
const made = z.looseObject({ id: z.string() });

const contact = (familyName: string, phone: string) => ({
  kind: 'person',
  givenName: 'Drill',
  familyName,
  organisation: '',
  emails: [],
  phones: [phone],
  abn: null,
  suburb: '',
  state: '',
  postcode: '',
  street: '',
  note: '',
  assuranceClient: false,
  doNotContact: false,
});

const count = (desk: DeskContext, sql: string, ...parameters: readonly string[]): number =>
  desk.db.statement<readonly string[], { readonly n: number }>(sql).get(...parameters)?.n ?? 0;

/** Two contacts with a book of notes become one, and are taken apart again where the merge was there. */
export const merge: Operation = {
  name: 'merge',
  house: 'smith',
  from: 'payable',
  fresh: false,
  aims: ['drawn', 'past-journal', 'journal', 'drawn'],
  ready: async (_world, desk, round) => {
    const { api } = await desk.person(SMITH.first.name);
    const phone = `0491 57${String(1000 + round)}`;
    const survivor = (await api.send('POST', '/contacts', contact(`Merge${String(round)}`, phone), made)).id;
    const merged = (await api.send('POST', '/contacts', contact(`Merge${String(round)}`, phone), made)).id;
    for (let note = 0; note < NOTES; note += 1)
      await api.send('POST', '/notes', { contact: merged, deal: null, text: `Note ${String(note)}`, pinned: false }, made);
    const plan = await api.send('POST', '/merges/dry-run', { survivor, merged }, mergePlan);
    expect(plan.moves).toHaveLength(NOTES);
    const revisions = { survivor: plan.survivor.revision, merged: plan.merged.revision };
    return {
      send: () => api.send('POST', '/merges', { survivor, merged, choices: {}, revisions }, mergeDone),
      subject: `${survivor} ${merged}`,
    };
  },
  inspect: async (_world, here, subject) => {
    const desk = here.context();
    const [survivor = '', merged = ''] = subject.split(' ');
    const whole = count(desk, 'select count(*) as n from contact_redirect where merged = ? and survivor = ?', merged, survivor) === 1;
    expect(count(desk, 'select count(*) as n from contact where id = ?', merged)).toBe(whole ? 0 : 1);
    expect(count(desk, "select count(*) as n from record where kind = 'note' and subject = ?", survivor)).toBe(whole ? NOTES : 0);
    expect(count(desk, "select count(*) as n from record where kind = 'note' and subject = ?", merged)).toBe(whole ? 0 : NOTES);
    expect(count(desk, 'select count(*) as n from contact_joined where origin = ?', merged)).toBe(whole ? 1 : 0);
    return whole ? 'whole' : 'absent';
  },
  again: async (_world, here, subject, found) => {
    const { api } = await here.person(SMITH.first.name);
    const [survivor = '', merged = ''] = subject.split(' ');
    if (found === 'absent') {
      expect((await api.get(`/duplicates?contact=${merged}`, duplicateList)).pairs).toHaveLength(1);
      const plan = await api.send('POST', '/merges/dry-run', { survivor, merged }, mergePlan);
      const revisions = { survivor: plan.survivor.revision, merged: plan.merged.revision };
      await api.send('POST', '/merges', { survivor, merged, choices: {}, revisions }, mergeDone);
    }
    const { merges } = await api.get(`/contacts/${survivor}/merges`, z.object({ merges: z.array(z.object({ merge: z.string() })) }));
    const apart = await api.send('POST', `/merges/${merges[0]?.merge ?? ''}/undo`, {}, unmergeDone);
    expect(apart).toMatchObject({ survivor, restored: merged, kept: [] });
    expect(count(here.context(), "select count(*) as n from record where kind = 'note' and subject = ?", merged)).toBe(NOTES);
  },
};
