import { describe, expect, it } from 'vitest';
import type { Posting } from '../../src/slack/posting.ts';
import type { CardStage } from '../stage/card-stage.ts';
import { createCardStage } from '../stage/card-stage.ts';

const minutes = (count: number): number => count * 60_000;
const hundred = Array.from({ length: 100 }, (_, index) => `server-${index}`);

const channelOf = ({ channels }: CardStage, index: number): string => channels[index % channels.length] ?? '';

const markAll = (stage: CardStage, percent: number): Promise<void> =>
  stage.markAll(hundred, index => channelOf(stage, index), percent);

const allTitles = (stage: CardStage): readonly string[] =>
  stage.channels.flatMap(channel => stage.titles(channel));

const finished = (stage: CardStage): number =>
  allTitles(stage).filter(title => title.endsWith('· complete')).length;

describe("a hundred cards under Slack's limits", () => {
  it.each([
    [1, 2.5],
    [10, 2.5],
  ])('in %i channels: each shows its end within %f minutes, none is refused', async (channels, within) => {
    const stage = await createCardStage({ channels });
    stage.slack.rateLimits = true;
    stage.publisher.start();
    await markAll(stage, 0);
    await stage.pass(minutes(3));
    expect(new Set(allTitles(stage)).size).toBe(100);
    for (let percent = 1; percent < 20; percent += 1) {
      await markAll(stage, percent);
      await stage.pass(5_000);
    }
    await markAll(stage, 100);
    const took = await stage.pass(minutes(10), () => finished(stage) === 100);
    expect(finished(stage)).toBe(100);
    expect(took).toBeLessThanOrEqual(minutes(within));
    await stage.pass(minutes(5));
    expect(allTitles(stage)).toHaveLength(100);
    expect(stage.slack.turnedAway()).toBe(0);
    expect(await stage.store.dirtyCards()).toEqual([]);
    expect([...stage.errors, ...stage.slack.surprises]).toEqual([]);
  });

  it('while all go on, each is edited in its turn, and an end need not wait for its own', async () => {
    const stage = await createCardStage({ channels: 4 });
    stage.slack.rateLimits = true;
    stage.publisher.start();
    await markAll(stage, 0);
    await stage.pass(minutes(1));
    for (let percent = 1; percent <= 45; percent += 1) {
      await markAll(stage, percent);
      await stage.pass(5_000);
    }
    expect(allTitles(stage).filter(title => title.endsWith(' 0 %'))).toEqual([]);
    await stage.mark('server-7', channelOf(stage, 7), 100);
    await stage.pass(0);
    expect(finished(stage)).toBe(1);
    expect(stage.slack.turnedAway()).toBe(0);
  });

  it('posts the first words of a new card at once, however many wait to be edited', async () => {
    const stage = await createCardStage();
    stage.slack.rateLimits = true;
    stage.publisher.start();
    await markAll(stage, 0);
    await stage.pass(minutes(3));
    await markAll(stage, 50);
    await stage.pass(1_000);
    await stage.mark('new', 'team-0', 0);
    await stage.pass(0);
    expect(stage.titles('team-0')).toContain('Snapshot of new · taking, 0 %');
  });
});

describe('Slack says 429', () => {
  it.each([
    ['chat.postMessage', 'chat.update'],
    ['chat.update', 'chat.postMessage'],
  ])('to %s: nobody calls that before it said, %s goes on, and nothing is lost', async (method, other) => {
    const stage = await createCardStage({ channels: 2 });
    stage.publisher.start();
    await stage.mark('old', 'team-0', 0);
    await stage.pass(5_000);
    let left = 1;
    stage.slack.mishap = call => {
      if (call.method !== method || left === 0) return undefined;
      left -= 1;
      return { http: 429, retryAfter: 40 };
    };
    const from = stage.clock.now();
    await stage.mark('new', 'team-1', 0);
    await stage.mark('old', 'team-0', 100);
    await stage.pass(1_000);
    await stage.mark('newer', 'team-0', 0);
    await stage.mark('new', 'team-1', 100);
    await stage.pass(38_000);
    const since = stage.slack.calls.filter(({ at }) => at >= from);
    expect(since.filter(call => call.method === method)).toHaveLength(1);
    expect(since.filter(call => call.method === other).length).toBeGreaterThan(0);
    await stage.pass(minutes(1));
    expect(allTitles(stage).toSorted()).toEqual([
      'Snapshot of new · complete',
      'Snapshot of newer · taking, 0 %',
      'Snapshot of old · complete',
    ]);
    expect(stage.errors).toEqual([]);
  });
});

describe('Slack answers 5xx', () => {
  it.each([500, 502, 503])(
    '%i to posts and edits alike: each card is there once and shows its end when that is over',
    async http => {
      const stage = await createCardStage({ channels: 2 });
      stage.publisher.start();
      stage.slack.mishap = ({ method }) => (method.startsWith('chat.') ? { http } : undefined);
      await stage.mark('one', 'team-0', 0);
      await stage.mark('two', 'team-1', 0);
      await stage.pass(minutes(10));
      // Two cards and a wait of half a minute at the most between two tries at each.
      expect(stage.slack.calls.length).toBeLessThan(2 * 2 * 30);
      stage.slack.mishap = undefined;
      await stage.pass(minutes(1));
      stage.slack.mishap = ({ method }) => (method === 'chat.update' ? { http } : undefined);
      await stage.mark('one', 'team-0', 100);
      await stage.mark('two', 'team-1', 100);
      await stage.pass(minutes(5));
      stage.slack.mishap = undefined;
      await stage.pass(minutes(1));
      expect(allTitles(stage)).toEqual(['Snapshot of one · complete', 'Snapshot of two · complete']);
      expect(JSON.stringify(stage.slack.messages({ in: 'team-0', as: 'alice' }))).not.toContain('again');
      expect(stage.errors).toEqual([]);
    },
  );
});

