import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { Fault, invalidValue } from '../wire/fault.ts';

const maxTags = 50;

const isReserved = (tag: Tag) => (tag.Key ?? '').toLowerCase().startsWith('aws:');

/** The tags that a call gives to one type of resource; throws for anything EC2 refuses in them. */
export function specifiedTags(specifications: readonly TagSpecification[] | undefined, type: string): Tag[] {
  const stranger = specifications?.find(each => each.ResourceType !== type);
  if (stranger)
    throw invalidValue(
      `'${stranger.ResourceType ?? ''}' is not a valid taggable resource type for this operation.`,
    );
  if (specifications && specifications.length > 1)
    throw invalidValue(`The resource type '${type}' may only be specified once in TagSpecifications.`);
  const tags = (specifications ?? []).flatMap(each => each.Tags ?? []);
  if (specifications?.length && tags.length === 0)
    throw invalidValue('Tag specification must have at least one tag');
  return givenTags(tags);
}

/** The tags that a call gives to things of several types. */
export function specifiedTagsOf<Type extends string>(
  specifications: readonly TagSpecification[] | undefined,
  types: readonly Type[],
): Record<Type, Tag[]> {
  const stranger = specifications?.find(each => !types.some(type => type === each.ResourceType));
  // Words the refusal, which is the same for any type.
  if (stranger) specifiedTags([stranger], types.join());
  const tags = types.map(type => {
    const given = specifications?.filter(each => each.ResourceType === type);
    return [type, given?.length ? specifiedTags(given, type) : []] as const;
  });
  for (const [, given] of tags) checkTagCount(given);
  return Object.fromEntries(tags) as Record<Type, Tag[]>;
}

/** The tags of a call, a missing value as an empty one; throws for anything EC2 refuses in them. */
export function givenTags(tags: readonly Tag[]): Tag[] {
  checkTags(tags);
  return tags.map(tag => ({ Key: tag.Key, Value: tag.Value ?? '' }));
}

export function checkTags(tags: readonly Tag[]): void {
  tags.forEach(checkTag);
  const keys = tags.map(tag => tag.Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalidValue(`Duplicate tag key '${twice}' specified.`);
}

/** What is left of a resource's tags: a key alone takes any value with it, and no tags at all take all but AWS's own. */
export function remainingTags(tags: readonly Tag[], removed: readonly Tag[] | undefined): Tag[] {
  if (!removed) return tags.filter(isReserved);
  return tags.filter(
    tag => !removed.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value)),
  );
}

/** A resource's tags after copying: AWS's own are not copied, and what the call says wins. */
export function copiedTags(source: readonly Tag[], given: readonly Tag[]): Tag[] {
  const keys = new Set(given.map(tag => tag.Key));
  return [...source.filter(tag => !isReserved(tag) && !keys.has(tag.Key)), ...given];
}

export function checkTagCount(tags: readonly Tag[]): void {
  if (tags.filter(tag => !isReserved(tag)).length > maxTags)
    throw new Fault(
      'TagLimitExceeded',
      `The resultant tag set must not have more than ${maxTags} user tags.`,
    );
}

function checkTag(tag: Tag): void {
  if (!tag.Key) throw invalidValue('Tag key cannot be empty');
  if (isReserved(tag)) throw invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
  if (lengthOf(tag.Key) > 128) throw invalidValue('Tag key exceeds the maximum length of 128 characters');
  if (lengthOf(tag.Value ?? '') > 256)
    throw invalidValue('Tag value exceeds the maximum length of 256 characters');
}

// AWS counts Unicode characters, not UTF-16 units.
function lengthOf(text: string): number {
  return Array.from(text).length;
}
