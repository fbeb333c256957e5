import type { CreateVolumeRequest, Volume } from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { checkTagCount, specifiedTags } from '../rules/tags.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import { viewVolume } from './volume-state.ts';
import { newVolume, planDisk } from './volume-work.ts';

export function createVolume(region: Region, input: CreateVolumeRequest): Volume {
  onlySimulated(
    input,
    'AvailabilityZone AvailabilityZoneId Encrypted Iops KmsKeyId Size SnapshotId VolumeType TagSpecifications Throughput VolumeInitializationRate',
  );
  const tags = specifiedTags(input.TagSpecifications, 'volume');
  checkTagCount(tags);
  const zone = zoneOf(region, input);
  checkRate(input);
  const disk = planDisk(region, {
    snapshotId: input.SnapshotId,
    size: input.Size,
    type: input.VolumeType,
    iops: input.Iops,
    throughput: input.Throughput,
    encrypted: input.Encrypted,
    kmsKeyId: input.KmsKeyId,
  });
  const volume = { ...newVolume(region, disk, zone), tags };
  region.volumes.set(volume.id, volume);
  return viewVolume(volume, region);
}

function zoneOf(region: Region, { AvailabilityZone: name, AvailabilityZoneId: id }: CreateVolumeRequest) {
  if (name !== undefined && id !== undefined)
    throw new Fault(
      'InvalidParameterCombination',
      'Only one of AvailabilityZone and AvailabilityZoneId can be specified.',
    );
  if (name === undefined && id === undefined)
    throw new Fault('MissingParameter', 'The request must contain the parameter zone');
  const zone = region.zones.find(each => each.name === name || each.id === id);
  if (!zone) throw new Fault('InvalidZone.NotFound', `The zone '${name ?? id}' does not exist.`);
  return zone;
}

function checkRate({ VolumeInitializationRate: rate, SnapshotId: snapshot }: CreateVolumeRequest): void {
  if (rate === undefined) return;
  if (snapshot === undefined)
    throw new Fault(
      'InvalidParameterDependency',
      'The parameter VolumeInitializationRate requires a snapshot.',
    );
  if (rate < 100 || rate > 300)
    throw invalidValue(`Value (${rate}) for parameter VolumeInitializationRate is invalid: 100 to 300.`);
}
