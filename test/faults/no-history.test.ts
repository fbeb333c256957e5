import { expect, it } from 'vitest';
import { minutes } from '../stage/stage.ts';
import { createCutStage } from './cut-points.ts';
import { postedAgain } from './invariants.ts';

it.each([
  ['before', 1],
  ['after', 2],
] as const)(
  'says that it posted again when the power is cut %s the first post and the history may not be read',
  async (side, cards) => {
    const { stage, cutAt, restart } = await createCutStage();
    const cut = stage.slack.mishap;
    stage.slack.mishap = call =>
      call.method === 'conversations.history' ? { error: 'missing_scope' } : cut?.(call);
    const point = await cutAt(
      ({ name }) => name === 'chat.postMessage',
      side,
      async () => void (await stage.say('alice', 'ops', '/snapshot prod-web')),
    );
    expect(point).not.toBeNull();
    await restart();
    await stage.pass(minutes(60));
    expect(stage.cards()).toHaveLength(cards);
    expect(stage.cards().filter(text => text.includes('· complete'))).toEqual([stage.card()]);
    expect(stage.card()).toContain(postedAgain);
    expect(stage.taken()).toHaveLength(2);
  },
);
