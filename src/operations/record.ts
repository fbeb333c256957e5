import type { AuditEntry } from '../core/audit.ts';
import type { SnapshotId } from '../core/ids.ts';
import type {
  CallFacts,
  CallLost,
  Failure,
  Member,
  Operation,
  SnapshotOperation,
} from '../core/operation.ts';
import { setOf } from '../core/snapshot-set.ts';
import type { Change, CloudFault, Outcome } from '../ports.ts';
import { afterDelete, deletedOne, keptOne } from './record-delete.ts';
import type { CallStep, EndStep } from './step.ts';
import type { Transition } from './transition.ts';
import { audited, changed } from './transition.ts';

/** Trouble with credentials that ends by itself more often than not. */
const passing = new Set(['CredentialsMissing', 'RequestExpired', 'ExpiredToken', 'ExpiredTokenException']);

/** Before the call: what is about to be asked of EC2. */
export function intended(operation: Operation, step: CallStep, now: number): Transition {
  const call: CallLost = {
    kind: 'intended',
    attempt: step.attempt,
    lost: step.lost,
    at: now,
    copyTags: step.copyTags,
    lookingSince: null,
    lookedAt: null,
  };
  if (operation.kind !== 'snapshot') return withCall(operation, call);
  return changed(operation, { ...operation.facts, call, tagsLeftOut: !step.copyTags });
}

/**
 * After the call: what EC2 answered. Null when the outcome is unknown, for then the intent stays as it is
 * and its effect is looked for.
 */
export function afterCall(
  operation: Operation,
  outcome: Outcome<readonly Member[]>,
  now: number,
): Transition | null {
  const { call } = operation.facts;
  if (call.kind !== 'intended') return null;
  const made = { attempt: call.attempt, lost: call.lost, at: now };
  if (outcome.kind === 'fault') {
    const answer = answerOf(outcome.fault, made);
    if (operation.kind === 'delete' && answer?.kind === 'refused') return keptOne(operation, answer, now);
    return answer === null ? null : withCall(operation, answer);
  }
  const answer: CallFacts = { kind: 'answered', ...made };
  if (operation.kind === 'delete') return deletedOne(operation, now);
  if (operation.kind === 'snapshot') return answered(operation, answer, outcome.value, false, now);
  const base = withCall(operation, answer);
  return { ...base, changes: [...base.changes, audited(operation, 'called', {}, now)] };
}

function answerOf(fault: CloudFault, made: Pick<CallLost, 'attempt' | 'lost' | 'at'>): CallFacts | null {
  switch (fault.kind) {
    case 'unknown':
      return null;
    case 'throttled':
      return { kind: 'turned-away', ...made, why: 'throttled', code: fault.code, ...heldBack(fault, made) };
    case 'unreachable':
      return { kind: 'turned-away', ...made, why: 'unreachable', code: '', retryAt: null };
    case 'refused':
      // The machine's role may be out of reach or just be renewed; nothing was done.
      if (passing.has(fault.code)) {
        return { kind: 'turned-away', ...made, why: 'unreachable', code: fault.code, retryAt: null };
      }
      return { kind: 'refused', ...made, code: fault.code, message: fault.message };
  }
}

/** A call that our own token bucket held back never was an attempt. */
function heldBack(
  { retryAfterMs }: CloudFault & { kind: 'throttled' },
  { attempt, at }: Pick<CallLost, 'attempt' | 'at'>,
) {
  return retryAfterMs === undefined
    ? { retryAt: null }
    : { attempt: attempt - 1, retryAt: at + retryAfterMs };
}

/** The set was found by its tag: as if the lost answer had come. */
export function adopted(
  operation: SnapshotOperation,
  call: CallLost,
  members: readonly Member[],
  now: number,
): Transition {
  const { attempt, lost } = call;
  return answered(operation, { kind: 'answered', attempt, lost, at: now }, members, true, now);
}

/** Looked for the tag and did not find the set. */
export function lookedInVain(operation: SnapshotOperation, call: CallLost, now: number): Transition {
  return withCall(operation, { ...call, lookingSince: call.lookingSince ?? now, lookedAt: now });
}

export type Look = { readonly members: readonly Member[]; readonly duplicates: readonly SnapshotId[] };

/** The members as EC2 shows them now. The last look leaves the card to the end of the operation, which follows. */
export function seen(operation: SnapshotOperation, look: Look, now: number): Transition {
  const base = changed(operation, { ...operation.facts, ...look, seenAt: now, unseenSince: null });
  const { members } = look;
  const over =
    members.every(member => member.state === 'completed') || members.some(member => member.state === 'error');
  const found = look.duplicates.filter(id => !operation.facts.duplicates.includes(id));
  const told = over ? base.changes.filter(change => change.kind !== 'card-dirty') : base.changes;
  if (found.length === 0) return { ...base, changes: told };
  return { ...base, changes: [...told, audited(operation, 'called', { duplicates: found.join(' ') }, now)] };
}

/** EC2 does not tell how it goes: on record once, so that the card says so. */
export function notSeen(operation: SnapshotOperation, now: number): Transition | null {
  const { facts } = operation;
  return facts.unseenSince === null ? changed(operation, { ...facts, unseenSince: now }) : null;
}

/** The end, and what it leaves: a set that is good or failed, or a hold that is no more. */
export function ended(operation: Operation, step: EndStep, now: number): Transition {
  const failure = step.kind === 'failed' ? step.failure : null;
  const base = changed({ ...operation, state: step.kind, endedAt: now }, { ...operation.facts, failure });
  const outcome = step.kind === 'finished' ? 'done' : step.kind;
  const detail: AuditEntry['detail'] = failure === null ? {} : { failure: failureCode(failure) };
  return {
    ...base,
    changes: [...base.changes, ...leftBy(base.operation), audited(operation, outcome, detail, now)],
  };
}

function leftBy(operation: Operation): readonly Change[] {
  if (operation.kind === 'delete') return afterDelete(operation);
  if (operation.kind === 'snapshot') {
    const set = setOf(operation, operation.state === 'finished' ? 'good' : 'failed');
    return set === null ? [] : [{ kind: 'set', set }];
  }
  // A hold protects from the moment it is asked for; it ends only when its tag is surely gone.
  if (operation.kind !== 'release' || operation.state !== 'finished') return [];
  const { plan } = operation;
  return [
    { kind: 'hold', set: plan.set, hold: null },
    { kind: 'card-changed', key: `operation/${plan.source}` },
  ];
}

function answered(
  operation: SnapshotOperation,
  call: CallFacts,
  members: readonly Member[],
  byTag: boolean,
  now: number,
): Transition {
  const facts = { ...operation.facts, call, members, seenAt: now, adopted: byTag };
  const base = changed(operation, facts);
  const set = setOf({ ...operation, facts }, 'pending');
  const snapshots = members.map(member => member.snapshot).join(' ');
  return {
    ...base,
    changes: [
      ...base.changes,
      ...(set === null ? [] : [{ kind: 'set', set } as const]),
      audited(operation, 'called', { snapshots, adopted: byTag }, now),
    ],
  };
}

function withCall(operation: Operation, call: CallFacts): Transition {
  return changed(operation, { ...operation.facts, call });
}

function failureCode(failure: Failure): string {
  return failure.kind === 'refused-by-aws' ? failure.code : failure.kind;
}
