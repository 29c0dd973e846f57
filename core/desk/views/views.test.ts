import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { savedViews, type ViewInput } from '../../contract/views.ts';
import { PLAIN_VIEW } from '../../domain/contact/view/view-state.ts';
import { undoGroup } from '../records/history.ts';
import { registerWithRoles } from '../testing/test-api.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { SHIPPED_VIEWS } from './shipped-views.ts';
import { changeView, removeView, saveView, viewsFor } from './views.ts';

let test: TestDesk;
beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

const input: ViewInput = {
  name: 'Champions',
  state: { ...PLAIN_VIEW, filter: { match: 'all', parts: [{ field: 'stage', op: 'any', values: ['champion'] }] } },
  shared: false,
  pinned: true,
  standard: false,
};
const save = (change: Partial<ViewInput> = {}) => {
  const done = saveView(test.desk, test.person, { ...input, ...change });
  if (!done.ok) throw new Error(done.error.code);
  return done.value;
};
const other = { person: '01890000-0000-7000-8000-000000000009', name: 'Tom Walsh' };
const own = (reader: { readonly person: string } = test.person) =>
  savedViews.parse(viewsFor(test.desk, reader)).views.filter((view) => view.revision !== null);

describe('views', () => {
  it('start with those the program ships, which hold for every desk', () => {
    expect(savedViews.parse(viewsFor(test.desk, test.person)).views).toEqual(SHIPPED_VIEWS);
  });

  it('are kept, found again by their own people only, and shared when their owner says so', () => {
    const { id } = save();
    expect(own()).toEqual([{ id, ...input, revision: 1, owner: { person: test.person.person, name: 'Priya Nair', you: true } }]);
    expect(own(other)).toEqual([]);
    expect(changeView(test.desk, test.person, id, { shared: true, revision: 1 }).ok).toBe(true);
    expect(own(other)).toMatchObject([{ id, shared: true, owner: { you: false } }]);
  });

  it('open the list one at a time, and go and come back like any change', () => {
    const first = save({ standard: true });
    const second = save({ name: 'At risk', standard: true });
    expect(own().map((view) => [view.name, view.standard])).toEqual([
      ['At risk', true],
      ['Champions', false],
    ]);
    const removed = removeView(test.desk, test.person, second.id);
    expect(own().map((view) => view.id)).toEqual([first.id]);
    expect(removed.ok && undoGroup(test.desk, test.person, removed.value.undo).ok).toBe(true);
    expect(own()).toHaveLength(2);
  });

  it('are changed by their owner alone, and not over a newer change', () => {
    const { id } = save({ shared: true });
    const tom = { ...test.person, ...other };
    expect(changeView(test.desk, tom, id, { name: 'Mine', revision: 1 })).toMatchObject({ error: { code: 'view-not-yours' } });
    expect(removeView(test.desk, tom, id)).toMatchObject({ error: { code: 'view-not-yours' } });
    changeView(test.desk, test.person, id, { name: 'Best', revision: 1 });
    expect(changeView(test.desk, test.person, id, { name: 'Worst', revision: 1 })).toMatchObject({ error: { code: 'changed-in-between' } });
    expect(changeView(test.desk, test.person, 'all', { name: 'x', revision: null })).toMatchObject({ error: { code: 'view-unknown' } });
    expect(removeView(test.desk, tom, save().id)).toMatchObject({ error: { code: 'view-unknown' } });
  });

  it('are shared only by those who work with contacts', () => {
    const register = registerWithRoles(test.desk, test.person.person, ['approver']);
    const desk = { ...test.desk, ledger: { ...test.desk.ledger, register: () => register } };
    expect(saveView(desk, test.person, { ...input, shared: true })).toMatchObject({ error: { code: 'not-permitted' } });
    expect(saveView(desk, test.person, input).ok).toBe(true);
  });
});
