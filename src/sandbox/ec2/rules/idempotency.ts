import { isDeepStrictEqual } from 'node:util';
import { Fault } from '../wire/fault.ts';
import type { Params } from '../wire/query.ts';
import type { Operation } from '../wire/shape.ts';

/** Replays the first answer to a client token, wherever the operation's schema says that it takes one. */
export class Idempotency {
  readonly #answers = new Map<string, { readonly params: Params; readonly output: unknown }>();

  run(operation: Operation, params: Params, work: () => unknown): unknown {
    const member = operation.input.members.find(each => each.idempotencyToken);
    const token = member && params[member.name];
    if (typeof token !== 'string') return work();
    const key = `${operation.name} ${token}`;
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
    return first.output;
  }
}
