import type { JsonObject, JsonValue } from '../../../core/protocol/jcs.ts';
import type { Choose } from './choose.ts';

/** Values of the story by their shape, so that a mutant says something that could be meant. */
export type Pool = ReadonlyMap<string, readonly JsonValue[]>;

const SHAPES: readonly (readonly [string, RegExp])[] = [
  ['hash', /^[0-9a-f]{64}$/u],
  ['uuid', /^[0-9a-f]{8}-[0-9a-f-]{27}$/u],
  ['instant', /^[0-9]{4}-[0-9]{2}-[0-9]{2}T/u],
  ['date', /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u],
  ['vkey', /^\S+\+[0-9a-f]{8}\+\S+$/u],
  ['long base64url', /^[A-Za-z0-9_-]{40,}$/u],
  ['code', /^[a-z][a-z0-9.-]*$/u],
];

const shapeOf = (value: JsonValue): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value !== 'string') return typeof value;
  return SHAPES.find(([, pattern]) => pattern.test(value))?.[0] ?? 'text';
};

const isObject = (value: JsonValue): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

const childrenOf = (value: JsonValue): readonly (readonly [string, JsonValue])[] =>
  Array.isArray(value) ? value.map((item, at) => [String(at), item as JsonValue] as const) : isObject(value) ? Object.entries(value) : [];

/** Every leaf of some values by shape. */
export const poolOf = (values: readonly JsonValue[]): Pool => {
  const pool = new Map<string, JsonValue[]>();
  const walk = (value: JsonValue): void => {
    const children = childrenOf(value);
    if (children.length > 0) for (const [, child] of children) walk(child);
    else pool.set(shapeOf(value), [...(pool.get(shapeOf(value)) ?? []), value]);
  };
  for (const value of values) walk(value);
  return pool;
};

const pathsOf = (value: JsonValue, path: readonly string[] = []): readonly (readonly string[])[] => [
  ...(path.length === 0 ? [] : [path]),
  ...childrenOf(value).flatMap(([name, child]) => pathsOf(child, [...path, name])),
];

const at = (value: JsonValue, [name, ...rest]: readonly string[], change: (value: JsonValue) => JsonValue | undefined): JsonValue => {
  if (name === undefined) return value;
  const put = (child: JsonValue): JsonValue | undefined => (rest.length === 0 ? change(child) : at(child, rest, change));
  if (Array.isArray(value))
    return value.flatMap((item, position) => {
      const next = String(position) === name ? put(item as JsonValue) : (item as JsonValue);
      return next === undefined ? [] : [next];
    });
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([member, child]) => {
      const next = member === name ? put(child) : child;
      return next === undefined ? [] : [[member, next] as const];
    }),
  );
};

const BOUNDS = [0, 1, -1, 9_999_999_999, 10_000_000_000, Number.MAX_SAFE_INTEGER] as const;

const moved = (instant: string, choose: Choose): string => {
  const ms = Date.parse(instant) + choose.of([-86_400_000, -60_000, -1, 1, 60_000, 86_400_000]);
  return new Date(ms).toISOString().slice(0, instant.length);
};

/** One value turned into another; `undefined` leaves it out. */
const other = (value: JsonValue, pool: Pool, choose: Choose): JsonValue | undefined => {
  const same = pool.get(shapeOf(value)) ?? [];
  const borrowed = (): JsonValue | undefined => (same.length === 0 ? undefined : choose.of(same));
  if (choose.one(12)) return undefined;
  if (choose.one(12)) return null;
  if (choose.one(20)) return choose.of([...pool.values()].flat());
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return choose.one(2) ? value + choose.of([-1, 1]) : choose.one(2) ? choose.of(BOUNDS) : borrowed();
  if (typeof value === 'string') {
    if (shapeOf(value) === 'instant' || shapeOf(value) === 'date') return choose.one(2) ? moved(value, choose) : borrowed();
    return choose.one(5) && value.length > 0 ? value.slice(0, -1) + choose.of(['0', 'a', 'A', '-', '=', 'é']) : borrowed();
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return [choose.of([...pool.values()].flat())];
    const position = choose.below(value.length);
    return choose.of<readonly JsonValue[]>([
      value.toSpliced(position, 1),
      [...value, value[position] ?? null],
      value.toReversed(),
      [],
      [...value, borrowed() ?? null],
    ]);
  }
  if (isObject(value)) return { ...value, [choose.of(['note', 'v', 'kind', 'person', 'referral'])]: choose.of([...pool.values()].flat()) };
  return choose.of([...pool.values()].flat());
};

/** The value with one of its parts turned into another one. */
export const mutatedValue = (value: JsonValue, pool: Pool, choose: Choose): JsonValue => {
  const paths = pathsOf(value);
  if (paths.length === 0) return value;
  return at(value, choose.of(paths), (found) => other(found, pool, choose));
};
