import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRetainedSets } from '../../src/cli/retained-sets.ts';
import { readRetentionPolicy } from '../../src/cli/retention-policy.ts';
import type { TerminalRun } from '../stage/terminal.ts';
import { runCli } from '../stage/terminal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapkeeper-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(policy: unknown, snapshots: unknown, ...args: readonly string[]): Promise<TerminalRun> {
  const file = join(folder, 'policy.json');
  writeFileSync(file, JSON.stringify(policy));
  return runCli(['retention', '--policy', file, ...args], JSON.stringify(snapshots));
}

const snapshots = [
  { id: 's-old', time: '2026-11-20T03:00:00+01:00' },
  { id: 's-new', time: '2026-11-23T03:00:00+01:00', state: 'completed' },
  { id: 's-bad', time: '2026-11-21T03:00:00+01:00', state: 'error' },
  { id: 's-now', time: '2026-11-23T12:30:00+01:00', state: 'pending', held: false },
  { id: 's-mine', time: '2026-11-01T03:00:00+01:00', held: true },
];
const noon = ['--now', '2026-11-23T12:00:00Z'];

describe('npm run cli -- retention', () => {
  it('tells what is kept and deleted, with reasons, as one line of JSON', async () => {
    const { code, out, error } = await run({ keepLast: 1 }, snapshots, ...noon, '--json');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out.trimEnd()).not.toContain('\n');
    expect(JSON.parse(out)).toEqual({
      keep: [
        { id: 's-now', reasons: ['unfinished'] },
        { id: 's-new', reasons: ['last snapshot'] },
        { id: 's-mine', reasons: ['held'] },
      ],
      remove: [
        { id: 's-bad', reason: 'failed, and a newer one succeeded' },
        { id: 's-old', reason: 'older than the policy keeps' },
      ],
      asks: true,
    });
  });

  it('says nothing of asking when there is nothing to ask', async () => {
    const { out } = await run({ keepLast: 5 }, snapshots.slice(0, 2), ...noon, '--json');
    expect(Object.keys(JSON.parse(out) as object)).toEqual(['keep', 'remove']);
  });

  it('prints a table for people', async () => {
    const { out } = await run({ keepDaily: 1, timeZone: 'Europe/Berlin' }, snapshots.slice(0, 2), ...noon);
    expect(out).toBe(
      'keep    2026-11-23T03:00:00+01:00  s-new  daily snapshot\n' +
        'delete  2026-11-20T03:00:00+01:00  s-old  older than the policy keeps\n' +
        '1 kept, 1 to delete.\n' +
        "A run asks before it deletes more than 20 % of a policy's snapshots, or more than 50.\n",
    );
  });

  it('leaves the guards out when it is told to', async () => {
    const young = [
      { id: 'a', time: '2026-11-23T11:50:00Z' },
      { id: 'b', time: '2026-11-23T11:40:00Z' },
    ];
    const removed = async (...args: readonly string[]): Promise<unknown> =>
      (JSON.parse((await run({ keepLast: 1 }, young, ...noon, '--json', ...args)).out) as { remove: unknown })
        .remove;
    expect(await removed()).toEqual([]);
    expect(await removed('--no-guards')).toHaveLength(1);
  });

  it('takes the time of the system when none is given', async () => {
    const time = new Date(Date.now() - 600_000).toISOString();
    const two = [
      { id: 'a', time },
      { id: 'b', time },
    ];
    expect((await run({ keepLast: 1 }, two, '--json')).out).toContain('younger than an hour');
  });

  it('takes an empty list', async () => {
    expect((await run({ keepLast: 1 }, [], '--json')).out).toBe('{"keep":[],"remove":[]}\n');
  });

  it.each([
    ['an empty policy', {}, [], [], /policy\.json: keeps nothing\. Set at least one of keepLast,/u],
    [
      'a field misspelt',
      { keepDialy: 1 },
      [],
      [],
      /"keepDialy" is not understood\. Did you mean keepDaily\?/u,
    ],
    [
      'a record',
      { keepLast: 1 },
      [{ id: 'a', time: 'today' }],
      [],
      /^snapshots\[0\] \(a\): time must be an ISO 8601/u,
    ],
    ['no array', { keepLast: 1 }, { id: 'a' }, [], /must be an array/u],
    ['a moment', { keepLast: 1 }, [], ['--now', 'today'], /^--now: "today" is no time/u],
    ['an option', { keepLast: 1 }, [], ['--no-gards'], /Did you mean --no-guards\?/u],
  ])('ends with exit code 2 on bad input: %s', async (_, policy, list, args, words) => {
    const { code, out, error } = await run(policy, list, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(words);
  });

  it('ends with exit code 2 without a policy, or with one that cannot be read', async () => {
    expect(await runCli(['retention'])).toMatchObject({ code: 2, error: '--policy is missing.\n' });
    const missing = await runCli(['retention', '--policy', join(folder, 'none.json')]);
    expect(missing).toMatchObject({ code: 2, error: expect.stringMatching(/^--policy: cannot be read/u) });
  });
});

