import type { Instance, InstanceNetworkInterface } from '@aws-sdk/client-ec2';

export type PublicFace = Pick<Instance, 'PublicIpAddress' | 'PublicDnsName' | 'NetworkInterfaces'>;

/** The owner is the account for an Elastic IP, and `amazon` for an address that is lent while the instance runs. */
export function withPublicAddress<View extends PublicFace>(
  view: View,
  PublicIp: string,
  IpOwnerId: string,
  regionName: string,
): View {
  const PublicDnsName = `ec2-${PublicIp.replaceAll('.', '-')}.${regionName}.compute.amazonaws.com`;
  const [first, ...others] = view.NetworkInterfaces ?? [];
  const associated = first && associate(first, { IpOwnerId, PublicIp, PublicDnsName });
  return {
    ...view,
    PublicIpAddress: PublicIp,
    PublicDnsName,
    ...(associated && { NetworkInterfaces: [associated, ...others] }),
  };
}

export function withoutPublicAddress<View extends PublicFace>(view: View): Omit<View, 'PublicIpAddress'> {
  const { PublicIpAddress: _address, ...rest } = view;
  const NetworkInterfaces = (view.NetworkInterfaces ?? []).map(
    ({ Association: _association, PrivateIpAddresses: addresses, ...each }) => ({
      ...each,
      PrivateIpAddresses: addresses?.map(({ Association: _inner, ...address }) => address),
    }),
  );
  return { ...rest, PublicDnsName: '', NetworkInterfaces };
}

function associate(
  face: InstanceNetworkInterface,
  Association: NonNullable<InstanceNetworkInterface['Association']>,
): InstanceNetworkInterface {
  const addresses = face.PrivateIpAddresses?.map(each => (each.Primary ? { ...each, Association } : each));
  return { ...face, Association, ...(addresses && { PrivateIpAddresses: addresses }) };
}
