import { z } from 'zod';
import type { SocketMode } from '../socket-mode.ts';
import type { Json } from '../validate/schema.ts';
import type { Workspace } from '../workspace.ts';

/** What a method's code may use beside its arguments. */
export interface MethodContext {
  readonly workspace: Workspace;
  readonly socketMode: SocketMode;
  readonly host: string;
}

export type Answer = Json & { readonly ok: boolean };

/** One Web API method: which token it takes and what it answers. Arguments its schema does not name do not exist. */
export interface Method {
  readonly token: 'bot' | 'app' | 'none';
  readonly answer: (args: Json, context: MethodContext) => Answer;
}

export function method<Args>(spec: {
  token: Method['token'];
  args: z.ZodType<Args>;
  /** Can depend on the kind of channel. */
  scope?: string | ((args: Args, context: MethodContext) => string);
  run: (args: Args, context: MethodContext) => Answer;
}): Method {
  function answer(given: Json, context: MethodContext): Answer {
    const parsed = spec.args.safeParse(given);
    if (!parsed.success) return refuseArguments(parsed.error);
    const { scopes } = context.workspace.manifest;
    const needed = typeof spec.scope === 'function' ? spec.scope(parsed.data, context) : spec.scope;
    if (needed !== undefined && !scopes.has(needed))
      return refuse('missing_scope', { needed, provided: [...scopes].join(',') });
    return spec.run(parsed.data, context);
  }
  return { token: spec.token, answer };
}

function refuseArguments(error: z.ZodError): Answer {
  return refuseWith(
    'invalid_arguments',
    error.issues.map(({ path, message }) => `${message} [json-pointer:/${path.join('/')}]`),
  );
}

/** A refusal with reasons, which Slack lists twice. */
export function refuseWith(error: string, errors: readonly string[]): Answer {
  return refuse(error, { errors, response_metadata: { messages: errors.map(line => `[ERROR] ${line}`) } });
}

export function refuse(error: string, more: Json = {}): Answer {
  return { ok: false, error, ...more };
}

// Form bodies carry everything as text and JSON bodies as it is; both must mean the same.
export const id = z.string().min(1);
export const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false', '1', '0']).transform(text => text === 'true' || text === '1'),
]);
export const whole = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);
export const timestamp = z.union([z.string().regex(/^\d+(\.\d+)?$/), z.number().transform(String)]);
