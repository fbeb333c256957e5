/** Ids are branded so that one kind cannot be passed for another; they are cast only where they enter. */
type Brand<Name extends string> = string & { readonly brand: Name };

/** Alias of one account in one Region; the key of every row and cloud call. */
export type PlaceId = Brand<'place'>;
export type ServerId = Brand<'server'>;
export type VolumeId = Brand<'volume'>;
export type SnapshotId = Brand<'snapshot'>;
/** A set of EBS snapshots from one CreateSnapshots call, `s-` and eight characters. */
export type SetId = Brand<'set'>;
export type OperationId = Brand<'operation'>;
/** Sets found in EC2 that the database did not know, recorded together: `a-` and eight characters. */
export type AdoptionId = Brand<'adoption'>;
export type PolicyId = Brand<'policy'>;
/** What waits for approval, `q-` and eight characters. */
export type RequestId = Brand<'request'>;
/** What a button's value holds: it names a stored command, never the command itself. */
export type OfferId = Brand<'offer'>;
/** An opened modal: its `private_metadata` holds this id and nothing else. */
export type FormId = Brand<'form'>;
export type TeamId = Brand<'team'>;
export type UserId = Brand<'user'>;
/** A Slack user group. */
export type GroupId = Brand<'group'>;
export type ChannelId = Brand<'channel'>;

// No vowels and no look-alikes: ids are read aloud at night and must not spell anything.
const alphabet = '23456789bcdfghjkmnpqrstvwxz';

/** Eight characters (27^8, 2.8e11 values) from random bytes; a clash is caught by the unique row. */
export function idFromBytes(prefix: string, bytes: Uint8Array): string {
  const characters = Array.from(bytes.subarray(0, 8), byte => alphabet[byte % alphabet.length]);
  return `${prefix}-${characters.join('')}`;
}
