import { expect, it } from 'vitest';
import type { Json } from '../../src/sandbox/slack/validate/schema.ts';
import { isJson } from '../../src/sandbox/slack/validate/schema.ts';
import { claimOf, delivered, expectFutile, expectRefused, idOf } from '../stage/attack.ts';
import { claimedBy, withValue, withView } from '../stage/entrance.ts';
import { there } from '../stage/hostile-rows.ts';
import { createHostileScene } from '../stage/hostile-scene.ts';
import { guarded, watch } from '../stage/untouched.ts';

const evil = [
  '',
  '-',
  "s-2' OR '1'='1",
  "'; drop table operations; --",
  '<!channel>',
  '<https://evil.example|prod-web>',
  '../../etc/passwd',
  '__proto__',
  '{"server":"i-0"}',
  '\u202Es-22222222',
  '\u0000',
  'x'.repeat(10_000),
];
const unknownIds = [
  's-99999999',
  'o-99999999',
  'a-99999999',
  'q-99999999',
  'p-99999999',
  'b-99999999',
  'f-99999999',
];

it('does nothing for a button whose value was tampered with, or is of another place or another person', async () => {
  const scene = await createHostileScene();
  const { entrances, ids } = scene;
  const buttons = entrances.filter(({ name }) => /^(?:card|offer)/u.test(name));
  expect(buttons.map(({ name }) => name)).toContain('card-approve');
  const values = [
    ...evil.filter(value => value !== ''),
    ...unknownIds,
    ...Object.values(there),
    '/snapshot prod-db',
    ids.policies[0].id,
  ];
  for (const { name, as, payload } of buttons)
    for (const value of values)
      await expectFutile(
        scene,
        `${name} ${value.slice(0, 40)}`,
        claimedBy(withValue(payload, value), claimOf(scene, as), await scene.ticket(as)),
        as,
      );
  const [offer] = buttons.filter(({ name }) => name === 'offer');
  if (offer === undefined) throw new Error('no offer');
  await expectRefused(
    scene,
    'an offer of somebody else',
    claimedBy(offer.payload, claimOf(scene, 'carol'), await scene.ticket('carol')),
    claimOf(scene, 'carol'),
  );
});

it('does nothing for a modal or a list that was tampered with, or is of somebody else', async () => {
  const scene = await createHostileScene();
  const views = scene.entrances
    .filter(({ payload }) => isJson(payload['view']) && payload['private_metadata'] === undefined)
    .filter(({ name }) => /^(?:submit|suggest)/u.test(name));
  expect(views.length).toBeGreaterThan(3);
  for (const { name, payload } of views) {
    for (const metadata of [...evil, ...unknownIds])
      await expectRefused(
        scene,
        `${name} ${metadata.slice(0, 40)}`,
        withView(payload, { private_metadata: metadata, id: `V${name}${metadata.slice(0, 20)}`, hash: 'x' }),
        claimOf(scene, 'alice'),
      );
    for (const who of ['bob', 'carol'])
      await expectRefused(
        scene,
        `${name} of alice, from ${who}`,
        claimedBy(payload, claimOf(scene, who), await scene.ticket(who)),
        claimOf(scene, who),
      );
  }
});

it('does nothing for fields that hold what nobody can choose', async () => {
  const scene = await createHostileScene();
  const submits = scene.entrances.filter(
    ({ name }) => name.startsWith('submit') && name !== 'submit policy-save',
  );
  for (const { name, payload } of submits)
    for (const value of evil)
      await expectFutile(scene, `${name} ${value.slice(0, 40)}`, filledWith(payload, value), 'alice');
});

/** Everything that was filled in or chosen is this. */
function filledWith(payload: Json, value: string): Json {
  const view = isJson(payload['view']) ? payload['view'] : {};
  const text = JSON.stringify(view['state']);
  const state = JSON.parse(text, (key, old: unknown) =>
    key === 'value' && typeof old === 'string' ? value : old,
  ) as Json;
  return withView(payload, { state, hash: `h${value.length}${value.charCodeAt(0)}` });
}

it('opens a modal in which nothing is chosen for a button of Home with a value that is no server', async () => {
  const scene = await createHostileScene();
  const buttons = scene.entrances.filter(({ name }) => name.startsWith('Home open-'));
  expect(buttons.map(({ name }) => name)).toEqual(['Home open-snapshot', 'Home open-policy']);
  for (const { name, as, payload } of buttons)
    for (const value of [...evil, ...unknownIds]) {
      const why = `${name} ${value.slice(0, 40)}`;
      const but = guarded.filter(table => table !== 'forms');
      const watched = watch(scene.stage, idOf(scene, as), but);
      const ticket = await scene.ticket(as);
      await delivered(scene, claimedBy(withValue(payload, value), claimOf(scene, as), ticket));
      const client = scene.stage.slack.client(as);
      for (const modal of client.modals()) {
        expect(JSON.stringify(modal.content), why).not.toMatch(/"value":"i-/u);
        await client.close('dismiss');
      }
      expect(watched.nothingBut(why)).toEqual([]);
    }
});

/** What somebody without a role may not do to what is not theirs. */
const ofOthers: readonly string[] = ['policy', 'pause', 'resume', 'skip', 'unschedule', 'cancel', 'release'];

it('refuses to change what belongs to somebody else', async () => {
  const scene = await createHostileScene();
  const claim = claimOf(scene, 'dave');
  for (const verb of ofOthers) {
    const entrance = scene.entrances.find(({ name }) => name === `typed ${verb}`);
    if (entrance === undefined) throw new Error(`nothing was typed with ${verb}`);
    const payload = claimedBy(entrance.payload, claim, await scene.ticket('dave'));
    await expectRefused(scene, `${verb} by dave`, payload, claim);
  }
});
