import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import type { Demand } from '../rules/policy.ts';
import type { Params } from '../wire/query.ts';
import { tagged } from './taggable.ts';

/** One thing that a call touches, as IAM sees it. */
export type Touched = Pick<Demand, 'resource' | 'resourceTags' | 'requestTags'>;

// IAM's names for what a call touches; snapshots and images belong to no account in an ARN.
function arnOf(region: Region, type: string, id: string): string {
  const account = type === 'snapshot' || type === 'image' ? '' : region.accountId;
  return `arn:aws:ec2:${region.name}:${account}:${type}/${id}`;
}

export function existing(region: Region, type: string, id: string): Touched {
  return { resource: arnOf(region, type, id), resourceTags: tagged(region, id)?.tags };
}

/** Something that the call makes, with the tags it gives it. */
export function made(region: Region, type: string, params: Params): Touched {
  return { resource: arnOf(region, type, '*'), requestTags: tagsFor(params, type) };
}

export function specified(params: Params): TagSpecification[] {
  const { TagSpecifications: specifications = [] } = params as {
    readonly TagSpecifications?: TagSpecification[];
  };
  return specifications;
}

function tagsFor(params: Params, type: string): Tag[] {
  return specified(params)
    .filter(each => each.ResourceType === type)
    .flatMap(each => each.Tags ?? []);
}
