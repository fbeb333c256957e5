import { z } from 'zod';
import { Fault } from '../wire/fault.ts';

// No wider than what is checked below: a rule of a document that the sandbox passes over would look kept.
const schema = z.strictObject({
  schemaVersion: z.literal('2.2'),
  description: z.string().optional(),
  parameters: z
    .record(
      z.string(),
      z.strictObject({
        type: z.enum(['String', 'StringList']),
        description: z.string().optional(),
        default: z.union([z.string(), z.array(z.string())]).optional(),
        allowedPattern: z.string().optional(),
        allowedValues: z.array(z.string()).min(1).optional(),
        maxChars: z.number().int().optional(),
        minChars: z.number().int().optional(),
        displayType: z.string().optional(),
      }),
    )
    .default({}),
  mainSteps: z.array(z.looseObject({ action: z.string(), name: z.string() })).min(1),
});

/** A document of Systems Manager: which parameters it takes, and what runs with them. */
export type Document = z.infer<typeof schema>;

/** Throws on anything in the document that is not understood here. */
export function parseDocument(content: unknown): Document {
  return schema.parse(content);
}

/** What the document's own rules say of these parameters; throws as Systems Manager does. */
export function checkParameters(
  document: Document,
  given: Readonly<Record<string, readonly string[]>>,
): void {
  const stranger = Object.keys(given).find(name => !Object.hasOwn(document.parameters, name));
  if (stranger !== undefined)
    throw new Fault('InvalidParameters', `Parameter ${stranger} is not defined in the document.`);
  for (const [name, rule] of Object.entries(document.parameters)) {
    const values = given[name];
    if (values === undefined) {
      if (rule.default === undefined)
        throw new Fault('InvalidParameters', `Parameter "${name}" requires a value.`);
      continue;
    }
    if (rule.type === 'String' && values.length !== 1)
      throw new Fault('InvalidParameters', `Parameter "${name}" takes one value.`);
    if (!values.every(value => fits(rule, value)))
      throw new Fault(
        'InvalidParameters',
        `Parameter "${name}" has a value that the document does not allow.`,
      );
  }
}

function fits(rule: Document['parameters'][string], value: string): boolean {
  const { allowedPattern: pattern, allowedValues: values, maxChars = Infinity, minChars = 0 } = rule;
  return (
    (pattern === undefined || new RegExp(pattern, 'u').test(value)) &&
    (values?.includes(value) ?? true) &&
    value.length <= maxChars &&
    value.length >= minChars
  );
}
