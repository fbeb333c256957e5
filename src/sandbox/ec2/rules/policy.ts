import { z } from 'zod';
import { wildcard } from './wildcard.ts';

const texts = z.union([z.string(), z.array(z.string()).min(1)]).transform(value => [value].flat());

const createAction = z.strictObject({ 'ec2:CreateAction': texts });

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
        Condition: z
          .strictObject({ StringEquals: createAction.optional(), StringLike: createAction.optional() })
          .optional(),
      }),
    )
    .min(1),
});

/** One thing a call needs: an action on a resource. `createAction` is set for tags given while creating. */
export type Demand = { readonly action: string; readonly resource: string; readonly createAction?: string };

export type Policy = { allows(demand: Demand): boolean };

/** Throws on anything in the policy that is not evaluated here. */
export function parsePolicy(document: unknown): Policy {
  const statements = policySchema.parse(document).Statement.map(statement => ({
    actions: statement.Action.map(action => wildcard(action, { escapes: false, ignoreCase: true })),
    resources: statement.Resource.map(resource => wildcard(resource, { escapes: false })),
    equal: statement.Condition?.StringEquals?.['ec2:CreateAction'],
    like: statement.Condition?.StringLike?.['ec2:CreateAction'].map(value =>
      wildcard(value, { escapes: false }),
    ),
  }));
  return {
    allows: ({ action, resource, createAction: creating = '' }) =>
      statements.some(
        ({ actions, resources, equal, like }) =>
          actions.some(pattern => pattern.test(action)) &&
          resources.some(pattern => pattern.test(resource)) &&
          (!equal || equal.includes(creating)) &&
          (!like || (creating !== '' && like.some(pattern => pattern.test(creating)))),
      ),
  };
}
