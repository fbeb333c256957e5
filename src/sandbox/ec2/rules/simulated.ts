import { invalidValue } from '../wire/fault.ts';

/**
 * Throws for a parameter that EC2 takes and nothing here acts on: what has no effect must not look as if it had.
 * Names with blanks between them; DryRun and ClientToken are everybody's.
 */
export function onlySimulated(input: object, names: string, where = ''): void {
  const known = new Set(['DryRun', 'ClientToken', ...names.split(' ')]);
  const stranger = Object.keys(input).find(name => !known.has(name));
  if (stranger !== undefined)
    throw invalidValue(`The sandbox does not simulate the parameter ${where}${stranger}.`, {
      surprise: true,
    });
}
