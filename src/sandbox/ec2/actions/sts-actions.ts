import type * as Sts from '@aws-sdk/client-sts';
import type { Handlers } from '../wire/shape.ts';

export type Identity = { readonly accountId: string; readonly userId: string; readonly arn: string };

export function stsActions(identity: Identity) {
  return {
    GetCallerIdentity(_input: Sts.GetCallerIdentityRequest): Sts.GetCallerIdentityResponse {
      return { UserId: identity.userId, Account: identity.accountId, Arn: identity.arn };
    },
  } satisfies Handlers<typeof Sts>;
}
