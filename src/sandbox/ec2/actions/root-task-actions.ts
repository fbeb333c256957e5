import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import { filterNames } from '../rules/filter-names.ts';
import { matcher, type FilterRules } from '../rules/filter.ts';
import { lookUp } from '../rules/look-up.ts';
import { pageOf } from '../rules/page.ts';
import { shelfOf } from '../shelf.ts';
import type { Handlers } from '../wire/shape.ts';
import { replaceRootVolume } from './replace-root-volume.ts';
import { viewRootTask } from './root-task-view.ts';
import { structNamed } from './structs.ts';

const filterRules: FilterRules<Ec2.ReplaceRootVolumeTask> = {
  names: filterNames['DescribeReplaceRootVolumeTasks'] ?? new Set(),
  views: [{ shape: structNamed('ReplaceRootVolumeTask'), pick: task => task }],
};

export function rootTaskActions(region: Region) {
  return {
    CreateReplaceRootVolumeTask: (
      input: Ec2.CreateReplaceRootVolumeTaskRequest,
    ): Ec2.CreateReplaceRootVolumeTaskResult => ({ ReplaceRootVolumeTask: replaceRootVolume(region, input) }),

    DescribeReplaceRootVolumeTasks(
      input: Ec2.DescribeReplaceRootVolumeTasksRequest,
    ): Ec2.DescribeReplaceRootVolumeTasksResult {
      const { ReplaceRootVolumeTaskIds: ids } = input;
      const known = region.seen(region.rootTasks);
      const asked = ids?.length ? shelfOf(lookUp('rootTask', ids, known)) : known;
      const { page, ...next } = pageOf(asked, input, {
        action: 'DescribeReplaceRootVolumeTasks',
        min: 1,
        max: 50,
        unasked: 50,
        ids: { name: 'replaceRootVolumeTaskIdSet', given: ids },
        view: task => viewRootTask(task, region),
        matches: matcher(input.Filters, filterRules),
      });
      return { ReplaceRootVolumeTasks: page, ...next };
    },
  } satisfies Handlers<typeof Ec2>;
}
