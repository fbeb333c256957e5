import type { Command } from '../core/command.ts';
import type { Policy } from '../core/policy.ts';
import { draftOf } from '../core/policy-draft.ts';
import type { Reply } from '../core/reply.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { isAnswered, offer, onRecord, recorded } from './asked.ts';
import { commandAbout, mayChange, namedPolicy } from './find-policy.ts';

/** `/snapkeeper unschedule <policy> [--yes]`: deletes the policy and none of its sets. Asks first. */
export async function unschedule(
  deps: CommandDeps,
  asked: Asked,
  { words, sure }: Command & { kind: 'unschedule' },
): Promise<Reply> {
  const named = await namedPolicy(deps, asked, words);
  if (named.kind === 'answered') return named.reply;
  const { policy } = named;
  if (!mayChange(policy, asked))
    return refuse(deps, asked, policy, { kind: 'not-yours', owner: policy.owner });
  const sets = (await deps.store.setsOfPolicy(deps.place, policy.name)).length;
  return sure ? remove(deps, asked, policy, sets) : confirmation(deps, asked, policy, sets);
}

function confirmation(deps: CommandDeps, asked: Asked, policy: Policy, sets: number): Promise<Reply> {
  const command = `${commandAbout('unschedule', policy.id)} --yes`;
  const { offers, changes } = offer(deps.newId, asked, [{ label: 'Delete the policy', command }]);
  const reply: Reply = { kind: 'to-unschedule', policy, sets, offers };
  return recorded(deps.store, asked, 'asked', policy.id, { reply, changes }, { sure: false });
}

async function remove(deps: CommandDeps, asked: Asked, policy: Policy, sets: number): Promise<Reply> {
  const { id, name } = policy;
  const before = JSON.stringify(draftOf(policy));
  const committed = await deps.store.commit(
    [...onRecord(asked, 'done', id, { name, before, after: '', sets }), { kind: 'policy-gone', policy: id }],
    [{ row: `policy/${id}`, version: policy.version }],
  );
  if (committed === 'done')
    return { kind: 'policy-changed', change: { kind: 'gone', policy, sets }, next: null };
  if (isAnswered(committed, asked)) return { kind: 'silent' };
  const current = await deps.store.policy(id);
  return current === null
    ? refuse(deps, asked, policy, { kind: 'gone' })
    : refuse(deps, asked, policy, { kind: 'changed', by: current.owner, at: asked.at });
}

function refuse(
  { store }: CommandDeps,
  asked: Asked,
  { id, name }: Policy,
  why: (Reply & { kind: 'policy-refused' })['why'],
): Promise<Reply> {
  const reply: Reply = { kind: 'policy-refused', name, why };
  return recorded(store, asked, 'refused', id, { reply, changes: [] }, { reason: why.kind });
}
