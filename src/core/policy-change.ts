import type { Person } from './actor.ts';
import type { OperationId } from './ids.ts';
import type { Policy } from './policy.ts';
import type { PolicyFormFault } from './policy-form.ts';

/** What was done to a policy; `policy` is what it is now. */
export type PolicyChange =
  | { readonly kind: 'paused'; readonly policy: Policy; readonly until: number | null }
  | { readonly kind: 'resumed'; readonly policy: Policy }
  | { readonly kind: 'skips'; readonly policy: Policy; readonly at: number }
  | { readonly kind: 'gone'; readonly policy: Policy; readonly sets: number };

/** Why nothing was done to it. */
export type PolicyRefusal =
  | { readonly kind: 'not-yours'; readonly owner: Person }
  | { readonly kind: 'gone' }
  /** Saved by somebody else since its modal was opened. */
  | { readonly kind: 'changed'; readonly by: Person; readonly at: number }
  | { readonly kind: 'fault'; readonly fault: PolicyFormFault }
  | { readonly kind: 'not-paused' }
  | { readonly kind: 'skips-already'; readonly at: number }
  | { readonly kind: 'no-next' }
  | { readonly kind: 'running'; readonly operation: OperationId }
  | { readonly kind: 'due' };
