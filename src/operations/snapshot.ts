import type { CallFacts, CallLost, SnapshotOperation } from '../core/operation.ts';
import { percentDone } from '../core/operation.ts';
import { backoff, giveUpAfter } from './backoff.ts';
import type { Step } from './step.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Tags may show up a minute late; only when they surely would have is the call made again. */
export const lookFor = 90 * second;
const lookEvery = 5 * second;
/** A snapshot may be missing from EC2's lists for as long, above all one that it has only just made. */
const mayBeMissing = lookFor;
const unansweredCalls = 3;
/** Large first snapshots take many hours; longer than this without an end is told, not waited for. */
const stuckAfter = 48 * hour;

/** One CreateSnapshots call for the whole server, then watch its members. Pure: same facts, same step. */
export function decideSnapshot(operation: SnapshotOperation, now: number): Step {
  const { facts } = operation;
  if (facts.members.length > 0) return followMembers(operation, now);
  return decideCall(operation, facts.call, now);
}

function decideCall(operation: SnapshotOperation, call: CallFacts, now: number): Step {
  const copyTags = operation.plan.copyTags && !operation.facts.tagsLeftOut;
  // A call whose answer was lost may have made the set: only the others can be called off.
  const calledOff = operation.cancel !== null;
  switch (call.kind) {
    case 'not-called':
      if (calledOff) return { kind: 'cancelled' };
      if (tooLate(operation, now)) return tooLateFailure(operation, now);
      return { kind: 'call', attempt: 1, lost: 0, copyTags };
    case 'intended':
      return afterLostAnswer(operation, call, copyTags, now);
    case 'turned-away': {
      if (calledOff) return { kind: 'cancelled' };
      if (now - operation.createdAt > giveUpAfter) {
        return { kind: 'failed', failure: { kind: 'gave-up', why: call.why, attempts: call.attempt } };
      }
      const at = call.at + backoff(operation.id, call);
      return at > now
        ? { kind: 'wait', at }
        : { kind: 'call', attempt: call.attempt + 1, lost: call.lost, copyTags };
    }
    case 'refused':
      // Somebody tagged a volume since the inventory read it: the set matters more than copied tags.
      if (call.code === 'TagLimitExceeded' && copyTags) {
        return { kind: 'call', attempt: call.attempt + 1, lost: call.lost, copyTags: false };
      }
      return { kind: 'failed', failure: { kind: 'refused-by-aws', code: call.code, message: call.message } };
    case 'answered':
      // Answered with an empty set: EC2 has never been seen to do that, and there is nothing to follow.
      return { kind: 'failed', failure: { kind: 'vanished' } };
  }
}

/** The call may have taken effect: look for its tag until it would surely show, then call again. */
function afterLostAnswer(operation: SnapshotOperation, call: CallLost, copyTags: boolean, now: number): Step {
  if (call.lookingSince === null || call.lookedAt === null) return { kind: 'watch', what: 'tag', at: now };
  if (call.lookedAt - call.lookingSince < lookFor) {
    return {
      kind: 'watch',
      what: 'tag',
      at: Math.min(call.lookedAt + lookEvery, call.lookingSince + lookFor),
    };
  }
  if (operation.cancel !== null) return { kind: 'cancelled' };
  if (tooLate(operation, now)) return tooLateFailure(operation, now);
  const lost = call.lost + 1;
  if (lost >= unansweredCalls) {
    return { kind: 'failed', failure: { kind: 'gave-up', why: 'no-answer', attempts: call.attempt } };
  }
  return { kind: 'call', attempt: call.attempt + 1, lost, copyTags };
}

/** A snapshot of an hour later is not what was asked for: the deploy it was to precede is done by then. */
const tooLate = ({ createdAt }: SnapshotOperation, now: number): boolean => now - createdAt > giveUpAfter;

function tooLateFailure({ createdAt }: SnapshotOperation, now: number): Step {
  return { kind: 'failed', failure: { kind: 'too-late', afterMs: now - createdAt } };
}

function followMembers({ facts }: SnapshotOperation, now: number): Step {
  const { members, seenAt } = facts;
  const broken = members.find(member => member.state === 'error');
  if (broken !== undefined)
    return { kind: 'failed', failure: { kind: 'members-failed', message: broken.message } };
  if (members.every(member => member.state === 'completed')) return { kind: 'finished' };
  const started = Math.min(...members.map(member => member.startedAt));
  const seen = seenAt ?? now;
  const missingSince = members.flatMap(member => member.missingSince ?? []);
  if (missingSince.some(since => seen - since >= mayBeMissing) && seen - started >= mayBeMissing) {
    return { kind: 'failed', failure: { kind: 'vanished' } };
  }
  if (now - started > stuckAfter) return { kind: 'failed', failure: { kind: 'stuck' } };
  return { kind: 'watch', what: 'members', at: seen + watchInterval(percentDone(members), seen - started) };
}

/**
 * Half of the time it took so far, or a quarter of what it still seems to need if that is less, but no closer
 * than the fortieth part of what it took: lively at the beginning and the end, patient with the long ones.
 */
function watchInterval(percent: number, elapsed: number): number {
  const left = percent === 0 ? elapsed * 2 : (elapsed * (100 - percent)) / percent;
  const wanted = Math.max(Math.min(elapsed / 2, left / 4), elapsed / 40);
  return Math.min(Math.max(Math.round(wanted), 5 * second), 2 * minute);
}
