import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Tag } from '@aws-sdk/client-ec2';
import type { Tagged } from '../records.ts';
import type { Region } from '../region.ts';
import { checkTagCount, checkTags, givenTags, remainingTags } from '../rules/tags.ts';
import { invalidValue } from '../wire/fault.ts';
import type { Handlers } from '../wire/shape.ts';
import { taggable } from './taggable.ts';

const maxResources = 1000;
const maxDeleted = 1000;

export function tagActions(region: Region) {
  return {
    CreateTags({ Resources: ids = [], Tags: tags = [] }: Ec2.CreateTagsRequest): object {
      const given = givenTags(tags);
      const keys = new Set(given.map(tag => tag.Key));
      return change(region, ids, before => [...before.filter(tag => !keys.has(tag.Key)), ...given]);
    },

    DeleteTags({ Resources: ids = [], Tags: tags }: Ec2.DeleteTagsRequest): object {
      checkTags(tags ?? []);
      if ((tags?.length ?? 0) > maxDeleted)
        throw invalidValue(`You may delete at most ${maxDeleted} tags in one call.`);
      return change(region, ids, before => remainingTags(before, tags));
    },
  } satisfies Handlers<typeof Ec2>;
}

/** All or nothing: every resource is found and every result checked before the first tag changes. */
function change(region: Region, ids: readonly string[], work: (before: readonly Tag[]) => Tag[]): object {
  if (ids.length > maxResources)
    throw invalidValue(`You may name at most ${maxResources} resources in one call.`);
  const changes = taggable(region, ids).map((record): [Tagged, Tag[]] => [record, work(record.tags)]);
  for (const [, tags] of changes) checkTagCount(tags);
  for (const [record, tags] of changes) region.retag(record, tags);
  return {};
}
