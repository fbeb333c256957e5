import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import { filterNames } from '../rules/filter-names.ts';
import { matcher, type FilterRules } from '../rules/filter.ts';
import { pageOf } from '../rules/page.ts';
import { shelfOf } from '../shelf.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import type { Handlers } from '../wire/shape.ts';
import { isOffered } from './launch-refusals.ts';
import { structNamed } from './structs.ts';

const filterRules: FilterRules<Ec2.InstanceTypeInfo> = {
  names: filterNames['DescribeInstanceTypes'] ?? new Set(),
  views: [{ shape: structNamed('InstanceTypeInfo'), pick: type => type }],
  aliases: { 'supported-usage-class': 'supported-usage-classes' },
};

const offeringFilters: FilterRules<Ec2.InstanceTypeOffering> = {
  names: filterNames['DescribeInstanceTypeOfferings'] ?? new Set(),
  views: [{ shape: structNamed('InstanceTypeOffering'), pick: offering => offering }],
};

const maxPage = 100;

export function instanceTypeActions(region: Region) {
  return {
    DescribeInstanceTypes(input: Ec2.DescribeInstanceTypesRequest): Ec2.DescribeInstanceTypesResult {
      const asked = input.InstanceTypes ?? [];
      if (asked.length > maxPage) throw invalidValue(`You may specify at most ${maxPage} instance types.`);
      const unknown = asked.filter(type => !region.instanceTypes.has(type));
      if (unknown.length > 0)
        throw new Fault(
          'InvalidInstanceType',
          `The following supplied instance types do not exist: [${unknown.join(', ')}]`,
        );
      const offered = Array.from(region.instanceTypes, ([id, type]) => ({ id, type }));
      const chosen = asked.length > 0 ? offered.filter(({ id }) => asked.some(name => name === id)) : offered;
      const { page, ...next } = pageOf(shelfOf(chosen), input, {
        action: 'DescribeInstanceTypes',
        min: 5,
        max: maxPage,
        unasked: maxPage,
        view: ({ type }) => type,
        matches: matcher(input.Filters, filterRules),
      });
      return { InstanceTypes: page, ...next };
    },

    DescribeInstanceTypeOfferings(
      input: Ec2.DescribeInstanceTypeOfferingsRequest,
    ): Ec2.DescribeInstanceTypeOfferingsResult {
      const offerings = shelfOf(offeringsBy(region, input.LocationType ?? 'region'));
      const { page, ...next } = pageOf(offerings, input, {
        action: 'DescribeInstanceTypeOfferings',
        min: 5,
        max: 1000,
        unasked: 1000,
        view: ({ offering }) => offering,
        matches: matcher(input.Filters, offeringFilters),
      });
      return { InstanceTypeOfferings: page, ...next };
    },
  } satisfies Handlers<typeof Ec2>;
}

function offeringsBy(region: Region, by: string) {
  if (by !== 'region' && by !== 'availability-zone' && by !== 'availability-zone-id')
    throw invalidValue(`Value (${by}) for parameter locationType is invalid.`);
  const locations =
    by === 'region'
      ? [{ location: region.name, zones: region.zones }]
      : region.zones.map(zone => ({
          location: by === 'availability-zone' ? zone.name : zone.id,
          zones: [zone],
        }));
  return locations.flatMap(({ location, zones }) =>
    Array.from(region.instanceTypes.values())
      .filter(({ InstanceType: type = '' }) => zones.some(zone => isOffered(type, zone.name)))
      .map(({ InstanceType }) => ({
        id: `${InstanceType} ${location}`,
        offering: { InstanceType, LocationType: by, Location: location } as const,
      })),
  );
}
