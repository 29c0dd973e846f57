import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import type { DeskHost } from '../../desk/http/host.ts';
import { foundOffice } from '../../desk/office/founding.ts';
import { hostDesk } from '../../desk/hosting/hosted-desk.ts';
import { markSample } from '../../desk/hosting/sample-folder.ts';
import { programVersion, sampleKeyStore, settingsMailer, settingsTexter, SHIPPED } from '../../desk/hosting/system-desk.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { status } from '../../contract/status.ts';

/** Passphrase of the key files of sample folders. It protects nothing: the sample is public. */
export const SAMPLE_PASSPHRASE = 'sample passphrase';

export type SampleDeskOptions = {
  readonly dataFolder: string;
  /** Relative to the data folder. */
  readonly keyFolder: string;
  /** Absolute place of the key folder. */
  readonly keyFolderPath: string;
  readonly statedOrigin: string;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Keeps in step with its server by itself; false unless said otherwise. */
  readonly live?: boolean;
  readonly windowDir?: string | null;
};

const refuseRealNetwork = async (host: DeskHost, origin: string): Promise<void> => {
  const answer = await host.fetch(new Request(`${origin}/api/status`));
  const { network } = status.parse(await answer.json());
  if (network === null || network.test) return;
  await host.close();
  throw new Error('the demo works on test networks only');
};

/**
 * A desk for sample data: the real desk under a clock and randomness that the demo gives it. It founds test networks only, and closes
 * itself as soon as it belongs to any other, so that predictable keys never count anywhere.
 */
export const openSampleDesk = async (options: SampleDeskOptions): Promise<DeskHost> => {
  const sample = { keyFolder: options.keyFolder, passphrase: SAMPLE_PASSPHRASE };
  markSample(options.dataFolder, sample);
  const opened = await hostDesk({
    dataFolder: options.dataFolder,
    keyFolder: options.keyFolderPath,
    clock: options.clock,
    entropy: options.entropy,
    primitives: nodePrimitives(),
    keyStore: () => sampleKeyStore({ ...sample, keyFolder: options.keyFolderPath }, options.entropy),
    origin: { origin: options.statedOrigin, rpId: new URL(options.statedOrigin).hostname },
    version: programVersion(),
    zone: 'Australia/Sydney',
    shipped: SHIPPED,
    mailer: settingsMailer,
    texter: settingsTexter,
    network: { fetch: (url, init) => fetch(url, init), live: options.live ?? false },
    foundOffice: foundOffice({ network: 'Sample network (test)', test: true }),
    windowDir: options.windowDir ?? null,
    report: (failure) => process.stderr.write(`demo desk failure ${failure.id} ${failure.name}\n${failure.frames.join('\n')}\n`),
  });
  if (!opened.ok) throw new Error(`${opened.error.title}: ${opened.error.detail}`);
  const host = opened.value;
  await refuseRealNetwork(host, options.statedOrigin);
  return {
    close: () => host.close(),
    fetch: async (request) => {
      const joins = request.method === 'POST' && new URL(request.url).pathname.startsWith('/api/setup');
      const answer = await host.fetch(request);
      if (joins) await refuseRealNetwork(host, options.statedOrigin);
      return answer;
    },
  };
};
