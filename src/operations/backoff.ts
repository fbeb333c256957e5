import { createHash } from 'node:crypto';
import type { CallFacts } from '../core/operation.ts';

const second = 1_000;
const minute = 60 * second;

/** EC2 asks for 15 s between two snapshots of one volume. */
const volumeRate = 15 * second;
/** So long does a call that is turned away keep trying. */
export const giveUpAfter = 60 * minute;

/**
 * How long after being turned away the same call is made again: doubling to a minute, and a part of it by
 * chance, so that a fleet that was throttled together does not come back together. The chance is drawn from
 * the operation's id: the same operation waits the same time after a restart.
 */
export function backoff(id: string, call: CallFacts & { kind: 'turned-away' }): number {
  if (call.retryAt !== null) return call.retryAt - call.at;
  const longest = Math.min(second * 2 ** call.attempt, minute);
  const wait = longest / 2 + (longest / 2) * chance(`${id} ${call.attempt}`);
  return Math.round(call.code === 'SnapshotCreationPerVolumeRateExceeded' ? volumeRate + wait : wait);
}

/** From 0 to 1, evenly. */
function chance(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE(0) / 2 ** 32;
}
