import type { Operation } from '../core/operation.ts';
import type { Child } from '../core/run.ts';
import { decideDelete } from './delete.ts';
import { decideHold } from './hold.ts';
import { decidePrune, decideRun } from './run.ts';
import { decideSnapshot } from './snapshot.ts';
import type { Step } from './step.ts';

/** Facts → the next step, for every kind of operation. `children` are those that it started. Pure. */
export function decide(operation: Operation, children: readonly Child[], now: number): Step {
  switch (operation.kind) {
    case 'snapshot':
      return decideSnapshot(operation, now);
    case 'hold':
    case 'release':
      return decideHold(operation, now);
    case 'delete':
      return decideDelete(operation, now);
    case 'prune':
      return decidePrune(operation, children, now);
    case 'run':
      return decideRun(operation, children, now);
  }
}
