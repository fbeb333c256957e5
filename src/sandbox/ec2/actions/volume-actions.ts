import type * as Ec2 from '@aws-sdk/client-ec2';
import type { VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { filterNames } from '../rules/filter-names.ts';
import { matcher, type FilterRules } from '../rules/filter.ts';
import { lookUp } from '../rules/look-up.ts';
import { pageOf } from '../rules/page.ts';
import { shelfOf } from '../shelf.ts';
import type { Handlers } from '../wire/shape.ts';
import { structNamed } from './structs.ts';

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
  } satisfies Handlers<typeof Ec2>;
}

function viewVolume(record: VolumeRecord, region: Region): Ec2.Volume {
  const { id, madeAt, facts, attachment } = record;
  return {
    ...facts,
    VolumeId: id,
    CreateTime: new Date(madeAt),
    State: attachment ? 'in-use' : 'available',
    Attachments: attachment
      ? [
          {
            VolumeId: id,
            InstanceId: attachment.instanceId,
            Device: attachment.device,
            State: 'attached',
            AttachTime: new Date(attachment.at),
            DeleteOnTermination: attachment.deleteOnTermination,
          },
        ]
      : [],
    Tags: region.visibleTags(record),
  };
}
