import type { Operation } from '../core/operation.ts';
import type { Policy } from '../core/policy.ts';
import type { PolicyHealth } from '../core/policy-health.ts';
import { policyHealth } from '../core/policy-health.ts';
import type { PolicyRow, Reply } from '../core/reply.ts';
import type { Server } from '../core/server.ts';
import type { Change } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { offer } from './asked.ts';
import { commandAbout } from './find-policy.ts';

/** A section and its buttons each: two of the fifty blocks that a message holds. */
const shown = 15;
/** The last run is among these unless it was paused for long. */
const slotsLookedAt = 50;

/** `/snapkeeper policies`: each with its last and next run, and what can be done about it. */
export async function policies(deps: CommandDeps, asked: Asked): Promise<Reply> {
  const { store, inventory, place } = deps;
  const all = await store.policies(place);
  const { servers } = await store.servers(place);
  inventory.refreshBehind();
  const rows: PolicyRow[] = [];
  const changes: Change[] = [];
  for (const policy of all.slice(0, shown)) {
    const health = await healthOf(deps, policy, servers, asked.at);
    const buttons = offer(deps.newId, asked, commandsFor(health));
    rows.push({ health, offers: buttons.offers });
    changes.push(...buttons.changes);
  }
  await store.commit(changes);
  return { kind: 'policies', place, rows, more: all.length - rows.length };
}

export async function healthOf(
  { store }: Pick<CommandDeps, 'store'>,
  policy: Policy,
  servers: readonly Server[],
  now: number,
): Promise<PolicyHealth> {
  const slots = await store.slots(policy.id, slotsLookedAt);
  const run = slots.find(({ outcome }) => outcome === 'run')?.run ?? null;
  const lastRun: Operation | null = run === null ? null : await store.operation(run);
  return policyHealth(policy, { servers, slots, lastRun, now });
}

function commandsFor({ policy: { id }, isPaused }: PolicyHealth) {
  return [
    { label: 'Edit', command: commandAbout('policy', id) },
    { label: 'Run now', command: commandAbout('run', id) },
    isPaused
      ? { label: 'Resume', command: commandAbout('resume', id) }
      : { label: 'Pause', command: commandAbout('pause', id) },
    ...(isPaused ? [] : [{ label: 'Skip next', command: commandAbout('skip', id) }]),
    { label: 'Why', command: commandAbout('why', id) },
    { label: 'Delete…', command: commandAbout('unschedule', id) },
  ];
}
