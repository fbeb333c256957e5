import { actorKey } from '../core/actor.ts';
import type { AuditEntry } from '../core/audit.ts';
import type { SnapshotId } from '../core/ids.ts';
import type { CallFacts, CallLost, Member, Operation, SnapshotFacts } from '../core/operation.ts';
import { setOf } from '../core/snapshot-set.ts';
import type { Change, Expectation, Outcome } from '../ports.ts';
import type { Step } from './step.ts';

/** An operation one version on, and the one transaction that makes it so. */
export type Transition = {
  readonly operation: Operation;
  readonly changes: readonly Change[];
  readonly expect: readonly Expectation[];
};

/** Trouble with credentials that ends by itself more often than not. */
const passing = new Set(['CredentialsMissing', 'RequestExpired', 'ExpiredToken', 'ExpiredTokenException']);

/** Before the call: what is about to be asked of EC2. */
export function intended(operation: Operation, step: Step & { kind: 'call' }, now: number): Transition {
  const call: CallLost = {
    kind: 'intended',
    attempt: step.attempt,
    lost: step.lost,
    at: now,
    copyTags: step.copyTags,
    lookingSince: null,
    lookedAt: null,
  };
  return record(operation, { call, tagsLeftOut: !step.copyTags });
}

/**
 * After the call: what EC2 answered. Null when the outcome is unknown, for then the intent stays as it is
 * and its tag is looked for.
 */
export function afterCall(
  operation: Operation,
  outcome: Outcome<readonly Member[]>,
  now: number,
): Transition | null {
  const { call } = operation.facts;
  if (call.kind !== 'intended') return null;
  const made = { attempt: call.attempt, lost: call.lost, at: now };
  if (outcome.kind === 'ok')
    return answered(operation, { kind: 'answered', ...made }, outcome.value, false, now);
  switch (outcome.fault.kind) {
    case 'unknown':
      return null;
    case 'refused':
      // The machine's role may be out of reach or just be renewed; nothing was done.
      if (passing.has(outcome.fault.code)) {
        return record(operation, {
          call: { kind: 'turned-away', ...made, why: 'unreachable', code: outcome.fault.code },
        });
      }
      return record(operation, {
        call: { kind: 'refused', ...made, code: outcome.fault.code, message: outcome.fault.message },
      });
    case 'throttled':
      return record(operation, {
        call: { kind: 'turned-away', ...made, why: 'throttled', code: outcome.fault.code },
      });
    case 'unreachable':
      return record(operation, { call: { kind: 'turned-away', ...made, why: 'unreachable', code: '' } });
  }
}

/** The set was found by its tag: as if the lost answer had come. */
export function adopted(
  operation: Operation,
  call: CallLost,
  members: readonly Member[],
  now: number,
): Transition {
  const made = { attempt: call.attempt, lost: call.lost, at: now };
  return answered(operation, { kind: 'answered', ...made }, members, true, now);
}

/** Looked for the tag and did not find the set. */
export function lookedInVain(operation: Operation, call: CallLost, now: number): Transition {
  return record(operation, { call: { ...call, lookingSince: call.lookingSince ?? now, lookedAt: now } });
}

export type Look = { readonly members: readonly Member[]; readonly duplicates: readonly SnapshotId[] };

/** The members as EC2 shows them now. The last look leaves the card to the end of the operation, which follows. */
export function seen(operation: Operation, look: Look, now: number): Transition {
  const base = record(operation, { ...look, seenAt: now, unseenSince: null });
  const { members } = look;
  const over =
    members.every(member => member.state === 'completed') || members.some(member => member.state === 'error');
  const found = look.duplicates.filter(id => !operation.facts.duplicates.includes(id));
  const told = over ? base.changes.filter(change => change.kind !== 'card-dirty') : base.changes;
  if (found.length === 0) return { ...base, changes: told };
  return { ...base, changes: [...told, audited(operation, 'called', { duplicates: found.join(' ') }, now)] };
}

/** EC2 does not tell how it goes: on record once, so that the card says so. */
export function notSeen(operation: Operation, now: number): Transition | null {
  return operation.facts.unseenSince === null ? record(operation, { unseenSince: now }) : null;
}

/** The end, with the set good or failed. */
export function ended(
  operation: Operation,
  step: Step & { kind: 'finished' | 'failed' },
  now: number,
): Transition {
  const failure = step.kind === 'failed' ? step.failure : null;
  const done = step.kind === 'finished';
  const base = record({ ...operation, state: step.kind, endedAt: now }, { failure });
  const set = setOf(base.operation, done ? 'good' : 'failed');
  return {
    ...base,
    changes: [
      ...base.changes,
      ...(set === null ? [] : [{ kind: 'set', set } as const]),
      audited(
        operation,
        done ? 'done' : 'failed',
        failure === null ? {} : { failure: failureCode(failure) },
        now,
      ),
    ],
  };
}

function answered(
  operation: Operation,
  call: CallFacts,
  members: readonly Member[],
  byTag: boolean,
  now: number,
): Transition {
  const base = record(operation, { call, members, seenAt: now, adopted: byTag });
  const set = setOf(base.operation, 'pending');
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

function record(operation: Operation, facts: Partial<SnapshotFacts>): Transition {
  const next: Operation = {
    ...operation,
    version: operation.version + 1,
    facts: { ...operation.facts, ...facts },
  };
  return {
    operation: next,
    changes: [
      { kind: 'operation-update', operation: next },
      {
        kind: 'card-dirty',
        key: `operation/${operation.id}`,
        origin: operation.origin,
        requester: operation.actor,
      },
    ],
    expect: [{ row: `operation/${operation.id}`, version: operation.version }],
  };
}

function audited(
  operation: Operation,
  outcome: AuditEntry['outcome'],
  detail: AuditEntry['detail'],
  at: number,
): Change {
  const { plan } = operation;
  return {
    kind: 'audit',
    entry: {
      at,
      actor: actorKey(operation.actor),
      verb: 'snapshot',
      object: `${operation.place}/${plan.server.id}`,
      outcome,
      detail: { operation: operation.id, set: plan.set, ...detail },
    },
  };
}

function failureCode(failure: NonNullable<SnapshotFacts['failure']>): string {
  return failure.kind === 'refused-by-aws' ? failure.code : failure.kind;
}
