import { expect, it } from 'vitest';
import { readBooks } from '../faults/books.ts';
import { loseDatabase } from '../stage/lose-database.ts';
import type { Stage } from '../stage/stage.ts';
import { createStage, hours, minutes } from '../stage/stage.ts';

const books = (stage: Stage) => readBooks({ ...stage, now: stage.clock.now });

/** Takes a snapshot and answers its id. */
async function taken(stage: Stage, who: string, server: string, note = ''): Promise<string> {
  await stage.say(who, 'ops', `/snapshot ${server} ${note}`);
  await stage.pass(minutes(40));
  const id = /s-\w{8}/u.exec(stage.card())?.[0];
  if (id === undefined) throw new Error(`no snapshot on the card: ${stage.card()}`);
  return id;
}

async function pressCard(stage: Stage, who: string, button: RegExp): Promise<string> {
  const cards = stage.slack.messages({ in: 'ops', as: who }).filter(message => message.via === 'api');
  for (const message of cards.toReversed()) {
    const label = button.exec(JSON.stringify(message.blocks))?.[0];
    if (label === undefined) continue;
    const before = ephemerals(stage, who);
    await stage.slack.click({ as: who, message, button: label });
    await stage.pass(minutes(1));
    return ephemerals(stage, who).slice(before.length).join('\n');
  }
  throw new Error(`no card has a button ${button.source}`);
}

const ephemerals = (stage: Stage, who: string): readonly string[] =>
  stage.slack
    .messages({ in: 'ops', as: who })
    .filter(message => message.ephemeral_to !== undefined)
    .map(message => message.text ?? '');

const confirmButton = /Confirm \d+ sets?/u;

