import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda } from '../../../src/sandbox/ec2/agenda.ts';

test('what is due happens once, in the order of its time, and of its coming at the same time', () => {
  assert(
    property(array(integer({ min: 0, max: 20 }), { maxLength: 40 }), times => {
      const agenda = new Agenda();
      const done: (readonly [number, number])[] = [];
      times.forEach((at, index) => agenda.add(at, () => done.push([at, index])));
      for (let now = 0; now <= 20; now += 4) {
        agenda.catchUp(now);
        expect(done.every(([at]) => at <= now)).toBe(true);
      }
      const expected = times
        .map((at, index) => [at, index] as const)
        .toSorted(([a, i], [b, j]) => a - b || i - j);
      expect(done).toEqual(expected);
    }),
  );
});

test('what an effect sets up for a time that has come happens too', () => {
  const agenda = new Agenda();
  const done: string[] = [];
  agenda.add(1, () => {
    done.push('first');
    agenda.add(2, () => done.push('second'));
  });
  agenda.catchUp(5);
  expect(done).toEqual(['first', 'second']);
});
