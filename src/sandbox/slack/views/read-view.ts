import { faultLine } from '../validate/fault.ts';
import { isJson, type Json } from '../validate/schema.ts';
import { validateView } from '../validate/validate.ts';

export type ReadView =
  | { readonly ok: true; readonly view: Json; readonly externalId: string }
  | {
      readonly ok: false;
      readonly error: 'invalid_arguments' | 'view_too_large';
      readonly reasons: readonly string[];
    };

/** A view as an app sent it, or why Slack would not take it there. */
export function readView(given: unknown, type: 'modal' | 'home'): ReadView {
  const faults = validateView(given);
  const [first] = faults;
  if (first?.message === 'view_too_large') return { ok: false, error: 'view_too_large', reasons: [] };
  if (first !== undefined || !isJson(given))
    return { ok: false, error: 'invalid_arguments', reasons: [noSchemaMatches, ...faults.map(faultLine)] };
  if (given['type'] !== type)
    return {
      ok: false,
      error: 'invalid_arguments',
      reasons: [`must be a ${type} [json-pointer:/view/type]`],
    };
  const { external_id: externalId = '' } = given;
  return { ok: true, view: given, externalId: String(externalId) };
}

// Slack says this of every view it refuses, before it says why.
const noSchemaMatches = 'failed to match all allowed schemas [json-pointer:/view]';
