export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** A field that holds text, or nothing. */
export function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The words of a text object. */
export function textOf(value: unknown): string {
  return isJson(value) ? word(value['text']) : '';
}
