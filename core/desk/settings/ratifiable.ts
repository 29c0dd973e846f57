import type { JsonValue } from '../../protocol/jcs.ts';
import { gatesSetting } from '../assets/gates-setting.ts';
import type { DeskContext } from '../context.ts';
import { settingOf } from './store.ts';

/** A setting that nothing in production rests on until the network office has signed it. */
export type RatifiableSetting = {
  readonly title: string;
  readonly valueOf: (desk: DeskContext) => JsonValue;
  readonly words: (desk: DeskContext) => string;
};

/** Settings that wait for the network office, by name. */
export const ratifiableSettings: ReadonlyMap<string, RatifiableSetting> = new Map([
  [
    gatesSetting.name,
    {
      title: gatesSetting.title,
      valueOf: (desk: DeskContext): JsonValue => settingOf(desk, gatesSetting),
      words: (desk: DeskContext) => gatesSetting.words(settingOf(desk, gatesSetting)),
    },
  ],
]);
