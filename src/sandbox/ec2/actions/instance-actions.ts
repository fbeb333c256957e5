import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import { filterNames } from '../rules/filter-names.ts';
import { matcher, type FilterRules } from '../rules/filter.ts';
import { lookUp } from '../rules/look-up.ts';
import { pageOf } from '../rules/page.ts';
import { shelfOf } from '../shelf.ts';
import type { Handlers } from '../wire/shape.ts';
import { instancesOf, viewInstance } from './instance-view.ts';
import { runInstances } from './run-instances.ts';
import { structNamed } from './structs.ts';

type Shown = { readonly instance: Ec2.Instance; readonly reservation: Ec2.Reservation };

const filterRules: FilterRules<Shown> = {
  names: filterNames['DescribeInstances'] ?? new Set(),
  views: [
    { shape: structNamed('Instance'), pick: shown => shown.instance },
    { shape: structNamed('Reservation'), pick: shown => shown.reservation },
  ],
  aliases: {
    'instance.group-id': 'group.group-id',
    'instance.group-name': 'group.group-name',
    'launch-index': 'ami-launch-index',
    'product-code': 'product-codes.product-code',
    'product-code.type': 'product-codes.type',
    'network-interface.group-id': 'network-interface.group.group-id',
    'network-interface.group-name': 'network-interface.group.group-name',
    'network-interface.addresses': 'network-interface.private-ip-addresses',
  },
};

export function instanceActions(region: Region) {
  return {
    DescribeInstances(input: Ec2.DescribeInstancesRequest): Ec2.DescribeInstancesResult {
      const known = instancesOf(region);
      const records = input.InstanceIds?.length
        ? shelfOf(lookUp('instance', input.InstanceIds, known))
        : known;
      const { page, ...next } = pageOf(records, input, {
        action: 'DescribeInstances',
        min: 5,
        max: 1000,
        ids: { name: 'instancesSet', given: input.InstanceIds },
        view: (record): Shown => ({
          instance: viewInstance(record, region.volumesOf(record.id), region),
          reservation: { ReservationId: record.reservationId, OwnerId: region.accountId, Groups: [] },
        }),
        matches: matcher(input.Filters, filterRules),
      });
      return { Reservations: reservationsOf(page), ...next };
    },

    RunInstances: (input: Ec2.RunInstancesRequest): Ec2.Reservation => runInstances(region, input),
  } satisfies Handlers<typeof Ec2>;
}

function reservationsOf(page: readonly Shown[]): Ec2.Reservation[] {
  const reservations = new Map<string | undefined, Ec2.Reservation>();
  for (const { instance, reservation } of page) {
    const id = reservation.ReservationId;
    const instances = reservations.get(id)?.Instances ?? [];
    reservations.set(id, { ...reservation, Instances: [...instances, instance] });
  }
  return [...reservations.values()];
}
