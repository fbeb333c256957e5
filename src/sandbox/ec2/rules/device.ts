import { invalidValue } from '../wire/fault.ts';

/** Throws unless it is a name that a block device can have. */
export function checkDevice(device: string): void {
  if (!/^(\/dev\/)?(sd[a-z]\d{0,2}|xvd[a-e]?[a-z])$/.test(device))
    throw invalidValue(
      `Value (${device}) for parameter device is invalid. ${device} is not a valid EBS device name.`,
    );
}

/** `/dev/sdf`, `sdf` and `xvdf` are one slot. */
export function sameSlot(one: string, other: string): boolean {
  return slot(one) === slot(other);
}

function slot(device: string): string {
  return device.replace(/^\/dev\//, '').replace(/^(sd|xvd)/, '');
}
