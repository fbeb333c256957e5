import type { BucketSize } from './token-bucket.ts';

const each = (actions: string, capacity: number, refill: number) =>
  actions.split(' ').map((action): [string, BucketSize] => [action, { capacity, refill }]);

// https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
const published = new Map([
  ...each('CreateSnapshots DeleteSnapshot CreateVolume DeleteVolume TerminateInstances', 100, 5),
  ...each('CreateTags DeleteTags', 100, 10),
  ...each('RunInstances StartInstances', 5, 2),
]);
const changing: BucketSize = { capacity: 50, refill: 5 };
/** Of reads with a filter or in pages. Others have half of it, and are not made here. */
const reading: BucketSize = { capacity: 100, refill: 20 };

export const isRead = (action: string): boolean => action.startsWith('Describe');

/** What EC2 grants an account in a Region for one of its actions. */
export function bucketSize(action: string): BucketSize {
  return published.get(action) ?? (isRead(action) ? reading : changing);
}
