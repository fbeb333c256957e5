import type * as Quotas from '@aws-sdk/client-service-quotas';
import type { Region } from '../region.ts';
import { Fault } from '../wire/fault.ts';
import type { Handlers } from '../wire/shape.ts';

type Quota = { readonly name: string; readonly value: (region: Region) => number };

// https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html; as if nothing had been raised but snapshots.
const quotas: Readonly<Record<string, Readonly<Record<string, Quota>>>> = {
  ebs: {
    'L-309BACF6': { name: 'Snapshots per Region', value: region => region.snapshotLimit },
    'L-631ECBD3': { name: 'Fast snapshot restore', value: () => 5 },
    'L-E20676C1': { name: 'Archived snapshots per volume', value: () => 25 },
  },
  ec2: {
    'L-1216C47A': {
      name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
      value: () => 512,
    },
    'L-0263D0A3': { name: 'EC2-VPC Elastic IPs', value: () => 5 },
    'L-B665C33B': { name: 'AMIs', value: () => 50_000 },
  },
};

const serviceNames: Readonly<Record<string, string>> = {
  ebs: 'Amazon Elastic Block Store (Amazon EBS)',
  ec2: 'Amazon Elastic Compute Cloud (Amazon EC2)',
};

export function quotaActions(region: Region) {
  return {
    GetServiceQuota(input: Quotas.GetServiceQuotaRequest): Quotas.GetServiceQuotaResponse {
      const { ServiceCode: service = '', QuotaCode: code = '' } = input;
      if (input.ContextId !== undefined)
        throw new Fault('IllegalArgumentException', 'This quota is not set for single resources.', {
          surprise: true,
        });
      const quota = quotas[service]?.[code];
      if (!quota)
        throw new Fault(
          'NoSuchResourceException',
          'The request failed because the specified quota does not exist.',
        );
      return {
        Quota: {
          ServiceCode: service,
          ServiceName: serviceNames[service],
          QuotaArn: `arn:aws:servicequotas:${region.name}:${region.accountId}:${service}/${code}`,
          QuotaCode: code,
          QuotaName: quota.name,
          Value: quota.value(region),
          Unit: 'None',
          Adjustable: true,
          GlobalQuota: false,
          QuotaAppliedAtLevel: 'ACCOUNT',
        },
      };
    },
  } satisfies Handlers<typeof Quotas>;
}
