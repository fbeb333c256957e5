import { isDeepStrictEqual } from 'node:util';
import { Fault } from '../wire/fault.ts';
import type { Params } from '../wire/query.ts';
import type { Operation } from '../wire/shape.ts';

/** How a service understands its client tokens. */
export type TokenRules = {
  /** Within what a token means one thing: in another scope, it does the work again. */
  scope(action: string, params: Params): string;
  /** What the repeated call is told, from what the first was; may throw. */
  again(action: string, output: unknown): unknown;
};

export const plainTokens: TokenRules = { scope: () => '', again: (_action, output) => output };

/** Does the work of a client token once, wherever the operation's schema says that it takes one. */
export class Idempotency {
  readonly #answers = new Map<string, { readonly params: Params; readonly output: unknown }>();

  run(operation: Operation, params: Params, work: () => unknown, rules: TokenRules = plainTokens): unknown {
    const member = operation.input.members.find(each => each.idempotencyToken);
    const token = member && params[member.name];
    if (typeof token !== 'string') return work();
    const key = `${operation.name} ${token} ${rules.scope(operation.name, params)}`;
    const first = this.#answers.get(key);
    if (!first) {
      const output = work();
      this.#answers.set(key, { params, output });
      return output;
    }
    if (!isDeepStrictEqual(first.params, params))
      throw new Fault(
        'IdempotentParameterMismatch',
        'The client token you have provided is associated with a resource whose parameters differ from this request.',
      );
    return rules.again(operation.name, first.output);
  }
}
