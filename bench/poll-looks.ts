import type { SimulatedCloud } from '../src/sandbox/ec2/cloud.ts';

type Call = SimulatedCloud['calls'][number];

/** One poll of the watcher. */
export type Look = {
  readonly at: number;
  readonly calls: number;
  /** Snapshots of ours that were unfinished then. */
  readonly pending: number;
  /** Those that the bot learned of then to be finished. */
  readonly changed: number;
};

/** EC2 takes 200 values in one filter. */
const valuesPerCall = 200;

export const boundOf = ({ changed }: Look): number => 1 + Math.ceil(changed / valuesPerCall);

/**
 * The watcher's looks, told apart by virtual time, which stands still during each of them; from the moment on
 * when the last snapshot was there, for the bot may take only so many a second.
 */
export function looksAt({ calls, region }: SimulatedCloud): readonly Look[] {
  const ours = [...region.snapshots.values()].filter(({ tags }) =>
    tags.some(({ Key }) => Key === 'snapkeeper:operation'),
  );
  const from = Math.max(...ours.map(({ madeAt }) => madeAt));
  const byTime = new Map<number, Call[]>();
  for (const call of calls.filter(one => one.at > from && isWatching(one)))
    byTime.set(call.at, [...(byTime.get(call.at) ?? []), call]);
  const completesAt = new Map(ours.map(snapshot => [snapshot.id, snapshot.completesAt]));
  const told = new Set<string>();
  return [...byTime].map(([at, asked]) => {
    const news = asked
      .flatMap(call => filterValues(call, 'snapshot-id'))
      .filter(id => !told.has(id) && (completesAt.get(id) ?? Number.POSITIVE_INFINITY) <= at);
    // An id that is asked about twice, or too early, buys no further call.
    for (const id of news) told.add(id);
    const pending = ours.filter(snapshot => snapshot.madeAt <= at && snapshot.completesAt > at).length;
    return { at, calls: asked.length, pending, changed: new Set(news).size };
  });
}

/** The inventory reads snapshots too: all of them, or by the day of their start. */
function isWatching(call: Call): boolean {
  const isByTag = namesOf(call).some(name => name.startsWith('tag:'));
  return (
    call.action === 'DescribeSnapshots' &&
    (isByTag || filterValues(call, 'status').length > 0 || filterValues(call, 'snapshot-id').length > 0)
  );
}

const namesOf = (call: Call): readonly string[] => filtersOf(call).map(({ Name = '' }) => Name);

function filterValues(call: Call, name: string): readonly string[] {
  return filtersOf(call).flatMap(({ Name, Values = [] }) => (Name === name ? Values : []));
}

function filtersOf({ params }: Call): readonly { readonly Name?: string; readonly Values?: string[] }[] {
  return Array.isArray(params['Filters']) ? params['Filters'] : [];
}
