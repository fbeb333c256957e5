import type { OperationId, PlaceId } from '../core/ids.ts';
import type { Operation } from '../core/operation.ts';
import { takenTag } from '../core/tags.ts';
import type { Cancel, Outcome, WorkDeps } from '../ports.ts';
import { afterCall, ended, intended } from './record.ts';
import { decideSnapshot } from './snapshot.ts';
import type { Step } from './step.ts';
import { createWatcher } from './watcher.ts';

export type Engine = {
  /** Picks up everything unfinished, then follows whatever is committed. */
  start(): Promise<void>;
  /** No new call is made from here on; calls under way end in their own time. */
  stop(): void;
};

const retryAfterTrouble = 30_000;

/** The only loop that changes EC2: intent on record, call, answer on record, watch, end. */
export function createEngine(deps: WorkDeps, place: PlaceId): Engine {
  const { store, cloud, clock, track, log } = deps;
  const busy = new Set<OperationId>();
  const waits = new Map<OperationId, Cancel>();
  let stopped = false;

  const watcher = createWatcher(deps, place, id => {
    void advance(id);
  });

  function advance(id: OperationId): Promise<void> {
    if (stopped || busy.has(id)) return Promise.resolve();
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
      const step = decideSnapshot(operation, clock.now());
      if (step.kind === 'watch') return watcher.watch(operation, step);
      if (step.kind === 'wait') return advanceAt(id, step.at);
      if (step.kind === 'call') await call(operation, step);
      else await end(operation, step);
    }
  }

  async function call(operation: Operation, step: Step & { kind: 'call' }): Promise<void> {
    const intent = intended(operation, step, clock.now());
    if ((await store.commit(intent.changes, intent.expect)) !== 'done') return;
    const taken = takenTag(operation.actor, clock.now());
    const outcome = await cloud.createSnapshots(operation.plan, taken, step.copyTags);
    logOutcome(operation, outcome);
    const answer = afterCall(intent.operation, outcome, clock.now());
    if (answer !== null) await store.commit(answer.changes, answer.expect);
  }

  async function end(operation: Operation, step: Step & { kind: 'finished' | 'failed' }): Promise<void> {
    const record = ended(operation, step, clock.now());
    await store.commit(record.changes, record.expect);
    log.info(
      { operation: operation.id, server: operation.plan.server.id, end: step.kind },
      'operation ended',
    );
  }

  function logOutcome(operation: Operation, outcome: Outcome<unknown>): void {
    const subject = { operation: operation.id, server: operation.plan.server.id };
    if (outcome.kind === 'ok') log.info(subject, 'snapshot started');
    else log.warn({ ...subject, fault: outcome.fault }, 'CreateSnapshots was not answered with a set');
  }

  return {
    async start() {
      store.onCommit(changes => {
        for (const change of changes) {
          if (change.kind === 'operation') void advance(change.operation.id);
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
