import { contactApiBench } from './contact-api.bench.ts';
import { NOW, openContactDesk } from './contact-desk.ts';
import { fillConsents, fillTimelines } from './contact-fill.ts';
import { gateFigures, gateTimes } from './contact-gate.bench.ts';
import { contactImportBench } from './contact-import.bench.ts';
import { contactListBench } from './contact-list.bench.ts';
import { contactScrollBench } from './contact-scroll.bench.ts';
import { type Figure, round, timed } from './measure.ts';

/** Few consents of others, for the gate. */
const FEW = 500;
/** Recording consents ends after this time; how many there are is said. */
const MOST_MS = 60_000;

/**
 * The contact book at a size: by default 100,000 contacts, three entries of a timeline and half a consent for each. Contacts come by an import, and
 * everything else through the services of the API in large groups; the consents are signed events of the ledger.
 */
export const contactsBench = async (contacts: number, tell: (figures: readonly Figure[]) => void): Promise<void> => {
  const bench = await openContactDesk();
  try {
    bench.at(NOW);
    tell(await contactImportBench(bench, contacts));
    const consents = contacts / 2;
    bench.filling(() => fillConsents(bench, { from: 0, to: FEW }, consents, MOST_MS));
    const few = await gateTimes(bench);
    let given = FEW;
    const consentMs = await timed(() => {
      given += bench.filling(() => fillConsents(bench, { from: FEW, to: consents }, consents, MOST_MS));
    });
    const timelineMs = await timed(() => bench.filling(() => fillTimelines(bench, contacts * 3)));
    tell([
      {
        name: 'the book that the following figures were taken on: contacts',
        value: contacts,
        unit: '',
        limit: null,
        detail: `${given.toLocaleString('en-AU')} consents (recorded in ${String(round(consentMs / 1000, 0))} s), ${(contacts * 3).toLocaleString('en-AU')} entries of timelines (${String(round(timelineMs / 1000, 0))} s)`,
      },
    ]);
    tell(gateFigures(few, await gateTimes(bench)));
    tell(await contactListBench(bench));
    tell(await contactApiBench(bench));
    tell(await contactScrollBench(bench));
  } finally {
    await bench.close();
  }
};
