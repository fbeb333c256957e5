import type { EC2Client, Snapshot } from '@aws-sdk/client-ec2';
import { paginateDescribeSnapshots } from '@aws-sdk/client-ec2';

const pageSize = 1_000;
/** EC2 takes at most 200 values in one filter. */
const valuesPerFilter = 200;

export type SnapshotQuery = {
  /** Name and values of each filter, for as many of `values` as fit into one call. */
  readonly filters: (values: readonly string[]) => readonly (readonly [string, readonly string[]])[];
  readonly values?: readonly string[];
};

/**
 * Reads all pages of the snapshots that the account owns and the filters let through, each in the shape that is
 * wanted of it: an account may have half a million, and what the SDK makes of one is large.
 */
export async function readSnapshots<Shape>(
  ec2: EC2Client,
  query: SnapshotQuery,
  shapeOf: (snapshot: Snapshot) => Shape,
): Promise<Shape[]> {
  const found: Shape[] = [];
  for (const chunk of chunks(query.values)) {
    const Filters = query.filters(chunk).map(([Name, Values]) => ({ Name, Values: [...Values] }));
    const input = { OwnerIds: ['self'], ...(Filters.length > 0 ? { Filters } : {}) };
    for await (const page of paginateDescribeSnapshots({ client: ec2, pageSize }, input)) {
      for (const snapshot of page.Snapshots ?? []) found.push(shapeOf(snapshot));
    }
  }
  return found;
}

function chunks(values: readonly string[] | undefined): readonly (readonly string[])[] {
  if (values === undefined) return [[]];
  const count = Math.ceil(values.length / valuesPerFilter);
  return Array.from({ length: count }, (_, i) =>
    values.slice(i * valuesPerFilter, (i + 1) * valuesPerFilter),
  );
}
