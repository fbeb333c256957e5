import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { startCloud } from '../../src/sandbox/ec2/cloud.ts';
import { createStage, minutes } from '../stage/stage.ts';

it('takes nothing until AWS was reached once, and goes to work by itself when it is', async () => {
  const stage = await createStage({ bot: false });
  const port = await freePort();
  await stage.start({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  expect(await stage.say('alice', 'ops', '/snapshot prod-web')).toContain(
    'has not reached AWS since it was started',
  );
  await stage.pass(minutes(10));
  const warnings = stage.log.filter(
    line => line.level === 'warn' && line.message.includes('cannot be reached'),
  );
  expect(warnings).toHaveLength(1);
  const late = await startCloud({ now: stage.clock.now, port });
  await stage.pass(minutes(1));
  expect(await stage.say('alice', 'ops', '/snapshot prod-web')).toBe('');
  expect(late.calls.filter(call => call.action === 'CreateSnapshots')).toHaveLength(1);
  await stage.stop();
  await late.close();
});

it('goes on with a running snapshot while Slack is away, and shows the end when it is back', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(1));
  stage.slack.mishap = () => ({ http: 503 });
  await stage.pass(minutes(30));
  expect(stage.card()).not.toContain('complete');
  stage.slack.mishap = undefined;
  await stage.pass(minutes(1));
  expect(stage.cards()).toHaveLength(1);
  expect(stage.card()).toContain('· complete');
});

it('goes on watching after AWS was away for an hour', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(1));
  stage.cloud.mishap = () => ({ error: { code: 'Unavailable', status: 503 } });
  await stage.pass(minutes(60));
  stage.cloud.mishap = undefined;
  await stage.pass(minutes(2));
  expect(stage.card()).toContain('· complete');
  expect(stage.taken()).toHaveLength(2);
});

it('takes nothing while it cannot be told whether the account is still the same', async () => {
  const stage = await createStage();
  await stage.stop();
  stage.cloud.mishap = ({ service }) =>
    service === 'sts' ? { error: { code: 'Unavailable', status: 503 } } : undefined;
  await stage.start();
  expect(await stage.say('alice', 'ops', '/snapshot prod-web')).toContain(
    'has not reached AWS since it was started',
  );
  expect(stage.taken()).toEqual([]);
  stage.cloud.mishap = undefined;
  await stage.pass(minutes(1));
  await stage.say('alice', 'ops', '/snapshot prod-web');
  expect(stage.taken()).toHaveLength(2);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
