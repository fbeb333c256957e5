import { describe, expect, it, test } from 'vitest';
import type { ServerId } from '../../src/core/ids.ts';
import { serverChoice, serverChoices } from '../../src/core/server-choice.ts';
import { parseSnapshotFields } from '../../src/core/snapshot-form.ts';
import { hasControls } from '../../src/core/typed-text.ts';
import { serverOf } from './samples.ts';

const web = 'i-0a1' as ServerId;
const faultsOf = (fields: Record<string, string[]>, chosen: ServerId | null = null) => {
  const filledIn = parseSnapshotFields(fields, chosen);
  return filledIn.kind === 'faults' ? filledIn.faults.map(({ field, kind }) => `${field} ${kind}`) : [];
};

describe('what was filled in', () => {
  test.each<[string, Record<string, string[]>, ServerId | null, string]>([
    ['both fields', { server: [web], note: ['before it'] }, null, 'before it'],
    ['no note', { server: [web] }, null, ''],
    ['a choice that nobody touched', { note: ['x'] }, web, 'x'],
    ['another choice than the first', { server: [web] }, 'i-0b2' as ServerId, ''],
    [
      'what phones make of typing',
      { server: [web], note: ['  the “big”\none — now '] },
      null,
      'the "big" one -- now',
    ],
    ['a note that just fits', { server: [web], note: ['🚀'.repeat(200)] }, null, '🚀'.repeat(200)],
  ])('%s is a server and a note', (_, fields, chosen, note) => {
    expect(parseSnapshotFields(fields, chosen)).toEqual({ kind: 'filled-in', server: web, note });
  });

  test.each<[Record<string, string[]>, readonly string[]]>([
    [{}, ['server server-missing']],
    [{ server: [] }, ['server server-missing']],
    [{ server: [web], note: ['x'.repeat(201)] }, ['note note-too-long']],
    [{ server: [web], note: ['\u0007'] }, ['note note-controls']],
    [{ note: ['\u202Eabc'] }, ['server server-missing', 'note note-controls']],
  ])('%j is told at its fields, all at once', (fields, faults) => {
    expect(faultsOf(fields)).toEqual(faults);
  });

  test.each([
    ['plain text, tabs\tand\nlines', false],
    ['emoji 👩‍🚀 and é', false],
    ['\u0000', true],
    ['a\u009Fb', true],
    ['\u2066a\u2069', true],
  ])('%j holds control characters: %s', (text, expected) => {
    expect(hasControls(text)).toBe(expected);
  });
});

const servers = [
  serverOf('prod-web', { id: 'i-0a1' as ServerId, privateDnsName: 'ip-10-0-0-1.internal' }),
  serverOf('prod-web-2', { id: 'i-0a2' as ServerId }),
  serverOf('website', { id: 'i-0a3' as ServerId }),
  serverOf('cobweb', { id: 'i-0a4' as ServerId }),
  serverOf('worker', { id: 'i-0a6' as ServerId }),
  serverOf('worker', { id: 'i-0a5' as ServerId }),
  serverOf('old-web', { id: 'i-0a7' as ServerId, state: 'terminated' }),
  serverOf('', { id: 'i-0a8' as ServerId }),
];
const idsFor = (text: string) => serverChoices(text, servers).map(({ id }) => id);

describe('the list of servers', () => {
  test.each([
    ['', ['i-0a4', 'i-0a8', 'i-0a1', 'i-0a2', 'i-0a3', 'i-0a5', 'i-0a6']],
    ['web', ['i-0a3', 'i-0a1', 'i-0a2', 'i-0a4']],
    ['  Prod-Web ', ['i-0a1', 'i-0a2']],
    ['i-0a6', ['i-0a6']],
    ['ip-10-0-0-1.internal', ['i-0a1']],
    ['wroker', ['i-0a5', 'i-0a6']],
    ['old', []],
    ['\u202E', ['i-0a4', 'i-0a8', 'i-0a1', 'i-0a2', 'i-0a3', 'i-0a5', 'i-0a6']],
  ])('for %j is ranked and leaves out what is gone', (text, ids) => {
    expect(idsFor(text)).toEqual(ids);
  });

  it('tells which titles are shared, and holds no more than Slack takes', () => {
    expect(serverChoices('worker', servers).map(({ ambiguous }) => ambiguous)).toEqual([true, true]);
    const many = Array.from({ length: 250 }, (_, n) => serverOf(`s-${n}`, { id: `i-${n}` as ServerId }));
    expect(serverChoices('', many)).toHaveLength(100);
  });

  it('knows one server as it stands in the list, and none that is gone', () => {
    expect(serverChoice('i-0a5' as ServerId, servers)).toMatchObject({ title: 'worker', ambiguous: true });
    expect(serverChoice('i-0a7' as ServerId, servers)).toBeNull();
    expect(serverChoice('i-0ff' as ServerId, servers)).toBeNull();
  });
});
