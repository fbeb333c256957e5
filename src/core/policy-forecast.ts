import type { SetId } from './ids.ts';
import type { KeptSets } from './kept-sets.ts';
import { keptSets } from './kept-sets.ts';
import { coveredBy, scheduleOf } from './policy.ts';
import type { PolicyDraft } from './policy-draft.ts';
import type { PruneFacts, PrunePlan } from './prune.ts';
import { planPrune } from './prune.ts';
import { asksFirst } from './retention.ts';
import type { Slot } from './schedule.ts';
import { nextSlots } from './schedule.ts';
import type { Server } from './server.ts';
import { byTitle, serverTitle } from './server.ts';
import type { SnapshotSet } from './snapshot-set.ts';
import { localText } from './zone.ts';

/** What would come of a policy if it were saved now. */
export type PolicyForecast = {
  /** By name. */
  readonly servers: readonly string[];
  /** Chosen, and not there any more. */
  readonly gone: number;
  readonly volumes: number;
  readonly next: readonly (Slot & { readonly local: string })[];
  readonly kept: KeptSets;
  /** Sets of this name that are there now, and those of them that its next run would delete. */
  readonly sets: number;
  readonly removes: readonly SetId[];
  /** How many of those the policy as it was would have kept. */
  readonly more: number;
  /** Unusually many: a person decides. */
  readonly asks: boolean;
};

export type ForecastFacts = PruneFacts & {
  readonly servers: readonly Server[];
  /** All that policies of this name made and that are still there. */
  readonly sets: readonly SnapshotSet[];
};

const runsShown = 5;

/** `before`: the policy as it is; null for a new one. */
export function forecast(
  draft: PolicyDraft,
  before: PolicyDraft | null,
  facts: ForecastFacts,
): PolicyForecast {
  const schedule = scheduleOf(draft);
  const covered = coveredBy(draft.servers, facts.servers);
  const plan = planPrune(draft, facts.sets, facts);
  const removes = removedBy(plan);
  const already = new Set(before === null ? [] : removedBy(planPrune(before, facts.sets, facts)));
  const more = removes.filter(id => !already.has(id)).length;
  return {
    servers: covered
      .map(({ id, name }) => ({ id, title: serverTitle({ id, name }) }))
      .toSorted(byTitle)
      .map(({ title }) => title),
    gone: draft.servers.kind === 'ids' ? draft.servers.ids.length - covered.length : 0,
    volumes: covered.reduce((sum, { volumes }) => sum + volumes.length, 0),
    next: nextSlots(schedule, facts.now, runsShown).map(slot => ({
      ...slot,
      local: localText(schedule.zone, slot.at),
    })),
    kept: keptSets(draft, facts.now),
    sets: plan.keep + plan.remove,
    removes,
    more,
    asks: more > 0 && asksFirst(more, plan.keep + plan.remove, facts.guard),
  };
}

const removedBy = ({ servers }: PrunePlan): readonly SetId[] =>
  servers.flatMap(({ remove }) => remove.map(({ set }) => set.id));
