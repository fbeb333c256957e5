import { expect, it } from 'vitest';
import { minutes } from '../stage/stage.ts';
import { newSince } from './books.ts';
import type { Side } from './cut-points.ts';
import { createCutStage, pointName } from './cut-points.ts';
import { brokenInvariants } from './invariants.ts';
import { commandCommit, snapshotScenario } from './scenarios.ts';

const server = { blockId: 'server' };

/** Opens the dialog and chooses prod-web. */
async function filledIn() {
  const cutStage = await createCutStage();
  const { stage } = cutStage;
  const alice = stage.slack.client('alice');
  await stage.say('alice', 'ops', '/snapshot');
  const [modal] = alice.modals();
  if (modal === undefined) throw new Error('no modal');
  await alice.search(modal, server, 'prod-web');
  await alice.enter(modal, server, stage.cloud.region.serverNamed('prod-web').id);
  return { ...cutStage, alice };
}

it.each<Side>(['before', 'after'])(
  'takes one snapshot when the power is cut %s the submission is on record, and Submit is pressed again',
  async side => {
    const { stage, books, cutAt, restart, alice } = await filledIn();
    stage.expectSurprises(/no acknowledgement of interactive/u);
    const before = books();
    const cut = await cutAt(
      point => pointName(point) === commandCommit(snapshotScenario),
      side,
      async () => void (await alice.submit()),
    );
    expect(cut).not.toBeNull();
    const [modal] = alice.modals();
    expect(modal?.trouble).toBe('We had some trouble connecting. Try again?');
    await restart();
    expect(newSince(before, books()).operations).toHaveLength(side === 'before' ? 0 : 1);
    await alice.submit();
    expect(alice.modals()).toEqual([]);
    await stage.pass(minutes(60));
    expect(brokenInvariants(snapshotScenario, before, books(), true)).toEqual([]);
  },
);

it('leaves a dialog that cannot be filled in when the power is cut while it opens, and the next one opens', async () => {
  const { stage, cutAt, restart } = await createCutStage();
  const alice = stage.slack.client('alice');
  const cut = await cutAt(
    ({ name }) => name === 'commit of dedupe and form',
    'before',
    async () => void (await stage.say('alice', 'ops', '/snapshot')),
  );
  expect(cut).not.toBeNull();
  const [modal] = alice.modals();
  if (modal === undefined) throw new Error('no modal');
  expect(stage.view(modal)).toContain('One moment, please.');
  await alice.close();
  await restart();
  await stage.say('alice', 'ops', '/snapshot');
  const [next] = alice.modals();
  expect(next?.content['submit']).toMatchObject({ text: 'Take snapshot' });
});