it('makes the rows again from the tags, and deletes nothing of it before an admin has confirmed', async () => {
  const stage = await createStage();
  const web = await taken(stage, 'alice', 'prod-web', 'before the deploy');
  const grafana = await taken(stage, 'bob', 'grafana');
  await stage.say('bob', 'ops', `/snapkeeper hold ${grafana} audit of 2026 until 2026-12-24`);
  await stage.pass(minutes(1));
  const before = books(stage);

  await loseDatabase(stage);
  await stage.pass(minutes(1));
  expect(stage.card()).toMatch(
    /^# 2 sets found in AWS · to be confirmed\n.*2 sets of 2 servers, the oldest of .*, the newest of .*\nNothing deletes them until an admin has confirmed that they belong here\.\n\[Confirm 2 sets\]$/su,
  );
  const withoutAdoption = (rows: typeof before.sets) =>
    rows
      .map(row => ({ ...row, adoption: null, hold: JSON.parse(row.hold ?? 'null') as unknown }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(withoutAdoption(books(stage).sets)).toEqual(withoutAdoption(before.sets));
  expect(await stage.say('carol', 'ops', '/snapkeeper list prod-web')).toMatch(
    new RegExp(`${web}[\\s\\S]*by @alice · waits for an admin's confirmation · note: before the deploy`, 'u'),
  );
  expect(await stage.say('carol', 'ops', '/snapkeeper list grafana')).toMatch(/held until/u);

  expect(await pressCard(stage, 'alice', confirmButton)).toContain(
    'Only admins may do that. Nothing was done.',
  );
  expect(stage.card()).toContain('to be confirmed');

  expect(await pressCard(stage, 'bob', confirmButton)).toContain('2 sets confirmed.');
  expect(stage.card()).toMatch(/^# 2 sets found in AWS · confirmed\n.*Confirmed by @bob /su);
  expect(stage.card()).not.toContain('[Confirm');
  expect(await stage.say('carol', 'ops', '/snapkeeper list prod-web')).not.toContain('confirmation');
  const verdicts = books(stage).audit.filter(({ verb }) => verb === 'confirm' || verb === 'adopt');
  expect(verdicts.map(({ verb, outcome }) => `${verb} ${outcome}`)).toEqual([
    'adopt done',
    'confirm denied',
    'confirm done',
  ]);
});

it('confirms once, whoever presses and types how often', async () => {
  const stage = await createStage({});
  await taken(stage, 'alice', 'prod-web');
  await loseDatabase(stage);
  await stage.pass(minutes(1));
  const id = books(stage).sets[0]?.adoption ?? '';
  const message = stage.slack.messages({ in: 'ops', as: 'bob' }).findLast(({ via }) => via === 'api');
  if (message === undefined) throw new Error('no card');
  await Promise.all([1, 2].map(() => stage.slack.click({ as: 'bob', message, button: 'Confirm 1 set' })));
  await stage.pass(minutes(1));
  expect(await stage.say('bob', 'ops', `/snapkeeper confirm ${id}`)).toContain('was confirmed by @bob');
  expect(await stage.say('bob', 'ops', '/snapkeeper confirm')).toContain('Nothing waits to be confirmed.');
  const done = books(stage).audit.filter(({ verb, outcome }) => verb === 'confirm' && outcome === 'done');
  expect(done).toHaveLength(1);
});

it('is confirmed by command too: it shows what waits, and a button for each', async () => {
  const stage = await createStage();
  await taken(stage, 'alice', 'prod-web');
  await loseDatabase(stage);
  expect(await stage.say('alice', 'ops', '/snapkeeper confirm')).toContain('Only admins may do that.');
  expect(await stage.say('alice', 'ops', '/snapkeeper help')).not.toContain('confirm');
  expect(await stage.say('bob', 'ops', '/snapkeeper help')).toContain('/snapkeeper confirm [id]');
  const id = books(stage).sets[0]?.adoption ?? '';
  expect(await stage.say('bob', 'ops', '/snapkeeper confirm')).toContain(`1 set of 1 server`);
  expect(await stage.press('bob', 'ops', `Confirm ${id}`)).toContain('1 set confirmed.');
  expect(await stage.say('bob', 'ops', '/snapkeeper confirm a-nosuchid')).toContain(
    'Nothing is to be confirmed under a-nosuchid',
  );
});

it('lists, holds, releases and tells of sets whose server is gone', async () => {
  const stage = await createStage();
  const id = await taken(stage, 'alice', 'prod-web');
  const server = stage.cloud.region.serverNamed('prod-web');
  stage.cloud.region.instances.delete(server.id);
  await loseDatabase(stage);
  await stage.pass(minutes(1));
  expect(await stage.say('alice', 'ops', '/snapkeeper list prod-web')).toContain(id);
  expect(await stage.say('alice', 'ops', `/snapkeeper status ${id}`)).toMatch(
    /^# Snapshot of prod-web · complete\n[\s\S]*\/dev\/xvda 8 GiB[\s\S]*Nothing deletes it until an admin/u,
  );
  expect(await stage.say('alice', 'ops', `/snapkeeper release ${id}`)).toContain(
    'Nothing deletes it until an admin has confirmed it',
  );
  await stage.say('alice', 'ops', `/snapkeeper hold ${id} mine`);
  await stage.pass(minutes(1));
  expect(stage.card()).toContain(`Hold of ${id} · held`);
  await stage.say('alice', 'ops', `/snapkeeper release ${id}`);
  await stage.pass(minutes(1));
  expect(stage.card()).toMatch(/· released[\s\S]*It still waits for an admin to confirm it/u);
  await pressCard(stage, 'bob', confirmButton);
  expect(stage.cards().filter(text => text.includes('Confirmed by @bob'))).toHaveLength(1);
});

it('answers the buttons of cards that are older than the database', async () => {
  const stage = await createStage();
  const id = await taken(stage, 'alice', 'prod-web');
  const [old] = stage.slack.messages({ in: 'ops', as: 'alice' }).filter(({ via }) => via === 'api');
  if (old === undefined) throw new Error('no card');
  await loseDatabase(stage);
  await stage.slack.click({ as: 'alice', message: old, button: 'Details' });
  await stage.pass(minutes(1));
  expect(ephemerals(stage, 'alice').at(-1)).toContain(id);
  await stage.slack.click({ as: 'alice', message: old, button: 'Hold' });
  await stage.pass(minutes(1));
  expect(stage.card()).toContain(`Hold of ${id} · held`);
});

it('ends a hold at its time although the database that knew the time is gone', async () => {
  const stage = await createStage();
  const id = await taken(stage, 'alice', 'grafana');
  await stage.say('alice', 'ops', `/snapkeeper hold ${id} for 2 days`);
  await stage.pass(minutes(1));
  await loseDatabase(stage);
  await stage.pass(hours(47));
  expect(stage.card()).toContain('to be confirmed');
  await stage.pass(hours(2));
  expect(stage.card()).toMatch(new RegExp(`Release of ${id} · released`, 'u'));
  expect(stage.card()).toContain('waits for an admin');
});

it('leaves a set alone that is still being taken, and tells of it on a card of its own when it is complete', async () => {
  const stage = await createStage();
  await taken(stage, 'alice', 'grafana');
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(1));
  await loseDatabase(stage);
  await stage.pass(minutes(5));
  expect(books(stage).sets).toHaveLength(1);
  const first = stage.card();
  expect(first).toContain('[Confirm 1 set]');
  await stage.pass(hours(2));
  expect(books(stage).sets).toHaveLength(2);
  expect(stage.cards().filter(text => text.includes('[Confirm 1 set]'))).toHaveLength(2);
  // One is confirmed, and only that one: the other was not on its card.
  await pressCard(stage, 'bob', confirmButton);
  expect(stage.cards().filter(text => text.includes('[Confirm 1 set]'))).toEqual([first]);
});

it('says nothing again of what it has said, however often it reads', async () => {
  const stage = await createStage();
  await taken(stage, 'alice', 'grafana');
  const [one = ''] = stage.taken();
  const snapshot = stage.cloud.region.snapshots.get(one);
  await taken(stage, 'alice', 'prod-web');
  if (snapshot === undefined) throw new Error('nothing was taken');
  stage.cloud.region.retag(
    snapshot,
    snapshot.tags.filter(({ Key }) => Key !== 'snapkeeper:server'),
  );
  await loseDatabase(stage);
  await stage.pass(minutes(1));
  expect(stage.card()).toMatch(
    /1 set not taken over\. Nothing deletes it; .*\ns-\w{8}: the tag snapkeeper:server is missing\n\[Confirm 1 set\]$/su,
  );
  const cards = stage.cards().length;
  await stage.pass(hours(14));
  expect(stage.cards()).toHaveLength(cards);
  expect(books(stage).sets).toHaveLength(1);
});

it('takes sets of other installations for what they are', async () => {
  const stage = await createStage();
  await taken(stage, 'alice', 'prod-web');
  for (const id of stage.taken()) {
    const snapshot = stage.cloud.region.snapshots.get(id);
    if (snapshot === undefined) continue;
    const tags = snapshot.tags.map(tag => (tag.Key === 'snapkeeper:app' ? { ...tag, Value: 'T/A' } : tag));
    stage.cloud.region.retag(snapshot, tags);
  }
  const cards = stage.cards().length;
  await loseDatabase(stage);
  await stage.pass(hours(7));
  expect(books(stage).sets).toEqual([]);
  expect(stage.cards()).toHaveLength(cards);
  expect(await stage.say('alice', 'ops', '/snapkeeper list prod-web')).toContain('made by something else');
});

it('tells that a set has gone from AWS, and keeps its row', async () => {
  const stage = await createStage();
  const id = await taken(stage, 'alice', 'prod-web');
  const [one = ''] = stage.taken();
  const snapshot = stage.cloud.region.snapshots.get(one);
  if (snapshot === undefined) throw new Error('nothing was taken');
  stage.cloud.region.snapshots.delete(one);
  await stage.pass(hours(7));
  expect(await stage.say('alice', 'ops', '/snapkeeper list prod-web')).toMatch(
    new RegExp(`${id} · .* · not whole in AWS any more, noticed `, 'u'),
  );
  expect(await stage.say('alice', 'ops', '/snapkeeper list')).toMatch(/prod-web · running · no snapshot/u);
  stage.cloud.region.snapshots.set(one, snapshot);
  await stage.pass(hours(7));
  expect(await stage.say('alice', 'ops', '/snapkeeper list prod-web')).toMatch(
    new RegExp(`${id} · .* · complete · `, 'u'),
  );
});
