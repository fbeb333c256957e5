import type { VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { lookUpOne } from '../rules/look-up.ts';
import { Fault } from '../wire/fault.ts';
import { takes } from './durations.ts';
import { volumeState } from './volume-state.ts';

export function deleteVolume(region: Region, id: string): void {
  const volume = lookUpOne('volume', id, region.seen(region.volumes));
  const state = volumeState(volume, region.now());
  if (state === 'in-use')
    throw new Fault(
      'VolumeInUse',
      `Volume ${id} is currently attached to ${volume.attachment?.instanceId ?? ''}`,
    );
  if (state === 'creating') throw new Fault('IncorrectState', `Volume '${id}' is in the 'creating' state.`);
  if (state === 'available') discard(region, volume, region.now());
}

/** Shown as deleting for some seconds, then not at all. */
export function discard(region: Region, volume: VolumeRecord, at: number): void {
  volume.attachment = undefined;
  volume.goneAt = at + takes('delete volume', volume.id);
  region.later(volume.goneAt, () => region.volumes.delete(volume.id));
}
