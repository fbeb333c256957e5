import type { HomeOverview } from '../core/home.ts';
import { homeOverview } from '../core/home.ts';
import type { Reply } from '../core/reply.ts';
import { serverRows } from '../core/server-rows.ts';
import type { Change } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { isAnswered } from './asked.ts';

/** Marks the Home to be shown anew; it is published like a card. */
export function homeOpened({ actor, at }: Pick<Asked, 'actor' | 'at'>, page: number): Change {
  return { kind: 'home-opened', actor, page, at };
}

export async function openHome({ store }: CommandDeps, asked: Asked, page: number): Promise<Reply> {
  const { key, at } = asked;
  const committed = await store.commit([{ kind: 'dedupe', key, at }, homeOpened(asked, page)]);
  if (committed !== 'done' && !isAnswered(committed, asked))
    throw new Error(`a Home could not be marked: conflict on ${committed.conflict}`);
  return { kind: 'silent' };
}

export async function overview({ store, place }: CommandDeps, page: number): Promise<HomeOverview> {
  const { servers, readAt } = await store.servers(place);
  const rows = serverRows(servers, await store.setSummaries(place));
  const running = await store.runningOperations(place);
  return homeOverview({ place, running, servers: rows, serversRead: readAt !== null }, page);
}
