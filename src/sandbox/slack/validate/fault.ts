/** One refusal in the shape `blocks.validate` answers with; the pointer is a JSON pointer from where the caller began. */
export interface Fault {
  readonly code: 'missing_field' | 'invalid_type' | 'failed_constraint';
  readonly message: string;
  readonly pointer: string;
  readonly constraint?: { readonly type: string; readonly expected: readonly string[]; readonly got: string };
}

/** The form in which `chat.*` and `views.*` list faults. */
export function faultLine(fault: Fault): string {
  return `${fault.message} [json-pointer:${fault.pointer}]`;
}

export function missing(pointer: string, field: string): Fault {
  return { code: 'missing_field', message: `missing required field: ${field}`, pointer };
}

export function wrongType(pointer: string, message: string): Fault {
  return { code: 'invalid_type', message, pointer };
}

/** `type` names the broken constraint as JSON Schema does: `max_length`, `enum`, `any_of`. */
export function broken(
  pointer: string,
  message: string,
  type?: string,
  expected?: unknown,
  got?: unknown,
): Fault {
  const fault = { code: 'failed_constraint', message, pointer } as const;
  if (type === undefined) return fault;
  const wanted = (Array.isArray(expected) ? expected : [expected]).map(spell);
  return { ...fault, constraint: { type, expected: wanted, got: spell(got) } };
}

/** Text stays text, everything else is spelled as JSON. */
export function spell(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
