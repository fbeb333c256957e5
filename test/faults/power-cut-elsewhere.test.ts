import { expect, it } from 'vitest';
import { minutes } from '../stage/stage.ts';
import type { Side } from './cut-points.ts';
import { createCutStage, pointName } from './cut-points.ts';

it.each<Side>(['before', 'after'])(
  'shows one card elsewhere and tells the requester where, when the power is cut at any step of it, %s it took effect',
  async side => {
    const { stage, cutAt, restart } = await createCutStage();
    const cuts = new Set<string>();
    for (;;) {
      const [cards, notices] = [stage.cards('ops').length, told()];
      const point = await cutAt(
        one => /card|chat/u.test(one.name) && !cuts.has(pointName(one)),
        side,
        async () => {
          await stage.say('alice', 'random', '/snapshot grafana');
          await stage.pass(minutes(1));
        },
      );
      if (point === null) break;
      cuts.add(pointName(point));
      await restart();
      await stage.pass(minutes(30));
      expect(stage.cards('ops').length - cards, pointName(point)).toBe(1);
      expect(stage.card('ops'), pointName(point)).toContain('· complete');
      // Whoever is told twice has missed nothing.
      expect([1, 2], pointName(point)).toContain(told() - notices);
    }
    expect([...cuts]).toEqual(
      expect.arrayContaining(['commit of a card about to be posted', 'chat.postMessage no. 2']),
    );

    function told(): number {
      const replies = stage.slack
        .messages({ in: 'random', as: 'alice' })
        .filter(message => message.ephemeral_to !== undefined);
      return replies.length + stage.cards('@snapkeeper').length;
    }
  },
);
