import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import { filterNames } from '../rules/filter-names.ts';
import { matcher, type FilterRules } from '../rules/filter.ts';
import { lookUp } from '../rules/look-up.ts';
import { pageOf } from '../rules/page.ts';
import { shelfOf } from '../shelf.ts';
import type { Handlers } from '../wire/shape.ts';
import { attachVolume } from './attach-volume.ts';
import { createVolume } from './create-volume.ts';
import { deleteVolume } from './delete-volume.ts';
import { detachVolume } from './detach-volume.ts';
import { structNamed } from './structs.ts';
import { viewVolume } from './volume-state.ts';

const filterRules: FilterRules<Ec2.Volume> = {
  names: filterNames['DescribeVolumes'] ?? new Set(),
  views: [{ shape: structNamed('Volume'), pick: volume => volume }],
};

export function volumeActions(region: Region) {
  return {
    DescribeVolumes(input: Ec2.DescribeVolumesRequest): Ec2.DescribeVolumesResult {
      const known = region.seen(region.volumes);
      const records = input.VolumeIds?.length ? shelfOf(lookUp('volume', input.VolumeIds, known)) : known;
      const { page, ...next } = pageOf(records, input, {
        action: 'DescribeVolumes',
        min: 5,
        max: 1000,
        ids: { name: 'volumeSet', given: input.VolumeIds },
        view: record => viewVolume(record, region),
        matches: matcher(input.Filters, filterRules),
      });
      return { Volumes: page, ...next };
    },

    CreateVolume: (input: Ec2.CreateVolumeRequest): Ec2.Volume => createVolume(region, input),
    AttachVolume: (input: Ec2.AttachVolumeRequest): Ec2.VolumeAttachment => attachVolume(region, input),
    DetachVolume: (input: Ec2.DetachVolumeRequest): Ec2.VolumeAttachment => detachVolume(region, input),

    DeleteVolume({ VolumeId: id = '' }: Ec2.DeleteVolumeRequest): object {
      deleteVolume(region, id);
      return {};
    },
  } satisfies Handlers<typeof Ec2>;
}
