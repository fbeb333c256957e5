import * as ec2Sdk from '@aws-sdk/client-ec2';
import * as quotasSdk from '@aws-sdk/client-service-quotas';
import * as ssmSdk from '@aws-sdk/client-ssm';
import * as stsSdk from '@aws-sdk/client-sts';
import { addressActions } from './actions/address-actions.ts';
import { demandsOf } from './actions/demands.ts';
import { imageActions } from './actions/image-actions.ts';
import { instanceActions } from './actions/instance-actions.ts';
import { instanceStateActions } from './actions/instance-state-actions.ts';
import { instanceStatusActions } from './actions/instance-status-actions.ts';
import { instanceTypeActions } from './actions/instance-type-actions.ts';
import { networkActions } from './actions/network-actions.ts';
import { protectionActions } from './actions/protection-actions.ts';
import { quotaActions } from './actions/quota-actions.ts';
import { rootTaskActions } from './actions/root-task-actions.ts';
import { snapshotActions } from './actions/snapshot-actions.ts';
import { ssmActions } from './actions/ssm-actions.ts';
import { ssmDemandsOf } from './actions/ssm-demands.ts';
import { stsActions, type Identity } from './actions/sts-actions.ts';
import { tagActions } from './actions/tag-actions.ts';
import { ec2Tokens } from './actions/tokens.ts';
import { volumeActions } from './actions/volume-actions.ts';
import { ec2Refusals, jsonRefusals, stsRefusals } from './refusals.ts';
import type { Region } from './region.ts';
import { plainTokens } from './rules/idempotency.ts';
import type { TokenBuckets } from './rules/token-buckets.ts';
import { handlersOf, type Service, type Services } from './service.ts';
import { createEc2Protocol, createJsonProtocol, createStsProtocol } from './wire/protocol.ts';

export function createServices(region: Region, identity: Identity, buckets: TokenBuckets): Services {
  return {
    ec2: {
      name: 'ec2',
      protocol: createEc2Protocol(ec2Sdk),
      handlers: handlersOf({
        ...addressActions(region),
        ...imageActions(region),
        ...instanceActions(region),
        ...instanceStateActions(region),
        ...instanceStatusActions(region),
        ...instanceTypeActions(region),
        ...networkActions(region),
        ...protectionActions(region),
        ...rootTaskActions(region),
        ...snapshotActions(region),
        ...tagActions(region),
        ...volumeActions(region),
      }),
      throttle: (action, params) => buckets.take(action, params),
      demandsOf: (action, params) => demandsOf(action, params, region),
      refusals: ec2Refusals,
      tokens: ec2Tokens(region),
    },
    sts: {
      name: 'sts',
      protocol: createStsProtocol(stsSdk),
      handlers: handlersOf(stsActions(identity)),
      ...unthrottled,
      // GetCallerIdentity needs no permission, and cannot be denied.
      demandsOf: () => [],
      refusals: stsRefusals,
    },
    servicequotas: {
      name: 'servicequotas',
      protocol: createJsonProtocol(quotasSdk, 'ServiceQuotasV20190624'),
      handlers: handlersOf(quotaActions(region)),
      ...unthrottled,
      demandsOf: action => [{ action: `servicequotas:${action}`, resource: '*' }],
      refusals: jsonRefusals,
    },
    ssm: {
      name: 'ssm',
      protocol: createJsonProtocol(ssmSdk, 'AmazonSSM'),
      handlers: handlersOf(ssmActions(region)),
      ...unthrottled,
      demandsOf: (action, params) => ssmDemandsOf(action, params, region),
      refusals: jsonRefusals,
    },
  };
}

// AWS publishes no buckets for these services, and none of their tokens is told more than the first answer.
const unthrottled: Pick<Service, 'throttle' | 'tokens'> = {
  throttle: () => undefined,
  tokens: plainTokens,
};
