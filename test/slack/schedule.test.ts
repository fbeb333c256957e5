import { describe, expect, it } from 'vitest';
import type { CardKey } from '../../src/ports.ts';
import type { Method, Traffic, Waiting } from '../../src/slack/schedule.ts';
import { nextSends } from '../../src/slack/schedule.ts';

const now = 1_000_000;
const quiet: Traffic = {
  calls: { post: [], edit: [], look: [] },
  posted: new Map(),
  busy: new Set(),
  pauses: new Map(),
};

const waiting = (key: string, more: Partial<Waiting> = {}): Waiting => ({
  key: key as CardKey,
  method: 'edit',
  channel: key,
  progress: false,
  since: now,
  notBefore: 0,
  ...more,
});

const keys = (sends: { readonly send: readonly Waiting[] }): readonly string[] =>
  sends.send.map(({ key }) => key);

const edits = (count: number, at: number): Pick<Traffic, 'calls'> => ({
  calls: { ...quiet.calls, edit: Array.from({ length: count }, () => at) },
});

describe('which cards are sent', () => {
  it('is nothing when nothing waits', () => {
    expect(nextSends([], quiet, now)).toEqual({ send: [], wake: null });
  });

  it('ends before progress, then whoever waits longest', () => {
    const sends = nextSends(
      [
        waiting('old progress', { progress: true, since: now - 9_000 }),
        waiting('new end', { since: now }),
        waiting('old end', { since: now - 1 }),
        waiting('new progress', { progress: true, since: now - 5 }),
      ],
      quiet,
      now,
    );
    expect(keys(sends)).toEqual(['old end', 'new end', 'old progress', 'new progress']);
  });

  it('one per channel at a time, the first of them', () => {
    const all = [
      waiting('a', { channel: 'ops', since: 2 }),
      waiting('b', { channel: 'ops', since: 1 }),
      waiting('c', { channel: 'dev', since: 3 }),
    ];
    expect(keys(nextSends(all, quiet, now))).toEqual(['b', 'c']);
    // Whoever is in the channel now will come back and say that it is free: nothing to wake up for.
    expect(nextSends(all, { ...quiet, busy: new Set(['ops', 'dev']) }, now)).toEqual({
      send: [],
      wake: null,
    });
  });

  it('a second and a little after the last post to the channel, while edits of ends go on', () => {
    const traffic = { ...quiet, posted: new Map([['ops', now]]) };
    const post = waiting('a', { channel: 'ops', method: 'post' });
    expect(nextSends([post], traffic, now)).toEqual({ send: [], wake: now + 1_100 });
    expect(keys(nextSends([post], traffic, now + 1_100))).toEqual(['a']);
    const end = waiting('b', { channel: 'ops' });
    const progress = waiting('c', { channel: 'ops', progress: true });
    expect(keys(nextSends([post, end, progress], traffic, now))).toEqual(['b']);
    expect(keys(nextSends([progress], traffic, now))).toEqual([]);
  });

  it('no more edits in a minute than Slack lets through, however many wait', () => {
    const all = Array.from({ length: 100 }, (_, index) => waiting(`${index}`));
    const first = nextSends(all, quiet, now);
    expect(first.send).toHaveLength(48);
    expect(first.wake).toBe(now + 60_000);
    expect(nextSends(all, { ...quiet, ...edits(40, now - 10_000) }, now).send).toHaveLength(8);
    expect(nextSends(all, { ...quiet, ...edits(48, now - 60_000) }, now).send).toHaveLength(48);
  });

  it('progress only while there is room that no end can need', () => {
    const progress = Array.from({ length: 100 }, (_, index) => waiting(`p${index}`, { progress: true }));
    const sends = nextSends(progress, quiet, now);
    expect(sends.send).toHaveLength(30);
    const traffic = { ...quiet, ...edits(30, now - 1_000) };
    const both = nextSends([...progress, waiting('end')], traffic, now);
    expect(keys(both)).toEqual(['end']);
    expect(both.wake).toBe(now + 59_000);
  });

  it.each<[Method, readonly Method[]]>([
    ['edit', ['post', 'look']],
    ['post', ['edit', 'look']],
  ])('nothing by a method that Slack has paused, %s, and everything else', (paused, others) => {
    const all = (['post', 'edit', 'look'] as const).map(method => waiting(method, { method }));
    const sends = nextSends(all, { ...quiet, pauses: new Map([[paused, now + 30_000]]) }, now);
    expect(keys(sends)).toEqual(others);
    expect(sends.wake).toBe(now + 30_000);
  });

  it('not those that are to wait by themselves, nor does their channel wait for them', () => {
    const sends = nextSends(
      [
        waiting('a', { channel: 'ops', notBefore: now + 5 }),
        waiting('b', { channel: 'ops', since: now + 1 }),
      ],
      quiet,
      now,
    );
    expect(keys(sends)).toEqual(['b']);
    expect(sends.wake).toBe(now + 5);
  });

  it('also after the clock was set back', () => {
    expect(keys(nextSends([waiting('a')], { ...quiet, ...edits(48, now + 3_600_000) }, now))).toEqual(['a']);
  });
});
