import type { Operation } from '../core/operation.ts';
import { decideHold } from './hold.ts';
import { decideSnapshot } from './snapshot.ts';
import type { Step } from './step.ts';

/** Facts → the next step, for every kind of operation. Pure. */
export function decide(operation: Operation, now: number): Step {
  switch (operation.kind) {
    case 'snapshot':
      return decideSnapshot(operation, now);
    case 'hold':
    case 'release':
      return decideHold(operation, now);
  }
}
