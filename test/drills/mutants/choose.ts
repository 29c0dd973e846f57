/** Choices that follow from a seed, so that any mutant can be made again. */
export type Choose = {
  readonly below: (limit: number) => number;
  readonly of: <T>(list: readonly T[]) => T;
  /** True once in `times`. */
  readonly one: (times: number) => boolean;
};

/** Mulberry32 over the seed: enough for choosing, nothing is secret. */
export const chooser = (seed: number): Choose => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    of: <T>(list: readonly T[]): T => {
      const chosen = list[below(list.length)];
      if (chosen === undefined && list.length === 0) throw new Error('nothing to choose from');
      return chosen as T;
    },
    one: (times) => below(times) === 0,
  };
};
