import type { NamesPolicy } from '../core/command.ts';
import type { Policy } from '../core/policy.ts';
import { coveredBy, scheduleOf } from '../core/policy.ts';
import type { PolicyRefusal } from '../core/policy-change.ts';
import type { Reply } from '../core/reply.ts';
import { dueSince } from '../core/schedule-due.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { isAnswered, onRecord, recorded } from './asked.ts';
import { namedPolicy } from './find-policy.ts';
import { startRun } from './run-slot.ts';

/** A run of the policy may slip in between; then it is looked at anew. */
const tries = 5;

/**
 * `/snapkeeper run <policy>`: one slot more, known by its instant. It leaves the schedule as it is, so the next slot
 * comes all the same; while one runs or is due, it would only be the same twice.
 */
export async function runNow(deps: CommandDeps, asked: Asked, { words }: NamesPolicy): Promise<Reply> {
  const named = await namedPolicy(deps, asked, words);
  if (named.kind === 'answered') return named.reply;
  const { id, name } = named.policy;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const policy = await deps.store.policy(id);
    const why = policy === null ? ({ kind: 'gone' } as const) : await obstacle(deps, policy, asked.at);
    if (policy === null || why !== null) {
      const reply: Reply = { kind: 'policy-refused', name, why: why ?? { kind: 'gone' } };
      return recorded(
        deps.store,
        asked,
        'refused',
        id,
        { reply, changes: [] },
        { reason: why?.kind ?? 'gone' },
      );
    }
    const { servers } = await deps.store.servers(deps.place);
    const key = `extra ${new Date(asked.at).toISOString()}`;
    const due = { key, at: asked.at, mark: null, late: false, missed: null } as const;
    const covered = coveredBy(policy.servers, servers);
    const { run, changes } = startRun(deps, asked, policy, due, covered);
    const slot = {
      policy: id,
      key,
      at: asked.at,
      outcome: 'run',
      to: asked.at,
      count: 1,
      run: run.id,
    } as const;
    const committed = await deps.store.commit(
      [
        ...onRecord(asked, 'asked', id, { slot: key, outcome: 'run' }),
        { kind: 'slot', slot },
        { kind: 'policy', policy: { ...policy, version: policy.version + 1 } },
        ...changes,
      ],
      [{ row: `policy/${id}`, version: policy.version }],
    );
    if (committed === 'done') return { kind: 'run-started', policy, servers: covered.length };
    if (isAnswered(committed, asked)) return { kind: 'silent' };
  }
  throw new Error(`the policy ${name} kept changing while it was to run`);
}

async function obstacle(
  { store, place }: CommandDeps,
  policy: Policy,
  now: number,
): Promise<PolicyRefusal | null> {
  if (dueSince(scheduleOf(policy), policy.lastSlot, now) !== null) return { kind: 'due' };
  const running = await store.runningOperations(place);
  const run = running.find(one => one.kind === 'run' && one.plan.policy === policy.id);
  return run === undefined ? null : { kind: 'running', operation: run.id };
}
