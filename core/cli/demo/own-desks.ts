import { join } from 'node:path';
import type { Entropy } from '../../ports/entropy.ts';
import { writeLoopback } from '../loopback-file.ts';
import { type OpenDemoDesk, sampleInstallName, statedOriginOf } from './demo-desk.ts';
import { openSampleDesk } from './sample-desk.ts';
import { storyClock } from './story-clock.ts';

/** The desks of the demo inside this process, with real randomness: for a program that may start no other, such as the packaged desk. */
export const ownDesks =
  (options: { readonly out: string; readonly entropy: Entropy }): OpenDemoDesk =>
  async (house, start) => {
    const clock = storyClock(start);
    const dataFolder = join(options.out, house.folder);
    const statedOrigin = statedOriginOf(house);
    const host = await openSampleDesk({
      dataFolder,
      keyFolder: join('..', 'keys', house.folder),
      keyFolderPath: join(options.out, 'keys', house.folder),
      statedOrigin,
      clock,
      entropy: options.entropy,
    });
    writeLoopback(dataFolder, { name: sampleInstallName(house), port: null });
    return {
      house,
      connection: {
        origin: statedOrigin,
        request: (path, init = {}) =>
          host.fetch(
            new Request(`${statedOrigin}${path}`, {
              ...init,
              headers: { ...init.headers, origin: statedOrigin },
            }),
          ),
      },
      statedOrigin,
      setClock: async (instant) => clock.set(instant),
      close: () => host.close(),
    };
  };
