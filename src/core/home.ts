import type { PlaceId } from './ids.ts';
import type { Operation } from './operation.ts';
import type { Denial } from './permission.ts';
import type { ServerRow } from './reply.ts';
import type { RoleHolders } from './roles.ts';

/** What a person's Home shows, without words: derived from rows only, so that it can be made again. */
export type Home =
  | { readonly kind: 'denied'; readonly denial: Denial; readonly admins: RoleHolders }
  | HomeOverview;

export type HomeOverview = {
  readonly kind: 'overview';
  readonly place: PlaceId;
  readonly running: readonly Operation[];
  readonly moreRunning: number;
  readonly servers: readonly ServerRow[];
  /** All of them, also on other pages; null while the list has never been read from AWS. */
  readonly serverCount: number | null;
  /** From 0; the last one when there are fewer than were asked for. */
  readonly page: number;
  readonly pages: number;
};

export type HomeFacts = {
  readonly place: PlaceId;
  /** Newest last. */
  readonly running: readonly Operation[];
  readonly servers: readonly ServerRow[];
  readonly serversRead: boolean;
};

// A server is two blocks and Slack takes a hundred; more than this is no overview on a phone.
const serversOnPage = 20;
const runningShown = 10;

export function homeOverview(facts: HomeFacts, wantedPage: number): HomeOverview {
  const { place, running, servers, serversRead } = facts;
  const pages = Math.max(1, Math.ceil(servers.length / serversOnPage));
  const page = Math.min(Math.max(0, wantedPage), pages - 1);
  const newest = running.toReversed().slice(0, runningShown);
  return {
    kind: 'overview',
    place,
    running: newest,
    moreRunning: running.length - newest.length,
    servers: servers.slice(page * serversOnPage, (page + 1) * serversOnPage),
    serverCount: serversRead ? servers.length : null,
    page,
    pages,
  };
}
