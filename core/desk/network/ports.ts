import { setTimeout } from 'node:timers/promises';
import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { httpServer } from '../../adapters/network/http-server-client.ts';
import { SESSION_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { takeFeedAnswer } from '../client-link/feed-answer.ts';
import { registerOf } from '../context.ts';
import type { DeskOptions } from '../keys/desk-options.ts';
import { signPayload } from '../ledger/compose.ts';
import { linkOf } from './link.ts';
import type { RunnerPorts } from './runner.ts';

/** The runner's ports on HTTP, HPKE and the clock of this computer. */
export const networkPorts = (options: Pick<DeskOptions, 'network' | 'clock' | 'version'>): Omit<RunnerPorts, 'onState'> => ({
  serverAt: (desk, url) =>
    httpServer({
      url,
      fetch: options.network.fetch,
      clock: options.clock,
      version: options.version,
      key: desk.keys.desk.key,
      prove: (nonce) =>
        signPayload(
          SESSION_PAYLOAD_TYPE,
          { at: desk.clock.now(), net: registerOf(desk).net, nonce, server: linkOf(desk)?.origin ?? '', v: 1 },
          desk.keys.desk,
        ),
    }),
  sealer: (desk) => hpkeSealer(desk.entropy),
  answer: (desk, item) => takeFeedAnswer(desk, hpkeSealer(desk.entropy), item),
  pause: async (ms, signal) => {
    await setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined);
  },
  live: options.network.live,
});
