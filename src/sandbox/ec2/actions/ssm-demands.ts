import type { SendCommandRequest } from '@aws-sdk/client-ssm';
import type { Region } from '../region.ts';
import type { Demand } from '../rules/policy.ts';
import type { Params } from '../wire/query.ts';
import { existing } from './touched.ts';

/** What IAM asks for before Systems Manager does this call. */
export function ssmDemandsOf(action: string, params: Params, region: Region): Demand[] {
  const name = `ssm:${action}`;
  if (action !== 'SendCommand') return [{ action: name, resource: '*' }];
  const { DocumentName: document = '', InstanceIds: ids = [] } = params as Partial<SendCommandRequest>;
  const account = document.startsWith('AWS-') ? '' : region.accountId;
  return [
    { action: name, resource: `arn:aws:ssm:${region.name}:${account}:document/${document}` },
    ...ids.map(id => ({ action: name, ...existing(region, 'instance', id) })),
  ];
}