describe('a policy file', () => {
  it.each([
    ['{', /^p: not JSON/u],
    ['null', /^p: must be an object/u],
    ['[]', /^p: must be an object/u],
    ['{}', /^p: keeps nothing/u],
    ['{"keepLast":0,"keepWithin":"0d"}', /^p: keeps nothing/u],
    ['{"timeZone":"UTC"}', /^p: keeps nothing/u],
    ['{"keepLast":-2}', /^p: keepLast must be a whole number, or -1 for all, not -2/u],
    ['{"keepLast":1.5}', /^p: keepLast must be .* not 1\.5/u],
    ['{"keepLast":"7"}', /^p: keepLast must be .* not "7"/u],
    ['{"keepLast":null}', /^p: keepLast must be .* not null/u],
    ['{"keepWithin":"2w"}', /^p: keepWithin must be a duration like 1y5m7d2h .* not "2w"/u],
    ['{"keepWithinDaily":"-7d"}', /^p: keepWithinDaily must be a duration/u],
    ['{"keepWithin":"7"}', /^p: keepWithin must be a duration/u],
    ['{"keepWithin":""}', /^p: keepWithin must be a duration/u],
    ['{"keepWithin":"1d2d"}', /^p: keepWithin must be a duration/u],
    ['{"keepWithin":7}', /^p: keepWithin must be a duration .* not 7/u],
    [
      '{"keepLast":1,"timeZone":"Europe/Berln"}',
      /^p: timeZone is unknown: .* Did you mean Europe\/Berlin\?/u,
    ],
    ['{"keepLast":1,"timeZone":"+02:00"}', /^p: timeZone is unknown/u],
    ['{"keepLast":1,"timezone":"UTC"}', /^p: "timezone" is not understood. Did you mean timeZone\?/u],
    ['{"keepLast":-2,"keepDaily":"x"}', /keepLast.*\n.*keepDaily/u],
  ])('is not %s', (text, words) => {
    expect(() => readRetentionPolicy(text, 'p')).toThrow(words);
  });

  it('takes counts, -1 for all, durations in any order, and the zone in any letter case', () => {
    const text = '{"keepLast":-1,"keepWithinHourly":" 2h7d5m1y ","timeZone":"europe/berlin"}';
    expect(readRetentionPolicy(text, 'p')).toMatchObject({
      counts: { last: -1, hourly: 0 },
      within: { last: null, hourly: { years: 1, months: 5, days: 7, hours: 2 } },
      zone: { id: 'Europe/Berlin' },
    });
  });
});

describe('the snapshots', () => {
  it.each([
    ['', /^The snapshots: not JSON/u],
    ['{}', /must be an array/u],
    ['[1]', /^snapshots\[0\]: must be an object, not 1/u],
    ['[null]', /^snapshots\[0\]: must be an object/u],
    ['[{"time":"2026-11-23T11:50:00Z"}]', /^snapshots\[0\]: id is missing/u],
    ['[{"id":"","time":"2026-11-23T11:50:00Z"}]', /^snapshots\[0\]: id must be a text/u],
    ['[{"id":7,"time":"2026-11-23T11:50:00Z"}]', /^snapshots\[0\]: id must be a text, not 7/u],
    ['[{"id":"a"}]', /^snapshots\[0\] \(a\): time is missing/u],
    ['[{"id":"a","time":1767225600000}]', /^snapshots\[0\] \(a\): time must be an ISO 8601/u],
    ['[{"id":"a","time":"2026-11-23T11:50:00"}]', /with an offset/u],
    ['[{"id":"a","time":"2026-02-30T11:50:00Z"}]', /^snapshots\[0\] \(a\): time/u],
    ['[{"id":"a","time":"2026-11-23T11:50:00Z","state":"ok"}]', /state must be completed, pending or error/u],
    ['[{"id":"a","time":"2026-11-23T11:50:00Z","held":"yes"}]', /held must be true or false, not "yes"/u],
    [
      '[{"id":"a","time":"2026-11-23T11:50:00Z","hold":true}]',
      /"hold" is not understood. Did you mean held\?/u,
    ],
    [
      '[{"id":"a","time":"2026-11-23T11:50:00Z"},{"id":"b","time":"2026-11-23T11:50:00Z"},{"id":"a","time":"2026-11-22T11:50:00Z"}]',
      /^snapshots\[2\] \(a\): id is the same as that of snapshots\[0\]$/u,
    ],
  ])('are not %s', (text, words) => {
    expect(() => readRetainedSets(text)).toThrow(words);
  });

  it('are refused with the first ten faults', () => {
    const text = JSON.stringify(Array.from({ length: 1_000 }, () => ({})));
    expect(() => readRetainedSets(text)).toThrow(
      /^snapshots\[0\]: id is missing(\n.*){9}\nAnd 1990 more\.$/u,
    );
  });

  it('may have ids that are hostile to a display', () => {
    const text = JSON.stringify([{ id: 'a\u001b[31m\nb', time: 'x' }]);
    expect(() => readRetainedSets(text)).toThrow(/^snapshots\[0\] \(a\[31m b\): time/u);
  });
});
