import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const PATH = 'build/reports/drill-figures.json';

const kept = (): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(readFileSync(PATH, 'utf8')) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};

/** Adds the figures of one drill to the summary. Drills run one after the other, so that nothing is written over. */
export const keepFigures = (drill: string, figures: unknown): void => {
  mkdirSync(dirname(PATH), { recursive: true });
  writeFileSync(PATH, `${JSON.stringify({ ...kept(), [drill]: figures }, null, 2)}\n`);
};
