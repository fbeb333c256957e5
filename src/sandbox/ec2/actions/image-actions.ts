import type * as Ec2 from '@aws-sdk/client-ec2';
import type { ImageRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { filterNames } from '../rules/filter-names.ts';
import { matcher, type FilterRules } from '../rules/filter.ts';
import { lookUp, lookUpOne } from '../rules/look-up.ts';
import { pageOf } from '../rules/page.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { only, shelfOf } from '../shelf.ts';
import { Fault } from '../wire/fault.ts';
import type { Handlers } from '../wire/shape.ts';
import { mayLaunch, viewImage } from './image-view.ts';
import { registerImage } from './register-image.ts';
import { structNamed } from './structs.ts';

const filterRules: FilterRules<Ec2.Image> = {
  names: filterNames['DescribeImages'] ?? new Set(),
  views: [{ shape: structNamed('Image'), pick: image => image }],
  aliases: {
    'manifest-location': 'image-location',
    'owner-id': 'image-owner-id',
    'owner-alias': 'image-owner-alias',
    state: 'image-state',
    'product-code': 'product-codes.product-code',
    'product-code.type': 'product-codes.type',
  },
};

export function imageActions(region: Region) {
  return {
    DescribeImages(input: Ec2.DescribeImagesRequest): Ec2.DescribeImagesResult {
      checkPeople(input.Owners, ['self', 'amazon', 'aws-marketplace', 'aws-backup-vault']);
      checkPeople(input.ExecutableUsers, ['self', 'all']);
      const known = only(region.seen(region.images), image => mayLaunch(image, region.accountId));
      const asked = input.ImageIds?.length ? shelfOf(lookUp('image', input.ImageIds, known)) : known;
      const { page, ...next } = pageOf(only(asked, concerned(input, region)), input, {
        action: 'DescribeImages',
        min: 1,
        max: 1000,
        ids: { name: 'imagesSet', given: input.ImageIds },
        view: image => viewImage(image, region),
        matches: matcher(input.Filters, filterRules),
      });
      return { Images: page, ...next };
    },

    RegisterImage: (input: Ec2.RegisterImageRequest): Ec2.RegisterImageResult => ({
      ImageId: registerImage(region, input),
    }),

    DeregisterImage(input: Ec2.DeregisterImageRequest): Ec2.DeregisterImageResult {
      onlySimulated(input, 'ImageId');
      const image = lookUpOne('image', input.ImageId ?? '', region.seen(region.images));
      if (image.ownerId !== region.accountId)
        throw new Fault('AuthFailure', `Not authorized for image:${image.id}`, { status: 403 });
      region.images.delete(image.id);
      return { Return: true };
    },
  } satisfies Handlers<typeof Ec2>;
}

function concerned(input: Ec2.DescribeImagesRequest, region: Region): (image: ImageRecord) => boolean {
  const { Owners: owners = [], ExecutableUsers: users = [], ImageIds: ids = [] } = input;
  const { accountId } = region;
  const now = region.now();
  return image => {
    if (image.disabled && !input.IncludeDisabled) return false;
    const isOurs = image.ownerId === accountId;
    const isOld = image.deprecatedAt !== undefined && image.deprecatedAt <= now;
    if (isOld && !isOurs && !input.IncludeDeprecated && ids.length === 0) return false;
    // Shared with us one by one: no image here is.
    if (users.length > 0 && !(users.includes('all') && image.isPublic)) return false;
    if (owners.length === 0) return true;
    return owners.some(owner =>
      owner === 'self' ? isOurs : owner === image.ownerId || owner === image.ownerAlias,
    );
  };
}

function checkPeople(people: readonly string[] | undefined, words: readonly string[]): void {
  const malformed = people?.find(each => !words.includes(each) && !/^\d{12}$/.test(each));
  if (malformed !== undefined) throw new Fault('InvalidUserID.Malformed', `Invalid user id: "${malformed}"`);
}
