/** A reading of the schema file's keywords that shares nothing with the program's own (protocol §1): 40 lines, as a stranger would write it. */
type Schema = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
};
const schemaOf = (value: unknown): Schema => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const fitsObject = (schema: Schema, value: Schema): boolean => {
  const properties = schemaOf(schema['properties']);
  if (listOf(schema['required']).some((name) => !Object.hasOwn(value, String(name)))) return false;
  return Object.entries(value).every(([name, member]) => (Object.hasOwn(properties, name) ? fits(schemaOf(properties[name]), member) : schema['additionalProperties'] !== false));
};

const fitsText = (schema: Schema, value: string): boolean => {
  if ([...value].length > Number(schema['maxLength'] ?? Infinity)) return false;
  const pattern = schema['pattern'];
  return pattern === undefined || (typeof pattern === 'string' && new RegExp(pattern, 'u').test(value));
};

/** True when a value fits a schema of the file. */
export const fits = (schema: Schema, value: unknown): boolean => {
  if (schema['anyOf'] !== undefined) return listOf(schema['anyOf']).some((option) => fits(schemaOf(option), value));
  if (Object.hasOwn(schema, 'const') && schema['const'] !== value) return false;
  if (schema['enum'] !== undefined && !listOf(schema['enum']).includes(value)) return false;
  if (schema['type'] !== undefined && schema['type'] !== kindOf(value)) return false;
  if (typeof value === 'number' && (value < Number(schema['minimum'] ?? -Infinity) || value > Number(schema['maximum'] ?? Infinity))) return false;
  if (typeof value === 'string') return fitsText(schema, value);
  if (Array.isArray(value)) {
    if (value.length < Number(schema['minItems'] ?? 0) || value.length > Number(schema['maxItems'] ?? Infinity)) return false;
    return schema['items'] === undefined || value.every((item) => fits(schemaOf(schema['items']), item));
  }
  return !isObject(value) || fitsObject(schema, value);
};
