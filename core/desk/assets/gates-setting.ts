import { type GateSet, gateSetSchema, SHIPPED_GATES } from '../../domain/compliance/gate-set.ts';
import type { SettingDefinition } from '../settings/store.ts';

/** The gates of marketing assets (A006). In a live network they count once the network office has signed them. */
export const gatesSetting: SettingDefinition<GateSet> = {
  name: 'compliance-gates',
  title: 'Compliance gates',
  touches: 'No marketing asset is published, and no campaign sent, before its gates are passed.',
  schema: gateSetSchema,
  permission: 'manage-settings',
  initial: () => SHIPPED_GATES,
  words: ({ standard, kinds }) => {
    const own = Object.keys(kinds);
    const list = standard.map((gate) => gate.words.toLowerCase()).join(', ');
    return own.length === 0 ? list : `${list}; own gates for ${own.join(', ')}`;
  },
};
