import { randomBytes, randomUUID } from 'node:crypto';
import { relative } from 'node:path';
import { createLoopback } from '../../desk/http/loopback.ts';
import { writeLoopback } from '../loopback-file.ts';
import { childSettings, type FromChild, fromParent } from './child-messages.ts';
import { sampleInstallName } from './demo-desk.ts';
import { openSampleDesk } from './sample-desk.ts';
import { seededEntropy } from './seeded-entropy.ts';
import { storyClock } from './story-clock.ts';

/** One desk of the demo as a process: the real desk behind its loopback server; the clock is set over the parent's channel. */
const say = (message: FromChild): void => void process.send?.(message);

const settings = childSettings.parse(JSON.parse(process.argv[2] ?? '{}'));
const clock = storyClock(settings.start);

try {
  const host = await openSampleDesk({
    dataFolder: settings.dataFolder,
    keyFolder: relative(settings.dataFolder, settings.keyFolder),
    keyFolderPath: settings.keyFolder,
    statedOrigin: settings.statedOrigin,
    clock,
    entropy: seededEntropy(settings.seed, settings.folder),
    live: settings.live ?? false,
    windowDir: settings.windowDir ?? null,
  });
  // The port of this run is whatever is free; a window opened later chooses its own and keeps it.
  writeLoopback(settings.dataFolder, { name: sampleInstallName(settings), port: null });
  const served = await createLoopback({
    open: () => host,
    install: { name: sampleInstallName(settings), port: () => undefined, keepPort: () => undefined },
    now: () => Date.now(),
    randomToken: () => randomBytes(32).toString('base64url'),
    newId: () => randomUUID(),
    report: (failure) => process.stderr.write(`demo desk failure ${failure.id} ${failure.name}\n${failure.frames.join('\n')}\n`),
  });
  if (!served.ok) throw new Error(`the demo desk could not be served: ${served.error.code}`);
  const close = async (): Promise<void> => {
    await served.value.close();
    await host.close();
    process.disconnect();
  };
  process.on('message', (message) => {
    const asked = fromParent.parse(message);
    if (asked.ask === 'set-clock') clock.set(asked.instant);
    say({ say: 'done', id: asked.id });
    if (asked.ask === 'close') void close();
  });
  // A parent that died leaves no desk behind.
  process.on('disconnect', () => process.exit(0));
  say({ say: 'open', link: served.value.launchLink(), windowLink: served.value.launchLink() });
} catch (error) {
  say({ say: 'failed', why: error instanceof Error ? error.message : 'the desk could not be opened' });
  process.disconnect();
}
