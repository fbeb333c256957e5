import type { Idempotency } from './rules/idempotency.ts';
import type { Policy } from './rules/policy.ts';
import type { Service } from './service.ts';
import { Fault } from './wire/fault.ts';
import type { Params } from './wire/query.ts';
import type { Operation } from './wire/shape.ts';

export type Caller = {
  readonly arn: string;
  readonly policy: Policy | undefined;
  readonly idempotency: Idempotency;
};

/** Does one decoded call, or throws the Fault that AWS answers: permission first, then DryRun, then the work. */
export function perform(service: Service, operation: Operation, params: Params, caller: Caller): unknown {
  const handler = service.handlers.get(operation.name);
  if (!handler)
    throw new Fault('UnsupportedOperation', `The sandbox does not simulate the action ${operation.name}.`, {
      surprise: true,
    });
  for (const demand of service.demandsOf(operation.name, params))
    if (caller.policy && !caller.policy.allows(demand)) throw service.refusals.permission(demand, caller.arn);
  if (params['DryRun'] === true)
    throw new Fault('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', {
      status: 412,
    });
  return caller.idempotency.run(operation, params, () => handler(params), service.tokens);
}
