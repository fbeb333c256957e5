import * as ec2Sdk from '@aws-sdk/client-ec2';
import * as stsSdk from '@aws-sdk/client-sts';
import { demandsOf } from './actions/demands.ts';
import { instanceActions } from './actions/instance-actions.ts';
import { instanceTypeActions } from './actions/instance-type-actions.ts';
import { snapshotActions } from './actions/snapshot-actions.ts';
import { stsActions, type Identity } from './actions/sts-actions.ts';
import { tagActions } from './actions/tag-actions.ts';
import { volumeActions } from './actions/volume-actions.ts';
import type { Region } from './region.ts';
import type { TokenBuckets } from './rules/token-buckets.ts';
import { handlersOf, type Services } from './service.ts';
import { Fault } from './wire/fault.ts';
import { createEc2Protocol, createStsProtocol } from './wire/protocol.ts';

const wrongScope = (region: string) => `Credential should be scoped to a valid region, not '${region}'.`;

export function createServices(region: Region, identity: Identity, buckets: TokenBuckets): Services {
  return {
    ec2: {
      name: 'ec2',
      protocol: createEc2Protocol(ec2Sdk),
      handlers: handlersOf({
        ...instanceActions(region),
        ...instanceTypeActions(region),
        ...snapshotActions(region),
        ...tagActions(region),
        ...volumeActions(region),
      }),
      throttle: (action, params) => buckets.take(action, params),
      demandsOf: (action, params) => demandsOf(action, params, region),
      refusals: {
        key: new Fault('AuthFailure', 'AWS was not able to validate the provided access credentials', {
          status: 401,
        }),
        scope: name => new Fault('AuthFailure', wrongScope(name), { status: 401, surprise: true }),
      },
    },
    sts: {
      name: 'sts',
      protocol: createStsProtocol(stsSdk),
      handlers: handlersOf(stsActions(identity)),
      // AWS publishes no bucket for STS.
      throttle: () => undefined,
      // GetCallerIdentity needs no permission, and cannot be denied.
      demandsOf: () => [],
      refusals: {
        key: new Fault('InvalidClientTokenId', 'The security token included in the request is invalid.', {
          status: 403,
        }),
        scope: name => new Fault('SignatureDoesNotMatch', wrongScope(name), { status: 403, surprise: true }),
      },
    },
  };
}