describe('a call that hangs', () => {
  const hanging =
    (channel: () => string, method: 'post' | 'edit') =>
    (posting: Posting): Posting => ({
      ...posting,
      post: (to, ...rest) =>
        method === 'post' && to === channel() ? new Promise(() => {}) : posting.post(to, ...rest),
      edit: (at, ...rest) =>
        method === 'edit' && at.channel === channel() ? new Promise(() => {}) : posting.edit(at, ...rest),
    });

  it.each(['post', 'edit'] as const)(
    '%s: holds up its own channel only, and the end of the program no longer than it may',
    async method => {
      let stuck = '';
      const stage = await createCardStage({ channels: 2, wire: hanging(() => stuck, method) });
      stage.publisher.start();
      await stage.mark('one', 'team-0', 0);
      await stage.mark('two', 'team-1', 0);
      await stage.pass(2_000);
      stuck = stage.slack.channels['team-0']?.id ?? '';
      await stage.mark(method === 'post' ? 'three' : 'one', 'team-0', 50);
      await stage.mark('one', 'team-0', 100);
      await stage.mark('two', 'team-1', 100);
      await expect
        .poll(() => stage.titles('team-1'), { timeout: 60_000 })
        .toEqual(['Snapshot of two · complete']);
      expect(stage.titles('team-0')).toEqual(['Snapshot of one · taking, 0 %']);
      await stage.publisher.drain(50);
      expect((await stage.store.dirtyCards()).length).toBeGreaterThan(0);
      expect(stage.errors).toEqual([]);
    },
  );
});

describe('at the end of the program', () => {
  it('sends what may be sent at once and leaves the rest to the next start', async () => {
    const stage = await createCardStage({ channels: 2 });
    stage.slack.rateLimits = true;
    stage.publisher.start();
    await stage.mark('one', 'team-0', 0);
    await stage.mark('two', 'team-0', 0);
    await stage.mark('three', 'team-1', 0);
    await stage.publisher.drain(5_000);
    expect(allTitles(stage)).toHaveLength(2);
    expect(await stage.store.dirtyCards()).toHaveLength(1);
    await stage.pass(minutes(1));
    expect(allTitles(stage)).toHaveLength(2);
  });
});

describe('a form that Slack refuses', () => {
  /** Blocks as they are kept, or as the text that goes over the wire. */
  const buttons = (blocks: unknown): boolean =>
    (typeof blocks === 'string' ? blocks : JSON.stringify(blocks)).includes('"actions"');

  async function refusing(code: string, refuses: (blocks: unknown) => boolean): Promise<CardStage> {
    const stage = await createCardStage();
    stage.publisher.start();
    stage.slack.mishap = ({ method, args }) =>
      method.startsWith('chat.') && refuses(args['blocks']) ? { error: code } : undefined;
    return stage;
  }

  it.each(['invalid_blocks', 'invalid_blocks_format', 'msg_too_long', 'invalid_arguments'])(
    '%s: the card is told in the plainest one, under its key, and the refusal is on record',
    async code => {
      const stage = await refusing(code, buttons);
      await stage.mark('one', 'team-0', 0);
      await stage.pass(5_000);
      const [card] = stage.slack.messages({ in: 'team-0', as: 'alice' });
      expect(card?.text).toMatch(
        /Snapshot of one · taking, 0 %\n1 volume, 8 GiB[\s\S]*Shown without its buttons[\s\S]*Reference `r-1`/u,
      );
      expect(card?.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section']);
      expect(card?.metadata?.event_payload).toEqual({ key: 'operation/one' });
      expect(stage.errors).toEqual([expect.stringContaining(`"reference":"r-1","code":"${code}"`)]);
      await stage.mark('one', 'team-0', 100);
      await stage.pass(5_000);
      expect(stage.titles('team-0')).toEqual(['Snapshot of one · complete']);
    },
  );

  it('is tried again in full at the next change', async () => {
    const stage = await refusing('invalid_blocks', buttons);
    await stage.mark('one', 'team-0', 0);
    await stage.pass(5_000);
    stage.slack.mishap = undefined;
    await stage.mark('one', 'team-0', 100);
    await stage.pass(5_000);
    const [card] = stage.slack.messages({ in: 'team-0', as: 'alice' });
    expect(buttons(card?.blocks)).toBe(true);
    expect(card?.text).not.toContain('Shown without');
  });

  it('is not tried in a loop when the plain one is refused too', async () => {
    const stage = await refusing('invalid_blocks', () => true);
    await stage.mark('one', 'team-0', 0);
    await stage.pass(minutes(60));
    expect(stage.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(2);
    expect(stage.errors).toHaveLength(2);
    stage.slack.mishap = undefined;
    await stage.mark('one', 'team-0', 100);
    await stage.pass(5_000);
    expect(stage.titles('team-0')).toEqual(['Snapshot of one · complete']);
  });
});
