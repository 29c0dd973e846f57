import type { z } from 'zod';
import { exchangeImported } from '../../contract/desk.ts';
import { fileAnswer } from '../../contract/scalars.ts';
import { type Carrier, StoryFailed } from './stage.ts';

type Imported = z.infer<typeof exchangeImported>;

/** Everything of a file was taken in; or, where another practice's file is still to come, nothing was refused. */
const accepted = (imported: Imported, whole: boolean): void => {
  if (imported.refused === 0 && imported.conflicts === 0 && (!whole || (imported.kept === 0 && imported.missing.length === 0))) return;
  const first = imported.events.find((event) => event.state === 'refused' || event.state === 'waiting');
  throw new StoryFailed(`an exchange file was not taken in whole: ${first?.type ?? ''} ${first?.why ?? imported.missing.join('; ')}`);
};

/** By exchange files: exported, kept in the output, handed in. */
export const fileCarrier: Carrier = {
  carry: async (stage, from, to, whole) => {
    const sender = await stage.person(from, from.house.first.name);
    const file = await sender.api.send('POST', `/exchange/${to.practice}/export`, {}, fileAnswer);
    const number = String(stage.written.filter((entry) => entry.path.startsWith('exchange/')).length + 1).padStart(2, '0');
    stage.keep('exchange', file, `${number}-${from.house.folder}-to-${to.house.folder}.flip360`);
    const reader = await stage.person(to, to.house.first.name);
    accepted(await reader.api.send('POST', '/exchange/import', { name: file.name, base64: file.base64 }, exchangeImported), whole);
  },
  connect: () => Promise.resolve(),
};
