import { expect, it } from 'vitest';
import type { Stage } from '../stage/stage.ts';
import { createStage, minutes } from '../stage/stage.ts';

/** More than EC2 asks for between two snapshots of one volume: a repeat by whoever makes one takes effect. */
const rest = 20_000;

it.each([
  ['the connection is reset', { drop: true, after: true }],
  ['AWS answers 500', { error: { code: 'InternalError', status: 500 }, after: true }],
  ['AWS answers 503', { error: { code: 'ServiceUnavailable', status: 503 }, after: true }],
])(
  'asks for the set only once when %s after it took effect, although EC2 would make another',
  async (_what, mishap) => {
    const stage = await createStage();
    let calls = 0;
    stage.cloud.mishap = ({ action }) => {
      if (action !== 'CreateSnapshots') return undefined;
      calls += 1;
      if (calls === 1) return mishap;
      stage.clock.set(stage.clock.now() + rest);
      return undefined;
    };
    await stage.say('alice', 'ops', '/snapshot prod-web');
    await stage.pass(minutes(40));
    expect(stage.taken()).toHaveLength(2);
    expect(stage.card()).toContain('· complete');
    expect(stage.card()).not.toContain('second set');
    expect(repeated(stage)).toEqual([]);
  },
);

it('leaves every repeat of a call that AWS turned away to the one loop that puts it on record', async () => {
  const stage = await createStage();
  let left = 2;
  stage.cloud.mishap = ({ action }) => {
    if (action !== 'CreateSnapshots' || left === 0) return undefined;
    left -= 1;
    return { error: { code: 'RequestLimitExceeded', status: 503 } };
  };
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(40));
  expect(stage.taken()).toHaveLength(2);
  expect(repeated(stage)).toEqual([]);
});

/** Calls that the SDK made a second time by itself. */
function repeated(stage: Stage): readonly string[] {
  return stage.cloud.calls.filter(({ attempt }) => attempt > 1).map(({ action }) => action);
}
