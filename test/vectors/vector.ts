import type { JsonValue } from '../../core/protocol/jcs.ts';

/** One vector: what goes in, and `ok` or the named failure that must come out; `output` where there is something to compare. */
export type Vector = { readonly name: string; readonly input: JsonValue; readonly expect: string; readonly output?: JsonValue };

export const vector = (name: string, input: JsonValue, expect: string, output?: JsonValue): Vector =>
  output === undefined ? { name, input, expect } : { name, input, expect, output };
