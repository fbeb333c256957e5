import type { AddressRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { type PublicFace, withPublicAddress } from './public-address.ts';

export function addressOf(region: Region, instanceId: string): AddressRecord | undefined {
  return [...region.addresses.values()].find(({ association }) => association?.instanceId === instanceId);
}

/** An instance that holds an Elastic IP has no other public address. */
export function withElasticAddress<View extends PublicFace & { readonly InstanceId?: string | undefined }>(
  view: View,
  region: Region,
): View {
  const address = addressOf(region, view.InstanceId ?? '');
  return address ? withPublicAddress(view, address.publicIp, region.accountId, region.name) : view;
}
