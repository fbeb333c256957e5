import { expect, it } from 'vitest';
import { createStage, minutes } from '../stage/stage.ts';

it('offers the server that was meant as a button that runs the corrected command', async () => {
  const stage = await createStage();
  expect(await stage.say('carol', 'ops', '/snapshot prod-wbe before lunch')).toMatch(
    /No server is called prod-wbe\. Did you mean\n\[prod-web\]/u,
  );
  expect(stage.taken()).toEqual([]);
  await stage.press('carol', 'ops', 'prod-web');
  expect(stage.taken()).toHaveLength(2);
  expect(stage.card()).toMatch(
    /Snapshot of prod-web · starting[\s\S]*asked by @carol[\s\S]*Note: before lunch/u,
  );
});

it('asks which one when several servers have the name, and tells them apart', async () => {
  const stage = await createStage();
  const reply = await stage.say('dave', 'ops', '/snapshot worker nightly fix');
  expect(reply).toMatch(/2 servers are called worker\. Which one\?/u);
  const choice = /\[(i-\w+ · stopped · c5\.large · eu-west-1b)\]/u.exec(reply)?.[1] ?? '';
  await stage.press('dave', 'ops', choice);
  await stage.pass(minutes(30));
  expect(stage.card()).toMatch(/Snapshot of worker · complete[\s\S]*Note: nightly fix/u);
  const [taken = ''] = stage.taken();
  const volume = stage.cloud.region.snapshots.get(taken)?.volumeId ?? '';
  expect(stage.cloud.region.volumes.get(volume)?.attachment?.instanceId).toBe(choice.split(' ')[0]);
});

it.each([
  ['/snapkeeper lst prod-web', /no command lst\. Did you mean\n\[\/snapkeeper list prod-web\]/u],
  ['/snapkeeper snapshot prod-web', /Did you mean\n\[\/snapshot prod-web\]/u],
  [
    '/snapshot prod-web --dry-rum',
    /no option --dry-rum\. Nothing was done\. Did you mean\n\[\/snapshot prod-web --dry-run\]/u,
  ],
  ['/snapshot --dry-run', /Which server\? .* Type \/snapshot <server> \[note\] \[--dry-run\]/u],
  ['/snapkeeper frobnicate', /no command frobnicate\. \/snapkeeper help shows what there is\./u],
  ['/snapkeeper', /What Snapkeeper does here/u],
])('answers %s with the way on', async (typed, way) => {
  const stage = await createStage();
  expect(await stage.say('dave', 'ops', typed)).toMatch(way);
  expect(stage.taken()).toEqual([]);
});

it('takes one snapshot for two presses of one button', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot grafana --dry-run');
  const message = stage.slack.messages({ in: 'ops', as: 'alice' }).at(-1);
  if (message === undefined) throw new Error('no reply');
  await stage.slack.click({ as: 'alice', message, button: 'Take it now' });
  await stage.slack.click({ as: 'alice', message, button: 'Take it now' });
  await stage.pass(minutes(30));
  expect(stage.taken()).toHaveLength(1);
  expect(
    stage.slack
      .messages({ in: 'ops', as: 'alice' })
      .map(({ text }) => text)
      .join('\n'),
  ).toContain('already taken its snapshot');
});

it('runs the corrected command of a suggestion button', async () => {
  const stage = await createStage();
  await stage.say('dave', 'ops', '/snapkeeper snapshot grafana');
  await stage.press('dave', 'ops', '/snapshot grafana');
  expect(stage.taken()).toHaveLength(1);
});

it('takes a server whose name is a mention, markup and an emoji, and wakes nobody', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot <!channel> & "quotes" 🚀 <!here> *now*');
  await stage.pass(minutes(30));
  expect(stage.card()).toMatch(/^# Snapshot of <!channel> & "quotes" 🚀 · complete/u);
  expect(stage.card()).toContain('Note: <!here> *now*');
});

it('finds a server that was launched a moment ago', async () => {
  const stage = await createStage();
  await stage.pass(minutes(1));
  const server = stage.cloud.region.serverNamed('grafana');
  server.tags = server.tags.map(tag => (tag.Key === 'Name' ? { Key: 'Name', Value: 'brand-new' } : tag));
  await stage.say('alice', 'ops', '/snapshot brand-new');
  expect(stage.card()).toContain('Snapshot of brand-new');
});

it('says so when AWS does not answer while a name is looked for', async () => {
  const stage = await createStage();
  await stage.pass(minutes(1));
  stage.cloud.mishap = () => ({ error: { code: 'InternalError', status: 500 } });
  expect(await stage.say('alice', 'ops', '/snapshot brand-new')).toMatch(
    /No server is called brand-new[\s\S]*AWS did not answer just now; the list of servers is from today 14:05/u,
  );
});

it('lists servers, and the snapshots of one by the beginning of its name', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot grafana weekly');
  await stage.pass(minutes(30));
  const servers = await stage.say('bob', 'ops', '/snapkeeper list');
  expect(servers).toMatch(/grafana · running · complete today 14:05 · 1 snapshot/u);
  expect(servers).toMatch(/prod-web · running · no snapshot/u);
  expect(servers).toMatch(/worker i-\w+ · stopped · no snapshot/u);
  const one = await stage.say('bob', 'ops', '/snapkeeper list graf');
  expect(one).toMatch(
    /Snapshots of grafana\ns-\w{8} · today 14:05 · complete · 1 volume, 24 GiB\ncrash-consistent · by @alice · note: weekly/u,
  );
  expect(await stage.say('bob', 'ops', '/snapkeeper list prod-w')).toMatch(
    /No server is called prod-w\. Did you mean/u,
  );
});

it('still lists the snapshots of a server that is gone', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot grafana');
  await stage.pass(minutes(30));
  stage.cloud.region.instances.delete(stage.cloud.region.serverNamed('grafana').id);
  await stage.pass(minutes(61));
  expect(await stage.say('bob', 'ops', '/snapkeeper list grafana')).toMatch(/Snapshots of grafana\ns-\w{8}/u);
});

it('asks AWS for a server that it is to list and does not know', async () => {
  const stage = await createStage();
  await stage.pass(minutes(1));
  const server = stage.cloud.region.serverNamed('grafana');
  server.tags = server.tags.map(tag => (tag.Key === 'Name' ? { Key: 'Name', Value: 'brand-new' } : tag));
  expect(await stage.say('alice', 'ops', '/snapkeeper list brand-new')).toContain(
    'Snapkeeper has no snapshot of brand-new',
  );
});
