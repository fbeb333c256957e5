import type { NamesPolicy } from '../core/command.ts';
import { parsePauseText } from '../core/pause-text.ts';
import type { Policy } from '../core/policy.ts';
import { isPaused, scheduleOf } from '../core/policy.ts';
import type { PolicyChange, PolicyRefusal } from '../core/policy-change.ts';
import { nextRun } from '../core/policy-health.ts';
import type { Reply } from '../core/reply.ts';
import { nextSlots, slotKey } from '../core/schedule.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { isAnswered, onRecord, recorded } from './asked.ts';
import { mayChange, namedPolicy } from './find-policy.ts';

/** What a change makes of a policy, or why it cannot. */
type Changed =
  | { readonly kind: 'changed'; readonly change: PolicyChange }
  | { readonly kind: 'refused'; readonly why: PolicyRefusal };

/** A run of the policy may slip in between; then the change is made to what it is by then. */
const tries = 5;

/** `/snapkeeper pause <policy> [until …|for …]`: its slots do not happen, and are on record as paused. */
export async function pause(deps: CommandDeps, asked: Asked, { words }: NamesPolicy): Promise<Reply> {
  const named = await namedPolicy(deps, asked, words, 'words');
  if (named.kind === 'answered') return named.reply;
  const { zone } = scheduleOf(named.policy);
  const text = parsePauseText(named.rest, zone, asked.at);
  if (text.kind === 'fault') {
    const reply: Reply = { kind: 'pause-text', fault: text.fault };
    return recorded(deps.store, asked, 'not-understood', named.policy.id, { reply, changes: [] });
  }
  const { until } = text;
  return change(deps, asked, named.policy, policy => {
    const { team, user } = asked.actor;
    const pausing = { by: { kind: 'person', team, user }, at: asked.at, until } as const;
    return { kind: 'changed', change: { kind: 'paused', policy: { ...policy, pause: pausing }, until } };
  });
}

/** `/snapkeeper resume <policy>` */
export async function resume(deps: CommandDeps, asked: Asked, { words }: NamesPolicy): Promise<Reply> {
  const named = await namedPolicy(deps, asked, words);
  if (named.kind === 'answered') return named.reply;
  return change(deps, asked, named.policy, policy =>
    isPaused(policy, asked.at)
      ? { kind: 'changed', change: { kind: 'resumed', policy: { ...policy, pause: null } } }
      : { kind: 'refused', why: { kind: 'not-paused' } },
  );
}

/** `/snapkeeper skip <policy>`: its next slot does not happen, and is on record as skipped. */
export async function skip(deps: CommandDeps, asked: Asked, { words }: NamesPolicy): Promise<Reply> {
  const named = await namedPolicy(deps, asked, words);
  if (named.kind === 'answered') return named.reply;
  return change(deps, asked, named.policy, policy => skipped(policy));
}

function skipped(policy: Policy): Changed {
  const schedule = scheduleOf(policy);
  // After the last one on record, not after now: one that is due at this moment is the next.
  const [next] = nextSlots(schedule, policy.lastSlot, 1);
  if (next === undefined) return { kind: 'refused', why: { kind: 'no-next' } };
  const key = slotKey(schedule, next);
  return policy.skip === key
    ? { kind: 'refused', why: { kind: 'skips-already', at: next.at } }
    : { kind: 'changed', change: { kind: 'skips', policy: { ...policy, skip: key }, at: next.at } };
}

async function change(
  deps: CommandDeps,
  asked: Asked,
  first: Policy,
  make: (policy: Policy) => Changed,
): Promise<Reply> {
  for (let attempt = 0, found: Policy | null = first; attempt < tries; attempt += 1) {
    const made = found === null ? gone : (allowed(found, asked) ?? make(found));
    if (made.kind === 'refused') {
      const reply: Reply = { kind: 'policy-refused', name: first.name, why: made.why };
      return recorded(
        deps.store,
        asked,
        'refused',
        first.id,
        { reply, changes: [] },
        { reason: made.why.kind },
      );
    }
    const { change: done } = made;
    const version = found?.version ?? 0;
    const policy = { ...done.policy, version: version + 1 };
    const committed = await deps.store.commit(
      [
        ...onRecord(asked, 'done', policy.id, { before: stateText(first), after: stateText(policy) }),
        { kind: 'policy', policy },
      ],
      [{ row: `policy/${policy.id}`, version }],
    );
    if (committed === 'done')
      return { kind: 'policy-changed', change: { ...done, policy }, next: nextRun(policy, asked.at) };
    if (isAnswered(committed, asked)) return { kind: 'silent' };
    found = await deps.store.policy(first.id);
  }
  throw new Error(`the policy ${first.name} kept changing while it was changed`);
}

const gone: Changed = { kind: 'refused', why: { kind: 'gone' } };

function allowed(policy: Policy, asked: Asked): Changed | null {
  return mayChange(policy, asked)
    ? null
    : { kind: 'refused', why: { kind: 'not-yours', owner: policy.owner } };
}

/** For the audit trail: all that these commands change. */
const stateText = ({ pause: pausing, skip: skips }: Policy): string =>
  JSON.stringify({ pause: pausing, skip: skips });
