import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { changeSetting, revertSetting, type SettingDefinition, settingHistory, settingOf, settingVersionOf } from './store.ts';

const days: SettingDefinition<{ readonly days: number }> = {
  name: 'test-days',
  title: 'Days',
  touches: 'Nothing but this test.',
  schema: z.strictObject({ days: z.int({ error: 'Enter whole days.' }).min(1) }),
  permission: 'manage-settings',
  initial: () => ({ days: 14 }),
  words: (value) => `${String(value.days)} days`,
};
const AT_ONCE = { takesEffect: null, note: '' };

let test: TestDesk;
beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

describe('a versioned setting', () => {
  it('says what ships until somebody sets it, and then each version with before and after', () => {
    expect(settingVersionOf(test.desk, days)).toEqual({ value: { days: 14 }, version: 0 });
    expect(changeSetting(test.desk, test.person, days, { days: 7 }, { takesEffect: null, note: 'Agreed on Monday' }).ok).toBe(true);
    expect(changeSetting(test.desk, test.person, days, { days: 7 }, AT_ONCE)).toMatchObject({ ok: true, value: { version: 1 } });
    expect(settingHistory(test.desk, days)).toEqual([
      {
        version: 1,
        at: '2026-08-04T01:00:00.000Z',
        by: 'Priya Nair',
        before: 'as the program ships it',
        after: '7 days',
        takesEffect: null,
        note: 'Agreed on Monday',
        reverts: null,
        current: true,
      },
    ]);
  });

  it('counts from when it takes effect, and what was in force then stays readable', () => {
    changeSetting(test.desk, test.person, days, { days: 7 }, AT_ONCE);
    expect(changeSetting(test.desk, test.person, days, { days: 21 }, { takesEffect: '2026-08-05T00:00:00.000Z', note: '' }).ok).toBe(true);
    expect(settingOf(test.desk, days)).toEqual({ days: 7 });
    test.advance(86_400_000);
    expect(settingOf(test.desk, days)).toEqual({ days: 21 });
    expect(settingOf(test.desk, days, '2026-08-04T12:00:00.000Z')).toEqual({ days: 7 });
    expect(changeSetting(test.desk, test.person, days, { days: 3 }, { takesEffect: '2026-08-04T00:00:00.000Z', note: '' })).toMatchObject({
      ok: false,
      error: { code: 'setting-too-early', kept: 'The setting is as it was.' },
    });
  });

  it('goes back as a new version', () => {
    changeSetting(test.desk, test.person, days, { days: 7 }, AT_ONCE);
    changeSetting(test.desk, test.person, days, { days: 3 }, AT_ONCE);
    expect(revertSetting(test.desk, test.person, days, 1)).toEqual({ ok: true, value: { version: 3, value: { days: 7 } } });
    expect(revertSetting(test.desk, test.person, days, 0)).toMatchObject({ ok: true, value: { value: { days: 14 } } });
    expect(settingHistory(test.desk, days).map((one) => [one.version, one.reverts, one.current])).toEqual([
      [4, 0, true],
      [3, 1, false],
      [2, null, false],
      [1, null, false],
    ]);
    expect(revertSetting(test.desk, test.person, days, 9)).toMatchObject({ ok: false, error: { code: 'setting-version-unknown' } });
  });

  it('takes no value that its schema refuses', () => {
    expect(changeSetting(test.desk, test.person, days, { days: 1.5 }, AT_ONCE)).toMatchObject({
      ok: false,
      error: { code: 'setting-not-valid', where: 'days' },
    });
    expect(settingOf(test.desk, days)).toEqual({ days: 14 });
  });
});
