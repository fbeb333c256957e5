import type { OperationId } from '../core/ids.ts';
import type { CallFacts } from '../core/operation.ts';
import { backoff, giveUpAfter } from './backoff.ts';
import type { Step } from './step.ts';

const afterLostAnswer = 5_000;
const lostAnswers = 10;

type Repeatable = { readonly id: OperationId; readonly createdAt: number; readonly call: CallFacts };

/** The next step of a call that may be made twice without harm: a lost answer is simply asked for again. */
export function repeatable({ id, createdAt, call }: Repeatable, now: number): Step {
  const copyTags = false;
  switch (call.kind) {
    case 'not-called':
      return { kind: 'call', attempt: 1, lost: 0, copyTags };
    case 'intended': {
      const lost = call.lost + 1;
      if (lost >= lostAnswers) {
        return { kind: 'failed', failure: { kind: 'gave-up', why: 'no-answer', attempts: call.attempt } };
      }
      const at = call.at + afterLostAnswer;
      return at > now ? { kind: 'wait', at } : { kind: 'call', attempt: call.attempt + 1, lost, copyTags };
    }
    case 'turned-away': {
      // Waiting its turn in our own bucket is no trouble, however many are before it.
      if (call.retryAt === null && now - createdAt > giveUpAfter) {
        return { kind: 'failed', failure: { kind: 'gave-up', why: call.why, attempts: call.attempt } };
      }
      const at = call.at + backoff(id, call);
      return at > now
        ? { kind: 'wait', at }
        : { kind: 'call', attempt: call.attempt + 1, lost: call.lost, copyTags };
    }
    case 'refused':
      return { kind: 'failed', failure: { kind: 'refused-by-aws', code: call.code, message: call.message } };
    case 'answered':
      return { kind: 'finished' };
  }
}
