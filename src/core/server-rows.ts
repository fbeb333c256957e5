import type { ServerId } from './ids.ts';
import type { ServerRow } from './reply.ts';
import type { Server } from './server.ts';
import { byTitle, isTerminated, serverTitle, sharedTitles } from './server.ts';
import type { SnapshotSet } from './snapshot-set.ts';

/** Per server: how many sets, and the newest. */
export type SetSummaries = ReadonlyMap<ServerId, { readonly count: number; readonly newest: SnapshotSet }>;

/** Every server with its newest snapshot, by name. Those that are gone are left out: what can be snapshotted comes first. */
export function serverRows(servers: readonly Server[], summaries: SetSummaries): readonly ServerRow[] {
  const living = servers.filter(server => !isTerminated(server));
  const shared = sharedTitles(living);
  return living
    .map((server): ServerRow => {
      const summary = summaries.get(server.id);
      const title = serverTitle(server);
      return {
        id: server.id,
        title,
        ambiguous: shared.has(title),
        state: server.state,
        newest: summary === undefined ? null : { at: summary.newest.takenAt, state: summary.newest.state },
        count: summary?.count ?? 0,
      };
    })
    .toSorted(byTitle);
}
