import type { NamesPolicy } from '../core/command.ts';
import type { Reply } from '../core/reply.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { namedPolicy } from './find-policy.ts';
import { healthOf } from './policies.ts';

const slotsShown = 12;

/** `/snapkeeper why <policy>`: what became of its last slots. */
export async function why(deps: CommandDeps, asked: Asked, { words }: NamesPolicy): Promise<Reply> {
  const named = await namedPolicy(deps, asked, words);
  if (named.kind === 'answered') return named.reply;
  const { policy } = named;
  const { servers } = await deps.store.servers(deps.place);
  const health = await healthOf(deps, policy, servers, asked.at);
  const slots = await deps.store.slots(policy.id, slotsShown);
  const told = [];
  for (const slot of slots) {
    const run = slot.run === null ? null : await deps.store.operation(slot.run);
    told.push({
      slot,
      run: run?.kind === 'run' ? { id: run.id, state: run.state, late: run.plan.late } : null,
    });
  }
  return { kind: 'why', health, slots: told };
}
