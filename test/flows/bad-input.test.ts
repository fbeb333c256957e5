import { expect, it } from 'vitest';
import { createStage, minutes } from '../stage/stage.ts';

it.each([
  [
    '/snapshot i-0123456789abcdef0',
    /No server in eu-west-1 has the id i-0123456789abcdef0\. It is gone, or it is in another Region or account.*Nothing was done\. \/snapkeeper list shows them all/u,
  ],
  ['/snapkeeper list i-0123456789abcdef0', /No server in eu-west-1 has the id i-0123456789abcdef0/u],
  [
    '/snapshot prod-web@us-east-1 before lunch',
    /prod-web@us-east-1 is in us-east-1, and this Snapkeeper serves eu-west-1 alone\. Nothing was done/u,
  ],
  ['/snapshot us-east-1/prod-web', /is in us-east-1, and this Snapkeeper serves eu-west-1 alone/u],
  ['/snapshot prod-web@eu-west-1', /so the name is enough\. Did you mean\n\[prod-web\]/u],
  [
    '/snapshot vol-0123456789abcdef0',
    /vol-0123456789abcdef0 is the id of a volume, not of a server\. Nothing was done/u,
  ],
  ['/snapshot snap-0123456789abcdef0', /is the id of an EBS snapshot, not of a server\. Nothing was done/u],
  [
    '/snapkeeper hold snap-0123456789abcdef0',
    /is one EBS snapshot\. Snapkeeper keeps those of a server together under one id, which begins with s-\. Nothing was done/u,
  ],
  [
    '/snapkeeper release s-zzzzzzzz',
    /There is no snapshot s-zzzzzzzz here\. It may be of another Region or another Snapkeeper\. Nothing was done/u,
  ],
  [
    '/snapkeeper cancel o-zzzzzzzz',
    /There is no operation o-zzzzzzzz here\. It may be of another Region or another Snapkeeper\. Nothing was done/u,
  ],
  [
    `/snapshot ${'x'.repeat(10_000)}`,
    /That is 10,000 characters long; a command may have 1,000\. Nothing was done/u,
  ],
  ['/snapshot \u202Ebew\u0007\u2066-dorp\u2069\u200B', /No server is called bew-dorp\./u],
])('answers %s in plain words and takes nothing', async (typed, answer) => {
  const stage = await createStage();
  expect(await stage.say('alice', 'ops', typed)).toMatch(answer);
  await stage.pass(minutes(2));
  expect(stage.taken()).toEqual([]);
  expect(stage.cards()).toEqual([]);
});

it('finds a server although control and direction characters were pasted along with its name', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot \u202Aprod-web\u202C \u2066before\u2069 lunch\u0007');
  await stage.pass(minutes(30));
  expect(stage.card()).toMatch(/Snapshot of prod-web · complete[\s\S]*Note: before lunch/u);
});

it('does not say that a server does not exist before the list of servers was read once', async () => {
  const stage = await createStage({ bot: false });
  stage.cloud.mishap = ({ action }) =>
    action === 'DescribeInstances' ? { error: { code: 'Unavailable', status: 503 } } : undefined;
  await stage.start();
  expect(await stage.say('alice', 'ops', '/snapshot prod-web')).toMatch(
    /has not read the list of servers from AWS yet, so it cannot tell which one prod-web is\. Nothing was done/u,
  );
  expect(stage.taken()).toEqual([]);
  stage.cloud.mishap = undefined;
  await stage.pass(minutes(2));
  await stage.say('alice', 'ops', '/snapshot prod-web');
  expect(stage.taken()).toHaveLength(2);
});

it('takes one snapshot for a command that is delivered twice at the same moment', async () => {
  const stage = await createStage();
  stage.slack.deliveryMishap = () => ({ twice: true });
  expect(await stage.say('alice', 'ops', '/snapshot prod-web')).toBe('');
  await stage.pass(minutes(30));
  expect(stage.cards()).toHaveLength(1);
  expect(stage.taken()).toHaveLength(2);
});

it('answers a refusal once although it is delivered twice at the same moment', async () => {
  const stage = await createStage();
  stage.slack.deliveryMishap = () => ({ twice: true });
  const reply = await stage.say('alice', 'ops', '/snapshot prod-wbe');
  expect(reply.match(/No server is called/gu)).toHaveLength(1);
});

it('takes one snapshot for each of two people who ask for the same server at the same instant', async () => {
  const stage = await createStage();
  await Promise.all(
    ['alice', 'carol'].map(as => stage.slack.command({ as, in: 'ops', text: '/snapshot prod-web' })),
  );
  await stage.pass(minutes(40));
  expect(stage.taken()).toHaveLength(4);
  const asked = stage.cards().map(card => /· complete[\s\S]*asked by (@\w+)/u.exec(card)?.[1]);
  expect(asked).toHaveLength(2);
  expect(new Set(asked)).toEqual(new Set(['@alice', '@carol']));
});

it('lets no more than the limit through when all have read it before the first one is on record', async () => {
  const people = ['alice', 'bob', 'carol', 'dave'];
  let waiting = people.length;
  let open = (): void => {};
  const gate = new Promise<void>(resolve => {
    open = resolve;
  });
  const stage = await createStage({
    wrapStore: store => ({
      ...store,
      async commit(changes, expected) {
        if (changes.some(({ kind }) => kind === 'operation')) {
          waiting -= 1;
          if (waiting === 0) open();
          await gate;
        }
        return store.commit(changes, expected);
      },
    }),
  });
  const asked = await Promise.all(
    people.map(as => stage.slack.command({ as, in: 'ops', text: '/snapshot prod-web' })),
  );
  const refused = asked.flatMap(({ shown }) => shown).map(({ text }) => text);
  expect(refused).toEqual([expect.stringMatching(/already has 3 snapshots running.*Nothing was taken/u)]);
  await stage.pass(minutes(40));
  expect(stage.taken()).toHaveLength(6);
  expect(stage.cards()).toHaveLength(3);
});
