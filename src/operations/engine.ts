import type { OperationId, PlaceId } from '../core/ids.ts';
import type { Operation } from '../core/operation.ts';
import { serverOf } from '../core/operation.ts';
import type { Cancel, Outcome, WorkDeps } from '../ports.ts';
import type { Transition } from './transition.ts';
import type { PruneOptions } from './prune.ts';
import { pruned } from './prune.ts';
import { afterCall, ended, intended } from './record.ts';
import { startedAgain } from './record-again.ts';
import { decide } from './decide.ts';
import { perform } from './perform.ts';
import type { AgainStep, CallStep, EndStep, WatchStep } from './step.ts';
import { createWatcher } from './watcher.ts';

export type Engine = {
  /** Picks up everything unfinished, then follows whatever is committed. */
  start(): Promise<void>;
  /** No new call is made from here on; calls under way end in their own time. */
  stop(): void;
};

const retryAfterTrouble = 30_000;

/** The only loop that changes EC2: intent on record, call, answer on record, watch, end. */
export function createEngine(deps: WorkDeps, place: PlaceId, options: PruneOptions): Engine {
  const { store, cloud, clock, track, log } = deps;
  const busy = new Set<OperationId>();
  /** Called for while they were busy: what they decided may be of a moment ago. */
  const calledFor = new Set<OperationId>();
  const waits = new Map<OperationId, Cancel>();
  let stopped = false;

  const watcher = createWatcher(deps, place, { commit, changed: id => void advance(id) });

  function advance(id: OperationId): Promise<void> {
    if (stopped) return Promise.resolve();
    if (busy.has(id)) {
      calledFor.add(id);
      return Promise.resolve();
    }
    busy.add(id);
    waits.get(id)?.();
    waits.delete(id);
    return track(`operation ${id}`, async () => {
      try {
        await advanceUntilIdle(id);
      } catch (error) {
        // The rows say how far it came; a broken disk or a bug must not leave it waiting for a restart.
        advanceAt(id, clock.now() + retryAfterTrouble);
        throw error;
      } finally {
        busy.delete(id);
        if (calledFor.delete(id)) void advance(id);
      }
    });
  }

  function advanceAt(id: OperationId, at: number): void {
    if (!stopped)
      waits.set(
        id,
        clock.at(at, () => void advance(id)),
      );
  }

  async function advanceUntilIdle(id: OperationId): Promise<void> {
    for (;;) {
      const operation = await store.operation(id);
      if (stopped || operation === null || operation.state !== 'running') return;
      const step = decide(operation, await store.childrenOf(id), clock.now());
      switch (step.kind) {
        case 'watch':
          return watch(operation, step);
        case 'wait':
          return advanceAt(id, step.at);
        case 'children':
          // The end of each one calls for a new decision.
          return step.at === null ? undefined : advanceAt(id, step.at);
        case 'call':
          await call(operation, step);
          break;
        case 'again':
          await startAgain(operation, step);
          break;
        case 'prune':
          await prune(operation);
          break;
        case 'finished':
        case 'failed':
        case 'cancelled':
          await end(operation, step);
      }
    }
  }

  function watch(operation: Operation, step: WatchStep): void {
    if (operation.kind !== 'snapshot') throw new Error(`a ${operation.kind} has nothing to watch`);
    watcher.watch(operation, step);
  }

  async function call(operation: Operation, step: CallStep): Promise<void> {
    const intent = intended(operation, step, clock.now());
    if (!(await commit(intent))) return;
    const outcome = await perform(cloud, intent.operation, step, clock.now());
    logOutcome(operation, outcome);
    const answer = afterCall(intent.operation, outcome, clock.now());
    if (answer !== null) await commit(answer);
  }

  async function startAgain(operation: Operation, { operations }: AgainStep): Promise<void> {
    for (const failed of operations) {
      const last = await store.operation(failed);
      if (last?.kind !== 'snapshot') throw new Error(`${failed} is no snapshot of ${operation.id}`);
      await commit(startedAgain(last, clock.now()));
    }
  }

  async function prune(operation: Operation): Promise<void> {
    if (operation.kind !== 'run' && operation.kind !== 'prune')
      throw new Error(`a ${operation.kind} prunes nothing`);
    await commit(await pruned(deps, operation, options));
  }

  async function end(operation: Operation, step: EndStep): Promise<void> {
    await commit(ended(operation, step, clock.now()));
    log.info({ operation: operation.id, server: serverOf(operation)?.id, end: step.kind }, 'operation ended');
  }

  /** Only while no later process has taken over; what conflicts is read and decided anew. */
  async function commit({ changes, expect }: Pick<Transition, 'changes' | 'expect'>): Promise<boolean> {
    const committed = await store.commit(changes, [...expect, { row: 'epoch', version: store.epoch }]);
    if (committed === 'done') return true;
    if (committed.conflict === 'epoch') {
      stopped = true;
      log.error({ place }, 'another Snapkeeper has taken over this database; this one does nothing more');
    }
    return false;
  }

  function tellParent({ state, parent }: Operation): void {
    if (state !== 'running' && parent !== null) void advance(parent);
  }

  function logOutcome(operation: Operation, outcome: Outcome<unknown>): void {
    const subject = { operation: operation.id, server: serverOf(operation)?.id };
    if (outcome.kind === 'ok') log.info(subject, `${operation.kind} started`);
    else
      log.warn(
        { ...subject, fault: outcome.fault },
        `the call of a ${operation.kind} was not answered with success`,
      );
  }

  return {
    async start() {
      store.onCommit(changes => {
        for (const change of changes) {
          if (change.kind === 'operation') void advance(change.operation.id);
          if (change.kind === 'cancel') void advance(change.operation);
          if (change.kind === 'operation-update') tellParent(change.operation);
        }
      });
      const unfinished = await store.runningOperations(place);
      if (unfinished.length > 0) log.info({ count: unfinished.length }, 'picking up unfinished operations');
      await Promise.all(unfinished.map(operation => advance(operation.id)));
    },
    stop() {
      stopped = true;
      watcher.stop();
      for (const cancel of waits.values()) cancel();
    },
  };
}
