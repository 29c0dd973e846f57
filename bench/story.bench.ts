import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childDesks } from '../core/cli/demo/child-desk.ts';
import type { OpenDemoDesk } from '../core/cli/demo/demo-desk.ts';
import { runDemo } from '../core/cli/demo/run-demo.ts';
import { type Figure, percentile, round } from './measure.ts';

type Timed = { readonly path: string; readonly ms: number };

/** Times every request that the story makes at the desks' HTTP APIs, desks being processes of their own. */
const timedDesks =
  (open: OpenDemoDesk, times: Timed[]): OpenDemoDesk =>
  async (house, start) => {
    const desk = await open(house, start);
    const { connection } = desk;
    return {
      ...desk,
      connection: {
        ...connection,
        request: async (path, init) => {
          const from = performance.now();
          const answer = await connection.request(path, init);
          times.push({
            path: `${init?.method ?? 'GET'} ${path.replaceAll(/[0-9a-f-]{36,64}/gu, ':id').replace(/\?.*$/u, '')}`,
            ms: performance.now() - from,
          });
          return answer;
        },
      },
    };
  };

/** Every interaction of the story at the desk's API. PIN checks (Argon2id) and jobs' polling are named apart. */
export const storyBench = async (): Promise<readonly Figure[]> => {
  const out = mkdtempSync(join(tmpdir(), 'flip360-bench-story-'));
  const times: Timed[] = [];
  try {
    await runDemo({
      out,
      seed: 1,
      tell: () => undefined,
      open: timedDesks(childDesks({ out, seed: 1 }), times),
    });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
  const interactions = times.filter((entry) => !/sign-in|setup|unlock/u.test(entry.path));
  const slowest = interactions.toSorted((a, b) => b.ms - a.ms).slice(0, 3);
  const keys = times.filter((entry) => /sign-in|setup|unlock/u.test(entry.path)).map((entry) => entry.ms);
  return [
    {
      name: 'interactions of the story at the API, P95',
      value: round(
        percentile(
          interactions.map((entry) => entry.ms),
          0.95,
        ),
        1,
      ),
      unit: 'ms',
      limit: 100,
      detail: `${interactions.length} requests, median ${round(
        percentile(
          interactions.map((entry) => entry.ms),
          0.5,
        ),
        1,
      )} ms; slowest ${slowest.map((entry) => `${entry.path} ${round(entry.ms, 0)} ms`).join(', ')}`,
    },
    {
      name: 'set-up and sign-in (Argon2id by intent), P95',
      value: round(percentile(keys, 0.95), 0),
      unit: 'ms',
      limit: null,
      detail: `${keys.length} requests`,
    },
  ];
};
