/** Wall time of `work` in milliseconds. */
export const timed = async (work: () => unknown): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

/** Wall time of `work`, and the processor time that this process took for it, in milliseconds. */
export const timedTwice = async (work: () => unknown): Promise<{ readonly wall: number; readonly cpu: number }> => {
  const before = process.cpuUsage();
  const wall = await timed(work);
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1000 };
};

/** Median and spread of several runs of A and B taken in turn, and of their ratio pair by pair: holds while the machine's speed drifts. */
export const paired = async (
  runs: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{
  readonly a: number;
  readonly b: number;
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
}> => {
  const pairs: { readonly a: number; readonly b: number }[] = [];
  for (let run = 0; run < runs; run += 1) pairs.push({ a: await a(), b: await b() });
  const ratios = pairs.map((pair) => pair.a / pair.b).toSorted((x, y) => x - y);
  return {
    a: median(pairs.map((pair) => pair.a)),
    b: median(pairs.map((pair) => pair.b)),
    ratio: median(ratios),
    lowest: ratios[0] ?? Number.NaN,
    highest: ratios.at(-1) ?? Number.NaN,
  };
};

export const median = (values: readonly number[]): number => values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN;

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((x, y) => x - y)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/** One line of the table: what, the figure, the limit it is held to, and whether it is met. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: number | null;
  readonly detail: string;
};

export const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;
