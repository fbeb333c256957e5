import { z } from 'zod';
import { type Circumstances, compileCondition, conditionSchema, texts } from './condition.ts';
import { wildcard } from './wildcard.ts';

// Strict, and no wider than what is evaluated below: a statement that the sandbox cannot honour must stop it
// at the start, or the policy would look tried when it was not.
const policySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: z
    .array(
      z.strictObject({
        Sid: z.string().optional(),
        Effect: z.literal('Allow'),
        Action: texts,
        Resource: texts,
        Condition: conditionSchema.optional(),
      }),
    )
    .min(1),
});

/** One thing a call needs: an action on a resource, and what IAM knows of the two. */
export type Demand = Circumstances & { readonly action: string; readonly resource: string };

export type Policy = { allows(demand: Demand): boolean };

/** Throws on anything in the policy that is not evaluated here. */
export function parsePolicy(document: unknown): Policy {
  const statements = policySchema.parse(document).Statement.map(statement => ({
    actions: statement.Action.map(action => wildcard(action, { escapes: false, ignoreCase: true })),
    resources: statement.Resource.map(resource => wildcard(resource, { escapes: false })),
    holds: compileCondition(statement.Condition ?? {}),
  }));
  return {
    allows: demand =>
      statements.some(
        ({ actions, resources, holds }) =>
          actions.some(pattern => pattern.test(demand.action)) &&
          resources.some(pattern => pattern.test(demand.resource)) &&
          holds(demand),
      ),
  };
}
