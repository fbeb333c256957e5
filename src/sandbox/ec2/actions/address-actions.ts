import type * as Ec2 from '@aws-sdk/client-ec2';
import type { AddressRecord, InstanceRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { filterNames } from '../rules/filter-names.ts';
import { matcher, type FilterRules } from '../rules/filter.ts';
import { lookUp, lookUpOne } from '../rules/look-up.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { Fault } from '../wire/fault.ts';
import type { Handlers } from '../wire/shape.ts';
import { addressOf } from './elastic-address.ts';
import { instancesOf, stateOf } from './instance-view.ts';
import { withoutPublicAddress } from './public-address.ts';
import { structNamed } from './structs.ts';

const filterRules: FilterRules<Ec2.Address> = {
  names: filterNames['DescribeAddresses'] ?? new Set(),
  views: [{ shape: structNamed('Address'), pick: address => address }],
};

export function addressActions(region: Region) {
  return {
    DescribeAddresses(input: Ec2.DescribeAddressesRequest): Ec2.DescribeAddressesResult {
      const { AllocationIds: ids = [], PublicIps: ips = [] } = input;
      const all = [...region.addresses.values()];
      const missing = ips.find(ip => !all.some(({ publicIp }) => publicIp === ip));
      if (missing !== undefined)
        throw new Fault('InvalidAddress.NotFound', `Address '${missing}' not found.`);
      const asked = (ids.length > 0 ? lookUp('address', ids, region.addresses) : all).filter(
        ({ publicIp }) => ips.length === 0 || ips.includes(publicIp),
      );
      const matches = matcher(input.Filters, filterRules);
      return { Addresses: asked.map(each => viewAddress(each, region)).filter(each => matches(each)) };
    },

    AssociateAddress(input: Ec2.AssociateAddressRequest): Ec2.AssociateAddressResult {
      onlySimulated(input, 'AllocationId InstanceId NetworkInterfaceId AllowReassociation');
      if (input.AllocationId === undefined)
        throw new Fault('MissingParameter', 'The request must contain the parameter AllocationId');
      const address = lookUpOne('address', input.AllocationId, region.addresses);
      const instance = holderOf(region, input);
      checkHolder(region, instance);
      const { association } = address;
      if (association?.instanceId === instance.id) return { AssociationId: association.id };
      if (association && input.AllowReassociation === false)
        throw new Fault(
          'Resource.AlreadyAssociated',
          `resource ${address.id} is already associated with associate-id ${association.id}`,
        );
      // An address that the instance has is pushed away without a word.
      const former = addressOf(region, instance.id);
      if (former) former.association = undefined;
      const id = region.random.id('eipassoc');
      address.association = { id, instanceId: instance.id };
      instance.facts = withoutPublicAddress(instance.facts);
      return { AssociationId: id };
    },

    DisassociateAddress(input: Ec2.DisassociateAddressRequest): object {
      onlySimulated(input, 'AssociationId');
      const { AssociationId: id } = input;
      if (id === undefined)
        throw new Fault('MissingParameter', 'The request must contain the parameter AssociationId');
      const address = [...region.addresses.values()].find(({ association }) => association?.id === id);
      if (!address)
        throw new Fault('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
      address.association = undefined;
      return {};
    },
  } satisfies Handlers<typeof Ec2>;
}

function holderOf(region: Region, input: Ec2.AssociateAddressRequest): InstanceRecord {
  const { InstanceId: instanceId, NetworkInterfaceId: interfaceId } = input;
  if (instanceId !== undefined && interfaceId !== undefined)
    throw new Fault(
      'InvalidParameterCombination',
      'You may specify either the instance ID or the network interface ID, but not both',
    );
  if (interfaceId === undefined) {
    if (instanceId === undefined)
      throw new Fault('MissingParameter', 'Either instance ID or network interface id must be specified');
    return lookUpOne('instance', instanceId, instancesOf(region));
  }
  for (const instance of instancesOf(region).after(''))
    if (instance.facts.NetworkInterfaces?.some(each => each.NetworkInterfaceId === interfaceId))
      return instance;
  throw new Fault(
    'InvalidNetworkInterfaceID.NotFound',
    `The networkInterface ID '${interfaceId}' does not exist`,
  );
}

function checkHolder(region: Region, instance: InstanceRecord): void {
  const { name } = stateOf(instance, region.now());
  if (name === 'pending')
    throw new Fault(
      'InvalidInstanceID',
      `The pending instance '${instance.id}' is not in a valid state for this operation.`,
    );
  if (name === 'shutting-down' || name === 'terminated')
    throw new Fault(
      'IncorrectInstanceState',
      `The instance '${instance.id}' is not in a valid state for this operation.`,
    );
  const { VpcId: vpcId = '' } = instance.facts;
  if (!region.gateways.has(vpcId))
    throw new Fault('Gateway.NotAttached', `Network ${vpcId} is not attached to any internet gateway`);
}

function viewAddress(record: AddressRecord, region: Region): Ec2.Address {
  const instance = region.instances.get(record.association?.instanceId ?? '');
  const [face] = instance?.facts.NetworkInterfaces ?? [];
  return {
    AllocationId: record.id,
    PublicIp: record.publicIp,
    Domain: 'vpc',
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: region.name,
    ...(record.association && {
      AssociationId: record.association.id,
      InstanceId: record.association.instanceId,
      NetworkInterfaceId: face?.NetworkInterfaceId,
      NetworkInterfaceOwnerId: region.accountId,
      PrivateIpAddress: face?.PrivateIpAddress,
    }),
    Tags: region.visibleTags(record),
  };
}
