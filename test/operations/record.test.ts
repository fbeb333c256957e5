import { describe, expect, test } from 'vitest';
import type { CallLost, Member } from '../../src/core/operation.ts';
import { adopted, afterCall, ended, intended, lookedInVain, seen } from '../../src/operations/record.ts';
import type { Transition } from '../../src/operations/transition.ts';
import type { Outcome } from '../../src/ports.ts';
import { memberOf, noon, operationOf, planOf } from '../core/samples.ts';

const lost: CallLost = {
  kind: 'intended',
  attempt: 2,
  lost: 1,
  at: noon,
  copyTags: true,
  lookingSince: null,
  lookedAt: null,
};
const waiting = operationOf({ call: lost });
const members = [memberOf()];
const later = noon + 5_000;
const call = { kind: 'call', attempt: 2, lost: 1, copyTags: true } as const;
const ok: Outcome<readonly Member[]> = { kind: 'ok', value: members };

const kinds = (record: Transition | null) => record?.changes.map(change => change.kind);
const auditOf = (record: Transition | null) =>
  record?.changes.flatMap(change => (change.kind === 'audit' ? [change.entry] : []));
const setOf = (record: Transition | null) =>
  record?.changes.flatMap(change => (change.kind === 'set' ? [change.set] : []));

describe('records of an operation', () => {
  test.each<[string, Transition | null]>([
    ['the intent', intended(waiting, call, later)],
    ['the answer', afterCall(waiting, ok, later)],
    ['an adoption', adopted(waiting, lost, members, later)],
    ['a look in vain', lookedInVain(waiting, lost, later)],
    ['a look at members', seen(waiting, { members: members, duplicates: [] }, later)],
    ['the end', ended(waiting, { kind: 'finished' }, later)],
  ])('%s expects the version it read, writes the next one and marks the card', (_, record) => {
    expect(record?.expect).toEqual([{ row: 'operation/o-22222222', version: 3 }]);
    expect(record?.operation.version).toBe(4);
    expect(record?.changes.slice(0, 2)).toEqual([
      { kind: 'operation-update', operation: record?.operation },
      {
        kind: 'card-dirty',
        key: 'operation/o-22222222',
        origin: waiting.origin,
        requester: waiting.actor,
      },
    ]);
  });

  test('the intent tells which call it is and whether tags are copied', () => {
    const { facts } = intended(operationOf(), { ...call, copyTags: false }, later).operation;
    expect(facts.call).toEqual({ ...lost, at: later, copyTags: false });
    expect(facts).toMatchObject({ tagsLeftOut: true });
    expect(intended(operationOf(), call, later).operation.facts).toMatchObject({ tagsLeftOut: false });
  });

  const made = { attempt: 2, lost: 1, at: later };
  test.each<[string, Outcome<readonly Member[]>, object]>([
    ['an answer', ok, { kind: 'answered', ...made }],
    [
      'a refusal',
      { kind: 'fault', fault: { kind: 'refused', code: 'IncorrectState', message: 'no' } },
      { kind: 'refused', ...made, code: 'IncorrectState', message: 'no' },
    ],
    [
      'throttling',
      { kind: 'fault', fault: { kind: 'throttled', code: 'RequestLimitExceeded' } },
      { kind: 'turned-away', ...made, why: 'throttled', code: 'RequestLimitExceeded', retryAt: null },
    ],
    [
      'a call that never left',
      { kind: 'fault', fault: { kind: 'unreachable', reason: 'ENOTFOUND' } },
      { kind: 'turned-away', ...made, why: 'unreachable', code: '', retryAt: null },
    ],
  ])('%s is put on record as what it was', (_, outcome, expected) => {
    expect(afterCall(waiting, outcome, later)?.operation.facts.call).toEqual(expected);
  });

  test('an unknown outcome leaves the intent as it is', () => {
    const outcome = { kind: 'fault', fault: { kind: 'unknown', reason: 'ECONNRESET' } } as const;
    expect(afterCall(waiting, outcome, later)).toBeNull();
    expect(afterCall(operationOf(), ok, later)).toBeNull();
  });

  test('an answer makes the pending set and one line in the audit trail', () => {
    const record = afterCall(waiting, ok, later);
    expect(record?.operation.facts).toMatchObject({ members, seenAt: later, adopted: false });
    expect(setOf(record)).toMatchObject([{ id: planOf().set, state: 'pending', takenAt: noon }]);
    expect(auditOf(record)).toMatchObject([
      { at: later, outcome: 'called', detail: { snapshots: 'snap-0a00000000000001', adopted: false } },
    ]);
  });

  test('an adopted set says that it was', () => {
    const record = adopted(waiting, lost, members, later);
    expect(record.operation.facts).toMatchObject({ adopted: true, call: { kind: 'answered', ...made } });
    expect(auditOf(record)).toMatchObject([{ outcome: 'called', detail: { adopted: true } }]);
  });

  test('the first look in vain starts the ninety seconds, later ones do not start them anew', () => {
    const first = lookedInVain(waiting, lost, later).operation.facts.call;
    expect(first).toEqual({ ...lost, lookingSince: later, lookedAt: later });
    const looking = { ...lost, lookingSince: noon, lookedAt: noon };
    expect(lookedInVain(waiting, looking, later).operation.facts.call).toEqual({
      ...looking,
      lookedAt: later,
    });
  });

  test.each<[string, Partial<Member>, boolean]>([
    ['one still pending', {}, true],
    ['one gone', { state: 'gone' }, true],
    ['all completed', { state: 'completed' }, false],
    ['one failed', { state: 'error' }, false],
  ])('a look that shows %s marks the card unless the end follows', (_, more, marks) => {
    expect(
      kinds(seen(waiting, { members: [memberOf(more)], duplicates: [] }, later))?.includes('card-dirty'),
    ).toBe(marks);
  });

  test('the end makes the set good or failed, and is in the audit trail', () => {
    const taken = operationOf({ members });
    const good = ended(taken, { kind: 'finished' }, later);
    expect(good.operation).toMatchObject({ state: 'finished', endedAt: later, facts: { failure: null } });
    expect(setOf(good)).toMatchObject([{ state: 'good' }]);
    expect(auditOf(good)).toMatchObject([{ outcome: 'done', object: 'eu-west-1/i-0a000000000000001' }]);

    const bad = ended(taken, { kind: 'failed', failure: { kind: 'stuck' } }, later);
    expect(bad.operation).toMatchObject({ state: 'failed', facts: { failure: { kind: 'stuck' } } });
    expect(setOf(bad)).toMatchObject([{ state: 'failed' }]);
    expect(auditOf(bad)).toMatchObject([{ outcome: 'failed', detail: { failure: 'stuck' } }]);
  });

  test("without members there is no set, and AWS's code is in the audit trail", () => {
    const failure = { kind: 'refused-by-aws', code: 'IncorrectState', message: 'no' } as const;
    const record = ended(waiting, { kind: 'failed', failure }, later);
    expect(kinds(record)).toEqual(['operation-update', 'card-dirty', 'audit']);
    expect(auditOf(record)).toMatchObject([{ detail: { failure: 'IncorrectState' } }]);
  });
});
