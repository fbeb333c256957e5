import type { InstanceTypeInfo, Reservation, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { ImageRecord, InstanceRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { lookUpOne } from '../rules/look-up.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { specifiedTagsOf } from '../rules/tags.ts';
import { only } from '../shelf.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import { takes } from './durations.ts';
import { imageState, mayLaunch } from './image-view.ts';
import { viewInstance } from './instance-view.ts';
import { clearAway } from './instance-work.ts';
import { type LaunchDisk, launchDisks } from './launch-disks.ts';
import { launchFacts } from './launch-facts.ts';
import { type LaunchPlace, launchPlace } from './launch-place.ts';
import { refuseLaunch, typeThatFailsToStart } from './launch-refusals.ts';
import { checkDisks, launchType } from './launch-type.ts';
import { newVolume } from './volume-work.ts';

const taggable = ['instance', 'volume', 'network-interface'] as const;

export type Launch = {
  readonly input: RunInstancesRequest;
  readonly image: ImageRecord;
  readonly type: InstanceTypeInfo;
  readonly place: LaunchPlace;
};

/** All that can be refused is refused before the first instance is there. */
export function runInstances(region: Region, input: RunInstancesRequest): Reservation {
  checkInput(input);
  const tags = specifiedTagsOf(input.TagSpecifications, taggable);
  const image = launchable(region, input.ImageId);
  const type = launchType(region, input.InstanceType ?? 'm1.small', image);
  const count = countOf(input);
  const place = launchPlace(region, input, count);
  const disks = launchDisks(region, image, input.BlockDeviceMappings);
  checkDisks(type, disks);
  refuseLaunch(type.InstanceType ?? '', place.subnet.zone);
  const reservationId = region.random.id('r');
  const launch: Launch = { input, image, type, place };
  const Instances = Array.from({ length: count }, (_, index) => {
    const instance = launchOne(region, launch, { index, reservationId, tags: tags.instance });
    for (const disk of disks) attachDisk(region, instance, disk, tags.volume);
    if (type.InstanceType === typeThatFailsToStart) failToStart(region, instance);
    // EC2 tells of the disks only later.
    return { ...viewInstance(instance, [], region), Tags: [...instance.tags] };
  });
  return { ReservationId: reservationId, OwnerId: region.accountId, Groups: [], Instances };
}

function checkInput(input: RunInstancesRequest): void {
  onlySimulated(
    input,
    'BlockDeviceMappings CreditSpecification DisableApiStop DisableApiTermination EbsOptimized IamInstanceProfile ' +
      'ImageId InstanceInitiatedShutdownBehavior InstanceType KeyName MaxCount MetadataOptions MinCount Monitoring ' +
      'Placement SecurityGroupIds SubnetId TagSpecifications UserData',
  );
  if ((input.ClientToken?.length ?? 0) > 64)
    throw new Fault('InvalidParameterValue', 'Invalid value for clientToken: more than 64 characters.');
}

function countOf({ MinCount: least = 1, MaxCount: most = 1 }: RunInstancesRequest): number {
  if (least < 1) throw invalidValue(`Value (${least}) for parameter minCount is invalid.`);
  if (most < least)
    throw invalidValue(`Value (${most}) for parameter maxCount is invalid. Expected: at least minCount.`);
  return most;
}

function launchable(region: Region, id: string | undefined): ImageRecord {
  if (id === undefined) throw new Fault('MissingParameter', 'The request must contain the parameter ImageId');
  const image = lookUpOne(
    'image',
    id,
    only(region.seen(region.images), each => mayLaunch(each, region.accountId)),
  );
  const state = imageState(image, region.now());
  if (state !== 'available')
    throw new Fault('InvalidAMIID.Unavailable', `The image ID '${id}' is not available: it is ${state}.`);
  return image;
}

function launchOne(
  region: Region,
  launch: Launch,
  given: { readonly index: number; readonly reservationId: string; readonly tags: InstanceRecord['tags'] },
): InstanceRecord {
  const id = region.random.id('i');
  const now = region.now();
  const { input } = launch;
  const instance: InstanceRecord = {
    id,
    madeAt: now,
    reservationId: given.reservationId,
    tags: given.tags,
    states: [
      { at: now, name: 'pending' },
      { at: now + takes('launch', id), name: 'running' },
    ],
    attributes: {
      disableApiTermination: input.DisableApiTermination ?? false,
      disableApiStop: input.DisableApiStop ?? false,
      shutdownBehavior: input.InstanceInitiatedShutdownBehavior ?? 'stop',
      ...(input.UserData !== undefined && { userData: input.UserData }),
    },
    facts: launchFacts(region, launch, given.index),
  };
  region.instances.set(id, instance);
  return instance;
}

function attachDisk(
  region: Region,
  instance: InstanceRecord,
  { disk, device, deleteOnTermination }: LaunchDisk,
  tags: InstanceRecord['tags'],
): void {
  const { AvailabilityZone: name = '', AvailabilityZoneId: id = '' } = instance.facts.Placement ?? {};
  const volume = newVolume(region, disk, { name, id });
  const at = region.now();
  region.volumes.set(volume.id, {
    ...volume,
    tags,
    attachment: {
      instanceId: instance.id,
      device,
      at,
      deleteOnTermination,
      attachedAt: at + takes('attach', volume.id),
    },
  });
  if (device === instance.facts.RootDeviceName) instance.roots = [volume.id];
}

function failToStart(region: Region, instance: InstanceRecord): void {
  const message = 'Server.InternalError: Internal error on launch';
  const at = region.now() + takes('launch', instance.id);
  instance.states = [
    ...instance.states.slice(0, 1),
    { at, name: 'terminated', failure: { code: 'Server.InternalError', message } },
  ];
  region.later(at, () => clearAway(region, instance, at));
}
