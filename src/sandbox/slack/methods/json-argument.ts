import { z } from 'zod';

/** JSON as text (forms) or as itself (JSON bodies). Text that is no JSON stays text, for the method to name the fault. */
export const json = z.unknown().transform(value => {
  if (typeof value !== 'string') return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    return value;
  }
});
