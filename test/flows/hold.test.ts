import { expect, it } from 'vitest';
import type { Stage } from '../stage/stage.ts';
import { createStage, hours, minutes } from '../stage/stage.ts';

/** Takes a snapshot of grafana and answers its id. */
async function taken(stage: Stage, who = 'alice'): Promise<string> {
  await stage.say(who, 'ops', '/snapshot grafana');
  await stage.pass(minutes(30));
  const id = /s-\w{8}/u.exec(stage.card())?.[0];
  if (id === undefined) throw new Error(`no snapshot on the card: ${stage.card()}`);
  return id;
}

const holdTags = (stage: Stage): readonly (string | undefined)[] =>
  stage
    .taken()
    .map(id => stage.cloud.region.snapshots.get(id)?.tags.find(tag => tag.Key === 'snapkeeper:hold')?.Value);

it('holds a snapshot in the database and in its tags, and says so on both cards', async () => {
  const stage = await createStage();
  const id = await taken(stage);
  expect(await stage.say('bob', 'ops', `/snapkeeper hold ${id} audit of 2026 until 2026-12-24`)).toBe('');
  await stage.pass(minutes(1));
  expect(stage.card()).toMatch(
    new RegExp(
      `Hold of ${id} · held[\\s\\S]*Held by @bob until .*: audit of 2026\\.[\\s\\S]*\\[Release\\]`,
      'u',
    ),
  );
  expect(stage.cards()[0]).toContain('Held by @bob until');
  expect(await stage.say('alice', 'ops', '/snapkeeper list grafana')).toMatch(/by @alice · held until/u);
  expect(holdTags(stage)).toEqual([
    expect.stringMatching(/^U07BOB\w+ 2026-11-23T\S+ 2026-12-25T00:00:00.000Z audit of 2026$/u),
  ]);
});

it('is held by the button of a card and released by the next one', async () => {
  const stage = await createStage();
  await taken(stage);
  await pressCard(stage, 'alice', 'Hold');
  expect(holdTags(stage)[0]).toBeDefined();
  await pressCard(stage, 'alice', 'Release');
  expect(holdTags(stage)).toEqual([undefined]);
  expect(stage.card()).toMatch(/Release of s-\w{8} · released/u);
});

it('is released only by whoever holds it, or by an admin', async () => {
  const stage = await createStage();
  const id = await taken(stage);
  await stage.say('alice', 'ops', `/snapkeeper hold ${id} mine`);
  expect(await stage.say('carol', 'ops', `/snapkeeper release ${id}`)).toContain(
    'is held by @alice; only they or an admin',
  );
  expect(await stage.say('carol', 'ops', `/snapkeeper hold ${id} mine`)).toContain(
    'is held by @alice already',
  );
  expect(holdTags(stage)[0]).toContain('mine');
  await stage.say('bob', 'ops', `/snapkeeper release ${id}`);
  expect(holdTags(stage)).toEqual([undefined]);
});

it('ends by itself when its time is over, also after a restart and without Slack', async () => {
  const stage = await createStage();
  const id = await taken(stage);
  await stage.say('alice', 'ops', `/snapkeeper hold ${id} for 2 days`);
  await stage.stop();
  await stage.start();
  stage.slack.mishap = () => ({ http: 503 });
  await stage.pass(hours(47));
  expect(holdTags(stage)[0]).toBeDefined();
  await stage.pass(hours(2));
  expect(holdTags(stage)).toEqual([undefined]);
  stage.slack.mishap = undefined;
  await stage.pass(minutes(2));
  expect(stage.card()).toMatch(/· released[\s\S]*Its time was over, as @alice had set it/u);
});

it('writes the tag in the end although answers are lost and calls turned away', async () => {
  const stage = await createStage();
  const id = await taken(stage);
  let call = 0;
  stage.cloud.mishap = ({ action }) => {
    if (action !== 'CreateTags') return undefined;
    call += 1;
    if (call === 1) return { drop: true, after: true };
    if (call === 2) return { error: { code: 'RequestLimitExceeded', status: 503 } };
    return call === 3 ? { error: { code: 'ConcurrentTagAccess' } } : undefined;
  };
  await stage.say('alice', 'ops', `/snapkeeper hold ${id}`);
  await stage.pass(minutes(2));
  expect(stage.card()).toContain('· held');
  expect(stage.cards()).toHaveLength(2);
});

it('goes on protecting a snapshot whose tag AWS does not let go', async () => {
  const stage = await createStage();
  const id = await taken(stage);
  await stage.say('bob', 'ops', `/snapkeeper hold ${id} audit`);
  await stage.pass(minutes(1));
  stage.cloud.mishap = ({ action }) =>
    action === 'DeleteTags' ? { error: { code: 'UnauthorizedOperation', status: 403 } } : undefined;
  await stage.say('bob', 'ops', `/snapkeeper release ${id}`);
  await stage.pass(minutes(1));
  expect(stage.card()).toMatch(/failed, it is still held[\s\S]*Snapkeeper goes on protecting it/u);
  expect(await stage.say('alice', 'ops', '/snapkeeper list grafana')).toContain('· held');
});

it('keeps the hold of a snapshot that was still being taken', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot grafana');
  await stage.pass(minutes(2));
  const id = /s-\w{8}/u.exec(await stage.say('alice', 'ops', '/snapkeeper list grafana'))?.[0] ?? '';
  await stage.say('alice', 'ops', `/snapkeeper hold ${id} audit`);
  await stage.pass(minutes(30));
  expect(await stage.say('alice', 'ops', '/snapkeeper list grafana')).toMatch(/· complete[\s\S]*· held/u);
});

it('says that it protects a snapshot although AWS does not let it write the tag', async () => {
  const stage = await createStage();
  const id = await taken(stage);
  stage.cloud.mishap = ({ action }) =>
    action === 'CreateTags' ? { error: { code: 'UnauthorizedOperation', status: 403 } } : undefined;
  await stage.say('alice', 'ops', `/snapkeeper hold ${id}`);
  await stage.pass(minutes(1));
  expect(stage.card()).toMatch(/not written into AWS[\s\S]*Snapkeeper protects it all the same/u);
});

it.each([
  ['s-nosuchid', /There is no snapshot s-nosuchid/u],
  ['ID until 2020-01-01', /is over already\. Nothing was done/u],
  ['ID until 2026-02-30', /2026-02-30 is not a date/u],
  [`ID ${'x'.repeat(151)}`, /The reason has 151 characters; 150 fit/u],
])('refuses to hold %s', async (typed, reason) => {
  const stage = await createStage();
  const id = await taken(stage);
  expect(await stage.say('alice', 'ops', `/snapkeeper hold ${typed.replace('ID', id)}`)).toMatch(reason);
  expect(holdTags(stage)).toEqual([undefined]);
});

async function pressCard(stage: Stage, who: string, button: string): Promise<void> {
  const cards = stage.slack.messages({ in: 'ops', as: who }).filter(message => message.via === 'api');
  const card = cards.findLast(message => JSON.stringify(message.blocks).includes(`"${button}"`));
  if (card === undefined) throw new Error(`no card has a button ${button}`);
  await stage.slack.click({ as: who, message: card, button });
  await stage.pass(minutes(1));
}
