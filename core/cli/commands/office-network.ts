import { z } from 'zod';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { settingView } from '../../contract/settings.ts';
import { earlierLogs } from '../../protocol/network/log-origin.ts';
import { policyOfOneLog } from '../../protocol/tlog-policy-text.ts';
import { type Command, numberOption, PERSON_OPTIONS, readArguments, textOption } from '../command.ts';
import { withDesk } from '../local-desk.ts';
import { done, UsageError } from '../outcome.ts';

const MAX_WITNESSES = 16;
const trusted = z.object({ policy: z.string() });

/** `office network`: states the server, its witnesses and time-stamp authorities in the network's trust file. */
export const officeNetwork: Command = {
  name: 'office network',
  usage: 'LOG-VKEY URL WITNESS-VKEY… [--need K] [--authorities SHA256,…] [--data DIR] [--person NAME] [--json]',
  summary: 'States server, witnesses (K of them must cosign, default more than half) and time-stamp authorities in the trust file.',
  run: async (args) => {
    const given = readArguments(
      args,
      { ...PERSON_OPTIONS, need: { type: 'string' }, authorities: { type: 'string' } },
      { min: 2, max: 2 + MAX_WITNESSES },
    );
    const [log = '', url = '', ...witnesses] = given.operands;
    const needed = numberOption(given, 'need', { min: 1, max: Math.max(1, witnesses.length) });
    if (/\s/u.test(given.operands.join(''))) throw new UsageError('a key or address holds a space');
    const authorities = (textOption(given, 'authorities') ?? '').split(',').filter((text) => text !== '');
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const held = trusted.parse((await api.get('/settings/store/network-trust', settingView)).value);
      const earlier = earlierLogs(nodePrimitives(), held.policy, log);
      const value = { policy: policyOfOneLog({ vkey: log, url, witnesses, needed, earlier }), authorities };
      await api.send('PUT', '/settings/store/network-trust', { value }, z.unknown());
      const stated = await api.get('/settings/store/network-trust', settingView);
      return done(
        [`The trust file now states: ${stated.words}.`, 'Next: send it to every member, and let them compare it by another way.'],
        {
          ok: true,
          words: stated.words,
        },
      );
    });
  },
};
